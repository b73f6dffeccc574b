// When a sample was captured, from when frames arrived. A busy process gets frames late and in bursts;
// the ones that came soonest tell how the source's time lies on ours, so that latency is not flattered.

/** Arrivals looked back over, in frames (about 8 s): long enough for an unhurried one, short enough for drift. */
const WINDOW_FRAMES = 256;

export class CaptureClock {
  readonly #offsetsMs: number[] = [];
  #next = 0;

  /** A frame whose last sample lies at `positionMs` of the source arrived at `arrivedMs`. */
  arrived(positionMs: number, arrivedMs: number): void {
    this.#offsetsMs[this.#next % WINDOW_FRAMES] = arrivedMs - positionMs;
    this.#next += 1;
  }

  /** When the sample at `positionMs` of the source was captured, at the latest; NaN before any arrived. */
  capturedMs(positionMs: number): number {
    if (this.#offsetsMs.length === 0) return Number.NaN;
    return positionMs + Math.min(...this.#offsetsMs);
  }

  /** The source stopped or changed: what was learnt no longer holds. */
  restart(): void {
    this.#offsetsMs.length = 0;
    this.#next = 0;
  }
}
