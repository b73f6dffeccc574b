// An utterance as words and what stands between them. Every look at a word is counted, so that a test
// can hold the work to the length of the utterance.

/** A run of letters, digits, apostrophes and low lines; offsets in UTF-16 units of the utterance. */
export interface SpokenWord {
  readonly text: string;
  /** How it compares: lower case, straight apostrophes, composed. */
  readonly norm: string;
  readonly start: number;
  readonly end: number;
}

const WORD = /[\p{L}\p{M}\p{N}_'\u2019]+/gu;

/** How a word compares with the words of a table. */
export function normalWord(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replace(/\u2019/gu, "'");
}

/** The words of a table's phrase, or of a person's setting, as they compare. */
export function wordsOf(text: string): string[] {
  return [...text.matchAll(WORD)].map(([word]) => normalWord(word));
}

export class SpokenWords {
  readonly plain: string;
  readonly #words: readonly SpokenWord[];
  #reads = 0;

  constructor(plain: string) {
    this.plain = plain;
    this.#words = [...plain.matchAll(WORD)].map(({ 0: text, index }) => ({
      text,
      norm: normalWord(text),
      start: index,
      end: index + text.length,
    }));
  }

  get length(): number {
    return this.#words.length;
  }

  /** How often a word was looked at. */
  get reads(): number {
    return this.#reads;
  }

  at(index: number): SpokenWord | undefined {
    this.#reads += 1;
    return this.#words[index];
  }

  /** The word as it compares, or nothing beyond the ends. */
  norm(index: number): string {
    return this.at(index)?.norm ?? '';
  }

  /** What stands before a word; at `length`, what stands after the last one. */
  gapBefore(index: number): string {
    return this.plain.slice(this.at(index - 1)?.end ?? 0, this.at(index)?.start);
  }

  /** Whether two words in a row are parted by white space alone. */
  flowsInto(index: number): boolean {
    return index > 0 && index < this.#words.length && /^\s+$/u.test(this.gapBefore(index));
  }

  /** The words as they were said. */
  said(first: number, count: number): string {
    return this.plain.slice(this.at(first)?.start, this.at(first + count - 1)?.end);
  }

  /** Whether `count` words from `first` on are all there, parted by white space alone. */
  flows(first: number, count: number): boolean {
    if (first + count > this.length) return false;
    for (let index = first + 1; index < first + count; index += 1)
      if (!this.flowsInto(index)) return false;
    return true;
  }
}
