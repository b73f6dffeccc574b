// Phrases of a table, found by the words an utterance has at a place: the longest one wins. When a
// phrase counts, its rule decides.
import { type SpokenWords, wordsOf } from './spoken-words.ts';

export interface FoundPhrase<T> {
  readonly value: T;
  /** How many words it takes. */
  readonly count: number;
}

export class PhraseIndex<T> {
  /** What is still to be indexed: a language's tables cost nothing until it is spoken. */
  #given: Iterable<readonly [spoken: string, value: T]>;
  readonly #phrases = new Map<string, T>();
  /** First word → the most words that a phrase with it has: what bounds the look ahead. */
  readonly #longest = new Map<string, number>();

  /** Of two phrases that are said alike, the first one counts. */
  constructor(phrases: Iterable<readonly [spoken: string, value: T]>) {
    this.#given = phrases;
  }

  /** The longest phrase at a place; its words are parted by white space, or by what `gap` allows. */
  find(words: SpokenWords, at: number, gap = /^\s+$/u): FoundPhrase<T> | undefined {
    this.#index();
    const most = this.#longest.get(words.norm(at)) ?? 0;
    let found: FoundPhrase<T> | undefined;
    let key = '';
    for (let count = 1; count <= most && at + count <= words.length; count += 1) {
      const index = at + count - 1;
      if (count > 1 && !gap.test(words.gapBefore(index))) break;
      key = count === 1 ? words.norm(index) : `${key} ${words.norm(index)}`;
      const value = this.#phrases.get(key);
      if (value !== undefined) found = { value, count };
    }
    return found;
  }

  #index(): void {
    const given = this.#given;
    this.#given = [];
    for (const [spoken, value] of given) {
      const words = wordsOf(spoken);
      const key = words.join(' ');
      const [first] = words;
      if (first === undefined || this.#phrases.has(key)) continue;
      this.#phrases.set(key, value);
      this.#longest.set(first, Math.max(words.length, this.#longest.get(first) ?? 0));
    }
  }
}
