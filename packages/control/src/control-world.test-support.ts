// A session's surroundings for tests: a clock that stands still, an agent with one composer behind a
// keeper that answers like the real one, voice processes that only listen to what a test says.
import type {
  DeliverHeader,
  HostEvent,
  HostRequest,
  JournalRecord,
  KeeperRequest,
  ListenMode,
  SessionFacts,
  SessionSettings,
  VoiceCommand,
  VoiceEvent,
} from '@codex-voice/protocol';
import { defaultPhrasebook } from '@codex-voice/speech';
import type { Clock } from './clock.ts';
import type { OpenProjectNames } from './project-names.ts';
import { type ControlMemory, forgetfulStore, type Kept, type QueueStore } from './queue-store.ts';
import { SessionControl } from './session-control.ts';
import type { HudSeat, SessionControlParts } from './session-control-parts.ts';
import { VoiceHub } from './voice-hub.ts';
import type { OpenVoiceLink, VoiceLinkHandlers, VoiceLinkPort } from './voice-link.ts';

export class StillClock implements Clock {
  #nowMs = 1_000_000;
  #timers: { readonly dueMs: number; readonly call: () => void }[] = [];

  nowMs(): number {
    return this.#nowMs;
  }

  wallMs(): number {
    return this.#nowMs + 1_700_000_000_000;
  }

  after(delayMs: number, call: () => void): () => void {
    const timer = { dueMs: this.#nowMs + delayMs, call };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  /** Timers that have neither run nor been ended. */
  get waiting(): number {
    return this.#timers.length;
  }

  /** Lets time pass, timer by timer. */
  pass(durationMs: number): void {
    const endMs = this.#nowMs + durationMs;
    for (;;) {
      const next = this.#timers.toSorted((a, b) => a.dueMs - b.dueMs)[0];
      if (next === undefined || next.dueMs > endMs) break;
      this.#timers = this.#timers.filter((other) => other !== next);
      this.#nowMs = Math.max(this.#nowMs, next.dueMs);
      next.call();
    }
    this.#nowMs = endMs;
  }
}

/** An agent with one composer, and its keeper: outlives every control. */
export class SimulatedKeeper {
  composer = '';
  dialog = false;
  /** Where the agent's protocol is found. */
  driver: SessionFacts['driver'];
  /** On a turn; its composer takes text. */
  works = false;
  readonly submissions: string[] = [];
  readonly written: string[] = [];
  readonly requests: KeeperRequest[] = [];
  /** The connection dies with the next write: before it is made, or before it is answered. */
  dropNext: 'before' | 'after' | undefined;
  #outputBytes = 100;
  #inputBytes = 0;
  #control: SessionControl | undefined;

  connect(control: SessionControl): void {
    this.#control = control;
    control.connected(this);
    this.look();
  }

  request(request: KeeperRequest): void {
    this.requests.push(request);
  }

  deliver(header: DeliverHeader, bytes: Uint8Array): void {
    const drop = this.dropNext;
    this.dropNext = undefined;
    if (drop === 'before') return;
    const result = this.#write(header, new TextDecoder().decode(bytes));
    if (drop === 'after') return;
    const { writeId } = header;
    this.#control?.keeperConnection.event({ type: 'delivered', writeId, result });
    this.look();
  }

  /** The person types: the screen moves, and the keeper tells it only at `look`. */
  type(text: string): void {
    this.composer += text;
    this.#outputBytes += 1;
    this.#inputBytes += text.length;
  }

  look(): void {
    const composer = { text: this.composer, cursorOffset: this.composer.length };
    const open = this.works
      ? ({ kind: 'busy', composer } as const)
      : ({ kind: 'composer', ...composer } as const);
    const screen = this.dialog ? ({ kind: 'dialog', what: 'approval' } as const) : open;
    const facts: SessionFacts = {
      type: 'facts',
      screen,
      assessedBytes: this.#outputBytes,
      outputBytes: this.#outputBytes,
      torn: false,
      midUpdate: false,
      bracketedPaste: true,
      alternate: false,
      inputAtRest: true,
      inputBytes: this.#inputBytes,
      ...(this.driver === undefined ? {} : { driver: this.driver }),
    };
    this.#control?.keeperConnection.event(facts);
  }

  exit(): void {
    this.#control?.keeperConnection.event({ type: 'exited', exitCode: 0, signal: 0 });
  }

  #write({ writeId, facts }: DeliverHeader, text: string): 'written' | 'already-written' | 'stale' {
    if (this.written.includes(writeId)) return 'already-written';
    if (facts.outputBytes !== this.#outputBytes || facts.inputBytes !== this.#inputBytes)
      return 'stale';
    this.written.push(writeId);
    this.#outputBytes += 1;
    if (text === '\r') {
      this.submissions.push(this.composer);
      this.composer = '';
    } else if (/^\u007f+$/u.test(text)) this.composer = this.composer.slice(0, -text.length);
    else this.composer += text.replace('\u001b[200~', '').replace('\u001b[201~', '');
    return 'written';
  }
}

/** A voice process that does nothing but keep what it is told. */
export class SimulatedVoice implements VoiceLinkPort {
  readonly commands: VoiceCommand[] = [];
  readonly pid: number;
  closed = false;
  killed = false;
  readonly #handlers: VoiceLinkHandlers;

  constructor(handlers: VoiceLinkHandlers, pid: number) {
    this.#handlers = handlers;
    this.pid = pid;
  }

  send(command: VoiceCommand): void {
    this.commands.push(command);
  }

  async close(): Promise<void> {
    this.closed = true;
  }

  kill(): void {
    this.killed = true;
    this.die('SIGKILL');
  }

  die(how: string): void {
    this.#handlers.onEnd({ how, stderr: '' });
  }

  tell(event: VoiceEvent): void {
    this.#handlers.onEvent(event);
  }

  ready(): void {
    const names = { recognizer: 'none', voiceActivity: 'none' };
    this.tell({ type: 'ready', version: 1, ...names, startMs: 1 });
  }

  device(state: 'open' | 'closed' | 'unavailable'): void {
    this.tell({ type: 'device', state });
  }

  /** A finished utterance, for the session that `open` named last unless another is given. */
  say(
    id: string,
    text: string,
    options: { readonly sessionId?: string; readonly atMs?: number } = {},
  ): void {
    const opened = this.commands.findLast((command) => command.type === 'open');
    const sessionId = options.sessionId ?? (opened?.type === 'open' ? opened.sessionId : undefined);
    const atMs = options.atMs ?? 1_000_000;
    this.tell({
      type: 'final',
      utteranceId: id,
      segmentId: '0.0',
      ...(sessionId === undefined ? {} : { sessionId }),
      text,
      verdict: 'accepted',
      endedBy: 'silence',
      startMs: 0,
      endMs: 1,
      stamps: { speechEndedMs: atMs, segmentClosedMs: atMs, decodedMs: atMs, journaledMs: atMs },
    });
  }

  /** The types of what it was told, `open` with its session. */
  get told(): readonly string[] {
    return this.commands.map((command) =>
      command.type === 'open' ? `open ${command.sessionId}` : command.type,
    );
  }
}

/** The voice processes that were started, in order. */
export class SimulatedVoices {
  readonly all: SimulatedVoice[] = [];
  readonly openLink: OpenVoiceLink = (handlers) => {
    const voice = new SimulatedVoice(handlers, 5_000 + this.all.length);
    this.all.push(voice);
    return voice;
  };

  get last(): SimulatedVoice {
    const last = this.all.at(-1);
    if (last === undefined) throw new Error('no voice process was started');
    return last;
  }
}

/** Keeps in memory, as JSON, and may be full. */
export class JsonStore implements QueueStore {
  text: string | undefined;
  full = false;
  saves = 0;

  load(): ControlMemory | undefined {
    return this.text === undefined ? undefined : JSON.parse(this.text);
  }

  save(memory: ControlMemory): Kept {
    if (this.full) return { kind: 'failed', message: 'no space left on device' };
    this.text = JSON.stringify(memory);
    this.saves += 1;
    return { kind: 'kept' };
  }

  close(): void {
    // Nothing is open.
  }
}

export function settings(
  options: {
    readonly mode?: ListenMode;
    readonly recording?: string;
    readonly silenceMs?: number;
  } = {},
): SessionSettings {
  const source =
    options.recording === undefined
      ? { kind: 'microphone' as const }
      : { kind: 'files' as const, paths: [options.recording], pace: 'fast' as const };
  const segmenter = {
    silenceMs: options.silenceMs ?? 250,
    minimumSpeechMs: 100,
    maximumSegmentMs: 30_000,
    preRollMs: 400,
  };
  const { languages, commandWords, phrases } = defaultPhrasebook('en');
  return {
    intent: 'compose',
    mode: options.mode ?? 'tap',
    voice: {
      start: {
        type: 'start',
        version: 1,
        source,
        phrases: [],
        segmenter,
        language: 'en',
        warmMicrophone: false,
        journalDirectory: '/journal',
        keepAudioDays: 7,
        cues: false,
      },
      phrasebook: {
        language: 'en',
        languages: [...languages],
        commandWords: [...commandWords],
        phrases: phrases.map(({ spoken, action }) => ({ spoken, action })),
      },
    },
  };
}

/** A HUD that keeps what it is told. */
export class SeenHud {
  readonly events: HostEvent[] = [];
  readonly seat: HudSeat;

  constructor(control: SessionControl, given?: SessionSettings) {
    this.seat = control.openHud({ send: (event) => this.events.push(event) }, given);
  }

  request(request: HostRequest): void {
    this.seat.request(request);
  }

  of<Type extends HostEvent['type']>(type: Type): Extract<HostEvent, { type: Type }>[] {
    // The type of an event decides its shape.
    return this.events.filter((event) => event.type === type) as Extract<
      HostEvent,
      { type: Type }
    >[];
  }

  /** The last state told of a prompt. */
  stateOf(id: string): string {
    const last = this.of('delivery').findLast((event) => event.id === id);
    if (last === undefined) return 'unheard of';
    return last.why === undefined ? last.state : `${last.state}: ${last.why}`;
  }
}

type MakeControl = (parts: SessionControlParts) => SessionControl;
const plainly: MakeControl = (parts) => new SessionControl(parts);

/** One session, its agent and its voice; `restart` kills the control and makes its successor. */
export class ControlWorld {
  readonly clock = new StillClock();
  readonly keeper = new SimulatedKeeper();
  readonly voices = new SimulatedVoices();
  readonly journal: JournalRecord[] = [];
  /** The commit that the session's folder stands at. */
  head: string | undefined;
  headReads = 0;
  /** Why the journal can't be read just now. */
  journalFails: Error | undefined;
  readonly store: QueueStore;
  readonly #make: MakeControl;
  hub: VoiceHub;
  control: SessionControl;

  constructor(store: QueueStore = forgetfulStore(), make: MakeControl = plainly) {
    this.store = store;
    this.#make = make;
    this.hub = this.#makeHub();
    this.control = this.makeControl('s1');
    this.keeper.connect(this.control);
  }

  makeControl(sessionId: string, openProjectNames?: OpenProjectNames): SessionControl {
    const { clock, hub, store } = this;
    const head = (): string | undefined => {
      this.headReads += 1;
      return this.head;
    };
    return this.#make({ sessionId, clock, hub, store, head, openProjectNames });
  }

  /** The process dies with everything in it, and another takes over. */
  restart(): void {
    this.control.dispose();
    this.hub = this.#makeHub();
    this.control = this.makeControl('s1');
    this.keeper.connect(this.control);
  }

  /** Time passes, and the keeper tells its facts all the while. */
  wait(durationMs: number): void {
    for (let step = 0; step < durationMs; step += 50) {
      this.clock.pass(50);
      this.keeper.look();
    }
  }

  #makeHub(): VoiceHub {
    return new VoiceHub({
      openLink: this.voices.openLink,
      clock: this.clock,
      readJournal: () => {
        const { journal, journalFails } = this;
        return journalFails === undefined ? Promise.resolve(journal) : Promise.reject(journalFails);
      },
    });
  }
}
