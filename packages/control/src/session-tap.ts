// The tap on one session's control: what reached it and what it gave out, in order, as plain values; and the
// time it lives by, which stands still while one input is dealt with. Keeping them is the sink's affair.
import type { Clock } from './clock.ts';

/** Inputs are `c k v q a p t`, what came of them `w d`. What each holds: the SPEC, TAP. */
export type TapCode = 'c' | 'k' | 'v' | 'q' | 'a' | 'p' | 't' | 'w' | 'd';

/** `data` is plain JSON as long as nobody changes it: read it in the call. */
export interface TapEntry {
  readonly code: TapCode;
  /** Of the monotonic clock, in ms. */
  readonly nowMs: number;
  readonly data: Readonly<Record<string, unknown>>;
}

export type TapSink = (entry: TapEntry) => void;

/** Decimals of a ms that are kept: what a recording holds is what the control was told. */
const PER_MS = 1_000;
/** A wall clock that is so far from where the monotonic one puts it, in ms, was set anew. */
const WALL_SET_MS = 1_000;

export class SessionTap {
  readonly #clock: Clock;
  /** Undefined: nobody listens any more. */
  #sink: TapSink | undefined;
  #nowMs: number;
  #wall: { readonly wallMs: number; readonly atMs: number };
  #timers = 0;
  /** The control's calls that are under way, by name: what comes meanwhile comes inside the last one. */
  #calls: readonly string[] = [];
  /** Inputs that are being dealt with. */
  #running = 0;
  #ticks: () => number | undefined = () => undefined;

  constructor(clock: Clock, sink: TapSink) {
    this.#clock = clock;
    this.#sink = sink;
    this.#nowMs = rounded(clock.nowMs());
    this.#wall = { wallMs: clock.wallMs(), atMs: this.#nowMs };
  }

  /** As the control sees it: a moment for each input. */
  readonly clock: Clock = {
    nowMs: () => this.#nowMs,
    wallMs: () => this.wallMs,
    after: (delayMs, call) => {
      this.#timers += 1;
      const n = this.#timers;
      const dueMs = this.#nowMs + delayMs;
      return this.#clock.after(delayMs, () => this.input('t', { n, dueMs }, call));
    },
  };

  get wallMs(): number {
    return this.#wall.wallMs + Math.round(this.#nowMs - this.#wall.atMs);
  }

  /** Something reaches the control, which deals with it in `run`. */
  input<Result>(code: TapCode, data: Readonly<Record<string, unknown>>, run: () => Result): Result {
    this.#nowMs = Math.max(this.#nowMs, rounded(this.#clock.nowMs()));
    const inside = this.#calls.at(-1);
    const how = inside === undefined ? this.#along(data) : { inside };
    this.#give(code, { at: this.#nowMs, ...this.#wallSet(), ...how, ...data });
    // What it calls now is its own, whatever it came inside of.
    const calls = this.#calls;
    this.#calls = [];
    this.#running += 1;
    try {
      return run();
    } finally {
      this.#running -= 1;
      this.#calls = calls;
    }
  }

  /** The control itself is at work: what is called now it calls itself. */
  get isWithin(): boolean {
    return this.#running > 0 && this.#calls.length === 0;
  }

  /** The control is let go of: what still follows from it is nobody's. */
  close(): void {
    this.#sink = undefined;
  }

  /** What the control begins with. */
  begin(data: Readonly<Record<string, unknown>>): void {
    this.#give('c', { at: this.#nowMs, wallMs: this.wallMs, ...data });
  }

  /** What a port answers just now: no time passes. */
  answer(code: 'v' | 'a' | 'p', data: Readonly<Record<string, unknown>>): void {
    this.#give(code, { at: this.#nowMs, inside: 'answer', ...data });
  }

  /** The control gives something out. */
  output(code: 'w' | 'd', data: Readonly<Record<string, unknown>>): void {
    this.#give(code, data);
  }

  /** The control calls out; what comes back before that returns came inside the call. */
  calling<Result>(name: string, call: () => Result): Result {
    const before = this.#calls;
    this.#calls = [...before, name];
    try {
      return call();
    } finally {
      this.#calls = before;
    }
  }

  /** How far what was promised has come about since the last one: not at all with two messages of one chunk. */
  #along(data: Readonly<Record<string, unknown>>): { readonly along?: number } {
    // Nobody told it: it follows from what was asked.
    if (data.ticks !== undefined || this.#sink === undefined) return {};
    const before = this.#ticks();
    this.#ticks = countTicks();
    return before === undefined ? {} : { along: before };
  }

  #wallSet(): { readonly wall?: number } {
    const wallMs = this.#clock.wallMs();
    if (Math.abs(wallMs - this.wallMs) < WALL_SET_MS) return {};
    this.#wall = { wallMs, atMs: this.#nowMs };
    return { wall: wallMs };
  }

  /** A sink that fails is not told again: the session comes first. */
  #give(code: TapCode, data: Readonly<Record<string, unknown>>): void {
    try {
      this.#sink?.({ code, nowMs: this.#nowMs, data });
    } catch {
      this.#sink = undefined;
    }
  }
}

/** What is promised and takes more turns of the microtask queue than this waits for the world outside. */
const MOST_TICKS = 32;

/** Counts turns of the microtask queue from now on; undefined: more than are counted. */
export function countTicks(): () => number | undefined {
  let ticks = 0;
  let isOver = false;
  const tick = (): void => {
    ticks += 1;
    if (!isOver && ticks <= MOST_TICKS) queueMicrotask(tick);
  };
  queueMicrotask(tick);
  return () => {
    isOver = true;
    return ticks > MOST_TICKS ? undefined : ticks;
  };
}

function rounded(ms: number): number {
  return Math.round(ms * PER_MS) / PER_MS;
}
