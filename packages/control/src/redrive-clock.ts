// The time of a recording: it stands at the input that is being told, and a timer runs when the recording says
// that it ran. One that the recording knows nothing of runs by itself, as late as a busy machine may be.
import type { Clock } from './clock.ts';
import type { InputOf } from './redrive-queue.ts';

/** How late a timer may be on a machine with much to do, in ms: until then another input may end it first. */
export const TIMER_LATE_MS = 1_000;
/** Decimals of a ms that tell two times apart. */
const PER_MS = 1_000;

interface Timer {
  readonly n: number;
  readonly dueMs: number;
  readonly call: () => void;
}

export class RedriveClock implements Clock {
  #nowMs: number;
  #wall: { readonly wallMs: number; readonly atMs: number };
  readonly #onLook: () => void;
  #count = 0;
  readonly #timers = new Map<number, Timer>();
  /** Due time → how many of the recording's are still to run then. */
  readonly #recorded = new Map<number, number>();

  constructor(
    begin: { readonly at: number; readonly wallMs: number },
    { timers, onLook }: { readonly timers: readonly InputOf<'t'>[]; readonly onLook: () => void },
  ) {
    this.#onLook = onLook;
    this.#nowMs = begin.at;
    this.#wall = { wallMs: begin.wallMs, atMs: begin.at };
    for (const { dueMs } of timers)
      this.#recorded.set(key(dueMs), (this.#recorded.get(key(dueMs)) ?? 0) + 1);
  }

  /** `onLook`: the time is looked at while nothing is told, as by an answer that nobody waited for. */
  nowMs(): number {
    this.#onLook();
    return this.#nowMs;
  }

  wallMs(): number {
    return this.#wall.wallMs + Math.round(this.#nowMs - this.#wall.atMs);
  }

  after(delayMs: number, call: () => void): () => void {
    this.#count += 1;
    const n = this.#count;
    this.#timers.set(n, { n, dueMs: this.#nowMs + delayMs, call });
    return () => void this.#timers.delete(n);
  }

  /** It is so late now; `wallMs`: the wall clock was set. */
  be(atMs: number, wallMs: number | undefined): void {
    this.#nowMs = Math.max(this.#nowMs, atMs);
    if (wallMs !== undefined) this.#wall = { wallMs, atMs: this.#nowMs };
  }

  /** The recording's timer runs; `unknown`: there is none like it. */
  run({ n, dueMs }: InputOf<'t'>): 'ran' | 'unknown' {
    const left = (this.#recorded.get(key(dueMs)) ?? 1) - 1;
    if (left > 0) this.#recorded.set(key(dueMs), left);
    else this.#recorded.delete(key(dueMs));
    const same = this.#timers.get(n);
    const isSame = same !== undefined && key(same.dueMs) === key(dueMs);
    const timer = isSame
      ? same
      : [...this.#timers.values()].find((one) => key(one.dueMs) === key(dueMs));
    if (timer === undefined) return 'unknown';
    this.#timers.delete(timer.n);
    timer.call();
    return 'ran';
  }

  /** Runs the first timer that the recording does not know and that is overdue at `atMs`. */
  runOverdue(atMs: number): 'ran' | 'none' {
    let first: Timer | undefined;
    for (const timer of this.#timers.values()) {
      const isOwn = !this.#recorded.has(key(timer.dueMs));
      if (isOwn && timer.dueMs + TIMER_LATE_MS < atMs && timer.dueMs < (first?.dueMs ?? Infinity))
        first = timer;
    }
    if (first === undefined) return 'none';
    this.#timers.delete(first.n);
    this.#nowMs = Math.max(this.#nowMs, first.dueMs);
    first.call();
    return 'ran';
  }
}

function key(ms: number): number {
  return Math.round(ms * PER_MS);
}
