// A keeper among fakes: an agent that remembers what it was told, a shadow that answers when asked to,
// terminals that remember what they were shown, and a clock that moves when told.
import type { KeeperConnection, KeeperEvent, KeeperPeer } from '@codex-voice/protocol';
import type {
  ScreenShadow,
  ScreenShadowListener,
  ShadowAssessment,
  ShadowSize,
  ShadowSnapshot,
} from '../screen-shadow.ts';
import { Keeper } from './keeper.ts';
import type { KeeperAgent, KeeperParts } from './keeper-ports.ts';
import type { SetTimer } from './output-flow.ts';

const decoder = new TextDecoder();
const encoder = new TextEncoder();

export class FakeClock {
  nowMs = 1_000;
  #timers: { atMs: number; callback: () => void }[] = [];

  readonly setTimer: SetTimer = (delayMs, callback) => {
    const timer = { atMs: this.nowMs + delayMs, callback };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  };

  /** Timers still set. */
  get waiting(): number {
    return this.#timers.length;
  }

  pass(durationMs: number): void {
    const endMs = this.nowMs + durationMs;
    for (;;) {
      const due = this.#timers
        .filter((timer) => timer.atMs <= endMs)
        .sort((one, other) => one.atMs - other.atMs)[0];
      if (due === undefined) break;
      this.#timers = this.#timers.filter((timer) => timer !== due);
      this.nowMs = due.atMs;
      due.callback();
    }
    this.nowMs = endMs;
  }
}

export class FakeAgent implements KeeperAgent {
  written = '';
  pendingInputBytes = 0;
  present = true;
  stopped = false;
  paused = false;
  readonly sizes: ShadowSize[] = [];
  readonly signals: string[] = [];

  write(bytes: Uint8Array): void {
    this.written += decoder.decode(bytes);
  }
  resize(size: ShadowSize): void {
    this.sizes.push(size);
  }
  pause(): void {
    this.paused = true;
  }
  resume(): void {
    this.paused = false;
  }
  kill(signal: string, to: string): void {
    this.signals.push(`${signal} ${to}`);
  }
}

/** Draws nothing: its snapshots say only where they were taken. */
export class FakeShadow implements ScreenShadow {
  fedBytes = 0;
  size: ShadowSize;
  readonly pictures = new Map<string, ShadowSize>();
  readonly listener: ScreenShadowListener;
  /** Snapshots wait until `answer`; without it they come with the next microtask. */
  answersLate = false;
  /** So does the second part of one whose first was told. */
  wholesLate = false;
  fails = false;
  failsHalfway = false;
  asked = 0;
  #waiting: (() => void)[] = [];

  constructor(size: ShadowSize, listener: ScreenShadowListener) {
    this.size = size;
    this.listener = listener;
  }

  feed(bytes: Uint8Array): void {
    this.fedBytes += bytes.length;
  }
  resize(size: ShadowSize): void {
    this.size = size;
  }
  async snapshot(): Promise<ShadowSnapshot> {
    this.asked += 1;
    const { fedBytes: at, size } = this;
    if (this.answersLate) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    if (this.fails) throw new Error('the screen can not be followed');
    return {
      at,
      basis: 'fresh',
      size,
      viewport: encoder.encode(`viewport at ${at}`),
      whole: this.#whole(at),
    };
  }
  async #whole(at: number): Promise<Uint8Array | undefined> {
    if (this.wholesLate) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return this.failsHalfway ? undefined : encoder.encode(`|whole at ${at}`);
  }
  async rows() {
    return { at: this.fedBytes, torn: false, cursorRow: 1, rows: encoder.encode('row 1\nrow 2') };
  }
  openPicture(id: string, size: ShadowSize): void {
    this.pictures.set(id, size);
  }
  closePicture(id: string): void {
    this.pictures.delete(id);
  }
  async dispose(): Promise<void> {}

  answer(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}

/** Remembers everything; acknowledges what it is told to. */
export class FakeTerminal implements KeeperConnection {
  readonly events: KeeperEvent[] = [];
  readonly pieces: { offset: number; bytes: Uint8Array }[] = [];
  snapshots = '';
  pictures = '';
  waitingBytes = 0;
  /** Offset behind the last byte shown. */
  shownOffset = 0;
  acknowledgedOffset = 0;
  mostUnderWay = 0;

  event(event: KeeperEvent): void {
    this.events.push(event);
    if (event.type !== 'snapshot' || event.requestId !== undefined) return;
    this.#mustHold();
    this.shownOffset = event.at;
    this.acknowledgedOffset = event.at;
  }
  output(offset: number, bytes: Uint8Array): void {
    this.#mustHold();
    if (offset !== this.shownOffset) {
      throw new Error(`output of ${offset} after ${this.shownOffset}`);
    }
    this.pieces.push({ offset, bytes: bytes.slice() });
    this.shownOffset = offset + bytes.length;
    this.mostUnderWay = Math.max(this.mostUnderWay, this.shownOffset - this.acknowledgedOffset);
  }
  snapshot(bytes: Uint8Array): void {
    this.snapshots += decoder.decode(bytes);
  }
  picture(bytes: Uint8Array): void {
    this.pictures += decoder.decode(bytes);
  }

  get text(): string {
    return this.pieces.map(({ bytes }) => decoder.decode(bytes)).join('');
  }
  /** Its events of one type, the newest last. */
  all<Type extends KeeperEvent['type']>(type: Type): Extract<KeeperEvent, { type: Type }>[] {
    return this.events.filter(
      (event): event is Extract<KeeperEvent, { type: Type }> => event.type === type,
    );
  }
  last<Type extends KeeperEvent['type']>(type: Type) {
    return this.all(type).at(-1);
  }

  #mustHold(): void {
    if (this.last('role')?.role !== 'holder') throw new Error('shown to one that does not hold');
  }
}

export const SIZE: ShadowSize = { columns: 80, rows: 24 };
export const SMALL: ShadowSize = { columns: 40, rows: 10 };
export const AT_REST = { atRest: true, insidePaste: false };

export class KeeperWorld {
  readonly clock = new FakeClock();
  readonly agent = new FakeAgent();
  readonly shadow: FakeShadow;
  readonly keeper: Keeper;
  recorded = 0;
  finished = 0;

  constructor(parts: Partial<KeeperParts> = {}) {
    let made: FakeShadow | undefined;
    this.keeper = new Keeper({
      agent: this.agent,
      openShadow: (listener) => {
        made = new FakeShadow(SIZE, listener);
        return made;
      },
      size: SIZE,
      logMemoryBytes: 1024,
      record: (bytes) => {
        this.recorded += bytes.length;
      },
      nowMs: () => this.clock.nowMs,
      setTimer: this.clock.setTimer,
      describe: () => ({
        sessionId: 'codex-abcd',
        agent: { name: 'codex', kind: 'codex' },
        argv: ['codex'],
        cwd: '/',
        startedAtMs: 5,
        keeperPid: 1,
        agentPid: 2,
        keeperMemoryBytes: 3,
      }),
      onFinished: () => {
        this.finished += 1;
      },
      ...parts,
    });
    if (made === undefined) throw new Error('the keeper opened no shadow');
    this.shadow = made;
  }

  connect(capability: 'control' | 'view' = 'control') {
    const terminal = new FakeTerminal();
    return { terminal, peer: this.keeper.connect(terminal, capability) };
  }

  /** A terminal that is attached and has been shown what there is. */
  async attached(hold: 'take' | 'if-free' | 'never' = 'take', size: ShadowSize = SIZE) {
    const connected = this.connect();
    connected.peer.request({ type: 'attach', size, hold });
    await settled();
    return connected;
  }

  print(text: string): void {
    this.keeper.agentOutput(encoder.encode(text));
  }

  assess(change: Partial<ShadowAssessment> = {}): void {
    this.shadow.listener.assessed({
      screen: { kind: 'composer', text: '' },
      bracketedPaste: true,
      alternate: false,
      consumedBytes: this.keeper.outputBytes,
      torn: false,
      midUpdate: false,
      ...change,
    });
  }
}

/** Bytes of a text. */
export function bytesOf(text: string): Uint8Array {
  return encoder.encode(text);
}

/** The person types. */
export function type(peer: KeeperPeer, text: string, state = AT_REST): void {
  peer.input(bytesOf(text), state);
}

/** Everything that is only waiting for microtasks has happened. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}
