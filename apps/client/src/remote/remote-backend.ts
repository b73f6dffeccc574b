// What a terminal needs of a session of another machine: keeper and host over one link, sessions under the
// names that they have from here, and a microphone that is this terminal's.
import type { HostEvent, HostRequest, VoiceStart } from '@codex-voice/protocol';
import { isActionName } from '../actions/action-prompt.ts';
import { HostConnection } from '../host-connection.ts';
import type { HostListener, HostPort, SessionBackend } from '../session-backend.ts';
import type { LinkWords } from '../words/session-words.ts';
import type { RemoteSession } from './remote-session.ts';
import type { TerminalVoice, TerminalVoiceParts } from './terminal-voice.ts';

/** Leaving, the session's word on what was said last is waited for this long, in ms: judgement. */
const LAST_WORD_MS = 1_000;

export interface RemoteBackendParts {
  readonly session: Pick<
    RemoteSession,
    'name' | 'sessionId' | 'listener' | 'keeper' | 'isUp' | 'findHost' | 'close'
  >;
  readonly words: LinkWords;
  /** As a person addressed it. */
  readonly machine: string;
  /** Who only watches is not heard. */
  readonly isHeard: boolean;
  /** Before a session's own name. */
  readonly prefix: string;
  /** What opens our commands, as it is now. */
  readonly paletteKey: () => string;
  /** Undefined: nobody is heard here. */
  readonly makeVoice: (
    start: VoiceStart,
    parts: Pick<TerminalVoiceParts, 'say' | 'show'>,
  ) => TerminalVoice;
}

export interface RemoteBackend extends SessionBackend {
  /** What is told of utterances that the session has not dealt with; undefined: there are none. */
  readonly untold: string | undefined;
  /** The link is down, or up again. */
  linkIs(state: 'down' | 'up'): void;
}

export function remoteBackend(parts: RemoteBackendParts): RemoteBackend {
  const { session } = parts;
  let opened: OpenedHost | undefined;
  return {
    sessionId: session.name,
    isElsewhere: true,
    get untold() {
      return opened?.untold;
    },
    openKeeper: (listener, { size }) => {
      session.listener.bind(listener);
      session.keeper.request({ type: 'resize', size });
      return session.keeper;
    },
    openHost: (listener, settings) => {
      const start = parts.isHeard ? settings.voice?.start : undefined;
      opened = new OpenedHost(parts, listener, start);
      return opened;
    },
    linkIs: (state) => opened?.linkIs(state),
    close: async () => {
      await opened?.close();
      session.close();
    },
  };
}

class OpenedHost implements HostPort {
  readonly voice: TerminalVoice | undefined;
  readonly #parts: RemoteBackendParts;
  readonly #listener: HostListener;
  readonly #connection: HostConnection;
  readonly #isKept: boolean;

  constructor(parts: RemoteBackendParts, listener: HostListener, start: VoiceStart | undefined) {
    this.#parts = parts;
    this.#isKept = start?.journalDirectory !== undefined;
    this.#listener = listener;
    const { session } = parts;
    if (start !== undefined) {
      this.voice = parts.makeVoice(start, {
        say: (said) => {
          if (!session.isUp) return 'away';
          return this.#connection.request({ type: 'microphone', said });
        },
        show: (event) => listener.event({ type: 'voice', event }),
      });
    }
    this.#connection = new HostConnection({
      sessionId: session.sessionId,
      settings: undefined,
      microphone: () => this.voice?.microphone ?? 'none',
      listener: { event: (event) => this.#event(event), lost: (why) => listener.lost(why) },
      find: async (handlers) => await session.findHost(handlers),
    });
  }

  request(request: HostRequest): 'sent' | 'away' {
    const sent = this.#parts.session.isUp
      ? this.#connection.request(this.#theirs(request))
      : 'away';
    // Whoever is heard can always end that.
    const isStop = request.type === 'talk' && request.do !== 'start';
    if (sent === 'sent' || !isStop || this.voice?.microphone !== 'open') return sent;
    this.voice.stop();
    return 'sent';
  }

  linkIs(state: 'down' | 'up'): void {
    const { words, machine } = this.#parts;
    // An error stands before the words that are being heard all the while.
    this.#listener.event(
      state === 'down'
        ? { type: 'notice', severity: 'error', text: words.lost(machine) }
        : { type: 'notice', severity: 'info', text: words.again },
    );
  }

  get untold(): string | undefined {
    const count = this.voice?.underway ?? 0;
    if (count === 0) return undefined;
    const { words } = this.#parts;
    return this.#isKept ? words.underway(count) : words.unsure(count);
  }

  /** What is being said just now is final by that, and the session's still. */
  async close(): Promise<void> {
    await this.voice?.close();
    if (this.#parts.session.isUp) await this.voice?.dealtWith(LAST_WORD_MS);
    await this.#connection.close();
  }

  #event(event: HostEvent): void {
    const { words } = this.#parts;
    if (event.type === 'microphone') {
      this.voice?.order(event.order);
      return;
    }
    // Notes, roles and plugins are this machine's: another one has no say in them, not even in what we said.
    if (event.type === 'action' && !isActionName(event.name)) {
      const text = words.notByVoice(event.name, this.#parts.paletteKey());
      this.#listener.event({ type: 'notice', severity: 'warning', text });
      return;
    }
    this.#listener.event(this.#ours(event));
    const isHeardThere = event.type === 'opened' && event.microphone === undefined;
    if (isHeardThere && this.voice !== undefined && event.voice.state !== 'off')
      this.#listener.event({ type: 'notice', severity: 'warning', text: words.oldHost });
  }

  #ours(event: HostEvent): HostEvent {
    const { prefix } = this.#parts;
    if (event.type === 'listening-elsewhere')
      return { ...event, sessionId: prefix + event.sessionId };
    if (event.type !== 'answer' || event.answer.kind !== 'sessions') return event;
    const sessions = event.answer.sessions.map((row) => ({
      ...row,
      sessionId: prefix + row.sessionId,
    }));
    return { ...event, answer: { ...event.answer, sessions } };
  }

  #theirs(request: HostRequest): HostRequest {
    const { prefix } = this.#parts;
    if (!('sessionId' in request) || !request.sessionId?.startsWith(prefix)) return request;
    return { ...request, sessionId: request.sessionId.slice(prefix.length) };
  }
}
