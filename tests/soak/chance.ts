// Everything that a soak leaves to chance, from one number: the same seed draws the same faults in the same
// order. When they hit real processes is the machine's doing.
import { seededRandom } from '../program/sessions/seeded-random.ts';

/** How likely a thing is beside the others: twice the weight, twice as often. */
export interface Weighted<Kind> {
  readonly weight: number;
  readonly value: Kind;
}

export class Chance {
  readonly #random: () => number;

  constructor(seed: number) {
    this.#random = seededRandom(seed);
  }

  /** A whole number from 0, less than `limit`. */
  below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }

  between(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }

  isHit(share: number): boolean {
    return this.#random() < share;
  }

  one<Value>(values: readonly Value[]): Value | undefined {
    return values[this.below(values.length)];
  }

  weighted<Kind>(among: readonly Weighted<Kind>[]): Kind {
    let draw = this.#random() * among.reduce((sum, { weight }) => sum + weight, 0);
    for (const { weight, value } of among) {
      draw -= weight;
      if (draw < 0) return value;
    }
    const last = among.at(-1);
    if (last === undefined) throw new RangeError('nothing to draw from');
    return last.value;
  }

  /** A seed for something of its own. */
  seed(): number {
    return this.below(2 ** 31);
  }
}
