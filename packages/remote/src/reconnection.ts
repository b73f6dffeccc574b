// When a link that broke is tried again, and when no more. Knows no clock and no link: it is told what
// happened and when, and answers what is next.

/** Before the first try, in ms: what broke by a hiccup is back at once. Doubled for each further one. */
export const FIRST_PAUSE_MS = 250;
/** Between two tries in the end, in ms. */
export const LONGEST_PAUSE_MS = 8_000;
/** A link that was not back by then, in ms, is given up: its person is told how to come back. */
export const PATIENCE_MS = 120_000;
/** A link that broke sooner than this, in ms, has brought nothing back: what ended it ends the next one, too. */
export const STEADY_MS = 5_000;

export type NextTry =
  | { readonly kind: 'try'; readonly afterMs: number; readonly number: number }
  | { readonly kind: 'give-up' };

export class Reconnection {
  #lostAtMs: number | undefined;
  #backAtMs: number | undefined;
  #tries = 0;

  /** The link is up. */
  back(nowMs: number): void {
    this.#backAtMs = nowMs;
  }

  /** It broke, or a try has failed. */
  failed(nowMs: number): NextTry {
    if (this.#backAtMs !== undefined && nowMs - this.#backAtMs >= STEADY_MS) {
      this.#lostAtMs = undefined;
      this.#tries = 0;
    }
    this.#backAtMs = undefined;
    this.#lostAtMs ??= nowMs;
    const afterMs = Math.min(FIRST_PAUSE_MS * 2 ** this.#tries, LONGEST_PAUSE_MS);
    if (nowMs + afterMs - this.#lostAtMs > PATIENCE_MS) return { kind: 'give-up' };
    this.#tries += 1;
    return { kind: 'try', afterMs, number: this.#tries };
  }
}
