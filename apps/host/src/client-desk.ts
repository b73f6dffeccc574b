// One connected client: a terminal that is a session's HUD, or a command that asks something. Requests
// are carried out in the order they came.
import type { AskedQuestion, HudSeat } from '@codex-voice/control';
import type {
  AskedRequest,
  HostAnswer,
  HostEvent,
  HostRequest,
  HostStatus,
  RecordingEvent,
  RecordRequest,
  SessionRow,
  SessionSettings,
  SpoolRequest,
  TalkbackRequest,
} from '@codex-voice/protocol';
import type { AdoptedSession } from './adopted-session.ts';
import type { KeptChange } from './kept-prompts.ts';
import { type Found, UNREAD_AGAIN_MS } from './session-table.ts';

/** Requests of one client that may wait; beyond it the client is not read until half of them are done. */
export const WAITING_REQUESTS = 64;

export interface ClientDeskParts {
  readonly send: (event: HostEvent) => void;
  /** Nothing more is to be read from the client, until `resume`. */
  readonly pause: () => void;
  readonly resume: () => void;
  readonly find: (sessionId: string, state: 'running' | 'starting') => Promise<Found>;
  readonly rows: () => Promise<SessionRow[]>;
  readonly status: () => HostStatus;
  /** About prompts that no session has any more, and how many there are. */
  readonly spool: (request: SpoolRequest) => Promise<HostAnswer>;
  readonly keptCount: () => number;
  readonly recordings: {
    readonly request: (request: RecordRequest) => Promise<HostAnswer>;
    readonly opened: (sessionId: string, settings: SessionSettings | undefined) => void;
    readonly state: (sessionId: string) => RecordingEvent | undefined;
  };
  /** The host is to end, once what was answered is out; `unheard`: not before nobody is heard. */
  readonly shutdown: (when: 'now' | 'unheard') => void;
  readonly note: (text: string) => void;
}

export class ClientDesk {
  readonly #parts: ClientDeskParts;
  #order: Promise<void> = Promise.resolve();
  #seat: HudSeat | undefined;
  #seatedAt = '';
  #closed = false;
  /** Opens a session that was not found, or whose files could not be read. */
  #again: NodeJS.Timeout | undefined;
  #toldMissing = '';
  #waiting = 0;
  #isPaused = false;
  /** Questions to a person, which end with the connection. */
  readonly #asked = new Set<AskedQuestion>();

  constructor(parts: ClientDeskParts) {
    this.#parts = parts;
  }

  request(request: HostRequest): void {
    this.#waiting += 1;
    if (this.#waiting >= WAITING_REQUESTS && !this.#isPaused) {
      this.#isPaused = true;
      this.#parts.pause();
    }
    // A key of a HUD waits for nothing, unless something before it does.
    this.#order = this.#order
      .then(() => (this.#closed ? undefined : this.#carryOut(request)))
      .catch((error: unknown) => this.#failed(request, error))
      .then(() => this.#done());
  }

  /** Prompts that no session has have come or gone. */
  kept(change: KeptChange): void {
    if (this.#seat !== undefined) this.#parts.send({ type: 'kept', ...change });
  }

  /** A session is recorded, or no more. */
  recording(sessionId: string, event: RecordingEvent): void {
    if (this.#seat !== undefined && this.#seatedAt === sessionId) this.#parts.send(event);
  }

  closed(): void {
    this.#closed = true;
    clearTimeout(this.#again);
    for (const asked of this.#asked) asked.withdraw();
    this.#seat?.close();
    this.#seat = undefined;
  }

  #done(): void {
    this.#waiting -= 1;
    if (!this.#isPaused || this.#waiting > WAITING_REQUESTS / 2) return;
    this.#isPaused = false;
    this.#parts.resume();
  }

  async #carryOut(request: HostRequest): Promise<void> {
    switch (request.type) {
      case 'open':
        return this.#open(request);
      case 'say':
        return this.#say(request);
      case 'sessions': {
        const sessions = await this.#parts.rows();
        return this.#answer(request.requestId, { kind: 'sessions', sessions });
      }
      case 'status': {
        const status = this.#parts.status();
        return this.#answer(request.requestId, { kind: 'status', status });
      }
      case 'record':
        return this.#answer(request.requestId, await this.#record(request));
      case 'spool':
        return this.#answer(request.requestId, await this.#parts.spool(request));
      case 'shutdown':
        this.#answer(request.requestId, { kind: 'done' });
        this.#parts.shutdown(request.when ?? 'now');
        return;
      case 'approval':
      case 'reply':
      case 'approvals':
        if (request.sessionId === undefined) this.#seated(request);
        else await this.#approval(request, request.sessionId);
        return;
      case 'speak':
      case 'question':
      case 'waiting':
        return this.#talkBack(request);
      case 'talk':
      case 'mode':
      case 'tune':
      case 'settings':
      case 'intent':
      case 'aloud':
      case 'command':
      case 'queue':
      case 'microphone':
      case 'measured':
        this.#seated(request);
        return;
      default:
        request satisfies never;
    }
  }

  /** Of the session that is opened on this connection. */
  #seated(request: HostRequest): void {
    if (this.#seat !== undefined) this.#seat.request(request);
    else this.#refuse(request, 'no session is opened on this connection');
  }

  async #open(request: Extract<HostRequest, { type: 'open' }>): Promise<void> {
    clearTimeout(this.#again);
    const found = await this.#parts.find(request.sessionId, 'starting');
    if (this.#closed) return;
    if (found.kind === 'missing') {
      // Its keeper may be slow to begin, or too busy to answer: while the terminal is there, so is its wish.
      this.#again = setTimeout(() => this.request(request), UNREAD_AGAIN_MS);
      if (this.#toldMissing === found.message) return;
      this.#toldMissing = found.message;
      this.#parts.send({ type: 'notice', severity: 'error', text: found.message });
      return;
    }
    this.#toldMissing = '';
    this.#seat?.close();
    this.#seat = this.#openHud(found.session, request);
    this.#seatedAt = request.sessionId;
    this.#openRecording(request);
    const count = this.#parts.keptCount();
    if (count > 0) this.kept({ count });
  }

  #openRecording({ sessionId, settings }: Extract<HostRequest, { type: 'open' }>): void {
    const { recordings, send } = this.#parts;
    recordings.opened(sessionId, settings);
    const event = recordings.state(sessionId);
    if (event !== undefined) send(event);
  }

  async #record(request: RecordRequest): Promise<HostAnswer> {
    const found = await this.#parts.find(request.sessionId, 'running');
    if (found.kind === 'missing') return { kind: 'refused', message: found.message };
    return await this.#parts.recordings.request(request);
  }

  #openHud({ control }: AdoptedSession, request: Extract<HostRequest, { type: 'open' }>): HudSeat {
    const { microphone, settings } = request;
    return control.openHud({ send: this.#parts.send, microphone }, settings);
  }

  async #say(request: Extract<HostRequest, { type: 'say' }>): Promise<void> {
    const { requestId, sessionId, promptId, text, intent } = request;
    const found = await this.#parts.find(sessionId, 'running');
    if (found.kind === 'missing') this.#refuse(request, found.message);
    else this.#answer(requestId, found.session.control.say({ promptId, text, intent }));
  }

  async #approval(request: AskedRequest, sessionId: string): Promise<void> {
    const found = await this.#parts.find(sessionId, 'running');
    if (found.kind === 'missing') this.#refuse(request, found.message);
    else this.#answer(request.requestId, await found.session.control.approval(request));
  }

  /** An answer that a person gives is not waited for here: it comes when it comes, or the client goes. */
  async #talkBack(request: TalkbackRequest): Promise<void> {
    const found = await this.#parts.find(request.sessionId, 'running');
    if (found.kind === 'missing') {
      this.#refuse(request, found.message);
      return;
    }
    const asked = found.session.control.askFor(request);
    this.#asked.add(asked);
    void asked.answer.then((answer) => {
      this.#asked.delete(asked);
      if (!this.#closed) this.#answer(request.requestId, answer);
    });
    if (this.#closed) asked.withdraw();
  }

  #answer(requestId: string, answer: HostAnswer): void {
    this.#parts.send({ type: 'answer', requestId, answer });
  }

  #refuse(request: HostRequest, message: string): void {
    if ('requestId' in request) this.#answer(request.requestId, { kind: 'refused', message });
    else this.#parts.send({ type: 'notice', severity: 'error', text: message });
  }

  #failed(request: HostRequest, error: unknown): void {
    this.#parts.note(`${request.type}: ${error instanceof Error ? error.stack : String(error)}`);
    this.#refuse(request, 'the host has made a mistake: codex-voice host logs tells more');
  }
}
