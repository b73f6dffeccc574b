// Cuts long work into slices, so that a process that serves others goes on serving them meanwhile.
import { setImmediate as nextTurn } from 'node:timers/promises';

/** Work of so many ms is not felt; then everything else has its turn. */
const SLICE_MS = 8;

export class TimeSlices {
  #startedMs = performance.now();
  #ended = false;

  /** Waits for the others' turn where the slice is used up. False once the work was ended. */
  async goOn(): Promise<boolean> {
    if (performance.now() - this.#startedMs >= SLICE_MS) {
      await nextTurn();
      this.#startedMs = performance.now();
    }
    return !this.#ended;
  }

  end(): void {
    this.#ended = true;
  }
}
