// How late this machine lets a sleeping process wake: what a measured time owes to other work on the
// machine, or to a container's limit on processor time, and not to what is measured.
import { monotonicMs } from './spoken-session.ts';

/** Between two wakings, in ms. */
const STEP_MS = 5;

export class Lateness {
  readonly #stalls: { readonly fromMs: number; readonly toMs: number }[] = [];
  readonly #timer: NodeJS.Timeout;

  /** Notes every waking that is later than `toleratedMs`. */
  constructor(toleratedMs: number) {
    let lastMs = monotonicMs();
    this.#timer = setInterval(() => {
      const nowMs = monotonicMs();
      if (nowMs - lastMs > STEP_MS + toleratedMs)
        this.#stalls.push({ fromMs: lastMs, toMs: nowMs });
      lastMs = nowMs;
    }, STEP_MS);
  }

  /** Whether this process was woken late at any time between the two moments. */
  disturbed(fromMs: number, toMs: number): boolean {
    return this.#stalls.some((stall) => stall.fromMs < toMs && stall.toMs > fromMs);
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
