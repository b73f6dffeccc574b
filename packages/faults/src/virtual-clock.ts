// Time that passes only when told: what is due is called in order, and two runs of the same are the same.
// A monotonic clock for everything, and a wall clock that may be set.

/** Ends a timer; harmless when it has run or was ended. */
export type Cancel = () => void;

interface Due {
  readonly atMs: number;
  /** Of two at the same moment the one that was set first comes first. */
  readonly order: number;
  call: (() => void) | undefined;
}

/** The first moment, in ms: a machine that has been up for a while. */
const START_MS = 1_000_000;
/** The wall clock then, in ms since 1970. */
const START_WALL_MS = 1_700_000_000_000;

export class VirtualClock {
  #nowMs = START_MS;
  #wallOffsetMs = START_WALL_MS;
  #sleptMs = 0;
  #order = 0;
  #live = 0;
  /** A binary heap, the next that is due in front. */
  readonly #heap: Due[] = [];

  nowMs(): number {
    return this.#nowMs;
  }

  wallMs(): number {
    return this.#nowMs + this.#wallOffsetMs;
  }

  /** Timers that have neither run nor been ended. */
  get waiting(): number {
    return this.#live;
  }

  /** Time in which nothing ran. */
  get sleptMs(): number {
    return this.#sleptMs;
  }

  after(delayMs: number, call: () => void): Cancel {
    this.#order += 1;
    const due: Due = { atMs: this.#nowMs + Math.max(0, delayMs), order: this.#order, call };
    this.#push(due);
    this.#live += 1;
    return () => {
      if (due.call !== undefined) this.#live -= 1;
      due.call = undefined;
    };
  }

  /** Somebody sets the wall clock: so far from where it would be. */
  setWall(offMs: number): void {
    this.#wallOffsetMs = START_WALL_MS + offMs;
  }

  /** Nothing runs meanwhile: the machine sleeps, or a disk keeps whoever waits for it. */
  sleep(durationMs: number): void {
    this.#nowMs += durationMs;
    this.#sleptMs += durationMs;
  }

  /** Calls what is due next, where it is due before `endMs`. False: nothing is. */
  step(endMs: number): boolean {
    for (;;) {
      const next = this.#heap[0];
      if (next === undefined || next.atMs > endMs) {
        this.#nowMs = Math.max(this.#nowMs, endMs);
        return false;
      }
      this.#pop();
      const { call } = next;
      if (call === undefined) continue;
      next.call = undefined;
      this.#live -= 1;
      this.#nowMs = Math.max(this.#nowMs, next.atMs);
      call();
      return true;
    }
  }

  #push(due: Due): void {
    const heap = this.#heap;
    let at = heap.length;
    heap.push(due);
    while (at > 0) {
      const above = (at - 1) >> 1;
      const other = heap[above];
      if (other === undefined || !isBefore(due, other)) break;
      heap[at] = other;
      at = above;
    }
    heap[at] = due;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      const left = heap[below];
      const right = heap[below + 1];
      if (left === undefined) break;
      let least = left;
      if (right !== undefined && isBefore(right, left)) {
        least = right;
        below += 1;
      }
      if (!isBefore(least, last)) break;
      heap[at] = least;
      at = below;
    }
    heap[at] = last;
  }
}

function isBefore(one: Due, other: Due): boolean {
  return one.atMs < other.atMs || (one.atMs === other.atMs && one.order < other.order);
}
