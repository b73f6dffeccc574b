// Has a thread give back memory once it has time: what many lines and a snapshot have left behind would
// otherwise stay until the next burst needs it. How it is given back is left to the thread.

/** Work after which there is something to give back, in bytes taken in. */
const WORTHWHILE_BYTES = 128 * 1024;

/** Pause before it is done, in ms: what follows at once, an attaching terminal say, is not kept waiting. */
const SOON_MS = 1_000;

/** Least time between two times, in ms: each takes some tens of them. */
const LEAST_PAUSE_MS = 5_000;

export class Tidying {
  readonly #tidy: () => void;
  readonly #nowMs: () => number;
  #isDue = false;
  #bytesAtLast = 0;
  #lastMs = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;

  constructor(tidy: () => void, nowMs: () => number) {
    this.#tidy = tidy;
    this.#nowMs = nowMs;
  }

  /** A snapshot was made: it alone is worth it. */
  snapshotMade(): void {
    this.#isDue = true;
  }

  /** To be called when nothing is left to do for now. @param bytes Taken in so far. */
  rests(bytes: number): void {
    if (bytes - this.#bytesAtLast >= WORTHWHILE_BYTES) this.#isDue = true;
    if (!this.#isDue || this.#timer !== undefined) return;
    const pauseMs = this.#lastMs + LEAST_PAUSE_MS - this.#nowMs();
    this.#timer = setTimeout(() => this.#run(bytes), Math.max(SOON_MS, pauseMs));
  }

  #run(bytes: number): void {
    this.#timer = undefined;
    this.#isDue = false;
    this.#bytesAtLast = bytes;
    this.#tidy();
    this.#lastMs = this.#nowMs();
  }
}
