// Decides when a screen that was fed is looked at: once output rests, or often enough while it flows.
import { LOOK_AT_LEAST_EVERY_MS, QUIET_MS } from './shadow.ts';

/** Longest wait for the end of a synchronised update, in ms: terminals give up on one after about as long. */
const UPDATE_PATIENCE_MS = 150;

/** Calls `look` in time. `look` answers whether the screen is in the middle of an update. */
export class LookSchedule {
  readonly #look: () => 'settled' | 'mid-update';
  readonly #nowMs: () => number;
  #quiet: NodeJS.Timeout | undefined;
  #sinceMs: number | undefined;

  constructor(look: () => 'settled' | 'mid-update', nowMs: () => number) {
    this.#look = look;
    this.#nowMs = nowMs;
  }

  /** The screen has changed. */
  changed(): void {
    const nowMs = this.#nowMs();
    this.#sinceMs ??= nowMs;
    if (this.#quiet !== undefined) clearTimeout(this.#quiet);
    const dueMs = this.#sinceMs + LOOK_AT_LEAST_EVERY_MS;
    this.#quiet = setTimeout(() => this.#run(), Math.max(0, Math.min(QUIET_MS, dueMs - nowMs)));
  }

  dispose(): void {
    if (this.#quiet !== undefined) clearTimeout(this.#quiet);
    this.#quiet = undefined;
  }

  #run(): void {
    this.#quiet = undefined;
    if (this.#look() === 'settled') {
      this.#sinceMs = undefined;
      return;
    }
    const waitedMs = this.#nowMs() - (this.#sinceMs ?? this.#nowMs());
    if (waitedMs < UPDATE_PATIENCE_MS) this.#quiet = setTimeout(() => this.#run(), QUIET_MS);
    else this.#sinceMs = undefined;
  }
}
