// Splits a stream of partial transcripts of one utterance into a settled prefix, which never changes
// once shown, and a tentative rest. It does not judge which words are right: time does.

/** A word that has stood in this many partials in a row, with a word after it, is settled. */
const PARTIALS_TO_SETTLE = 3;

export interface StablePartial {
  /** Words that will not change before the final text; only ever grows. */
  readonly settled: string;
  /** Words that may still change. */
  readonly tentative: string;
}

/** For one utterance. */
export class PartialStabilizer {
  #settled: readonly string[] = [];
  #latest: readonly string[] = [];
  /** For each word of `#latest`: in how many partials in a row it has stood there. */
  #ages: readonly number[] = [];

  accept(partial: string): StablePartial {
    const words = partial.split(/\s+/u).filter((word) => word !== '');
    const ages = words.map((word, index) =>
      word === this.#latest[index] ? (this.#ages[index] ?? 0) + 1 : 1,
    );
    this.#latest = words;
    this.#ages = ages;
    let count = this.#settled.length;
    while (count < words.length - 1 && (ages[count] ?? 0) >= PARTIALS_TO_SETTLE) count += 1;
    if (count > this.#settled.length) {
      this.#settled = [...this.#settled, ...words.slice(this.#settled.length, count)];
    }
    return {
      settled: this.#settled.join(' '),
      tentative: words.slice(this.#settled.length).join(' '),
    };
  }
}
