// The moments since which a delivery has to let things rest: our last text, our last Enter, the composer.
import type { Observation } from './delivery-types.ts';

/** Times in ms on the clock of the observations. */
export class Rests {
  #lastTextMs = Number.NEGATIVE_INFINITY;
  #lastEnterMs = Number.NEGATIVE_INFINITY;
  /** Since when the screen has shown a resting composer. */
  #calmSinceMs: number | undefined;

  observed({ screen, nowMs }: Observation): void {
    if (screen.kind === 'composer') this.#calmSinceMs ??= nowMs;
    else this.#calmSinceMs = undefined;
  }

  wroteText(nowMs: number): void {
    this.#lastTextMs = nowMs;
  }

  wroteEnter(nowMs: number): void {
    this.#lastEnterMs = nowMs;
  }

  /** How long each has rested, in ms. */
  at(nowMs: number): {
    readonly textMs: number;
    readonly enterMs: number;
    readonly calmMs: number;
  } {
    return {
      textMs: nowMs - this.#lastTextMs,
      enterMs: nowMs - this.#lastEnterMs,
      calmMs: nowMs - (this.#calmSinceMs ?? nowMs),
    };
  }
}
