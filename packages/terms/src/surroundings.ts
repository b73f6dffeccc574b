// What stands around a stretch of words, asked in the ways that repairs are guarded by: a word within
// reach, a phrase directly before or after. Decides nothing.
import { isEnglish } from './english-words.ts';
import type { SpokenWord } from './spoken-text.ts';
import { TECHNICAL_WORDS } from './technical-words.table.ts';

/** So many words to either side are talked of in the same breath. */
const REACH_WORDS = 8;

/** Shorter ones are letters, and what is said in every sentence ("I"). */
const SHORTEST_NAME = 3;

/** A stretch of words by the places of its first and last one. */
export interface Stretch {
  readonly first: number;
  readonly last: number;
}

export function wordSet(list: string): ReadonlySet<string> {
  return new Set(list.trim().split(/\s+/));
}

const TECHNICAL = wordSet(TECHNICAL_WORDS);

export class Surroundings {
  readonly #words: readonly SpokenWord[];
  readonly #isName: (word: string) => boolean;

  /** `isName` tells names of the project, which make a text technical too. */
  constructor(words: readonly SpokenWord[], isName: (word: string) => boolean) {
    this.#words = words;
    this.#isName = isName;
  }

  /** Whether one of `wanted` stands within reach of the stretch, not in it. */
  near({ first, last }: Stretch, wanted: ReadonlySet<string>): boolean {
    return this.#around(first, last).some(({ lower }) => wanted.has(lower));
  }

  /** Whether a technical word, code, or a name of the project that is no English word stands near. */
  technical({ first, last }: Stretch): boolean {
    return this.#around(first, last).some(
      ({ lower, isCode }) =>
        isCode ||
        TECHNICAL.has(lower) ||
        (lower.length >= SHORTEST_NAME && !isEnglish(lower) && this.#isName(lower)),
    );
  }

  /** Whether one of the phrases follows directly; `$` is the end of the text. */
  next({ last }: Stretch, phrases: readonly (readonly string[])[]): boolean {
    return phrases.some((phrase) =>
      phrase[0] === '$' ? last === this.#words.length - 1 : this.#follow(last + 1, phrase),
    );
  }

  /** Whether one of the phrases stands directly before; `^` is the start of a sentence. */
  previous({ first }: Stretch, phrases: readonly (readonly string[])[]): boolean {
    const word = this.#words[first];
    return phrases.some((phrase) =>
      phrase[0] === '^'
        ? word?.opens === true
        : word?.follows === true && this.#follow(first - phrase.length, phrase, 'unbroken inside'),
    );
  }

  at(index: number): SpokenWord | undefined {
    return this.#words[index];
  }

  /** Whether the phrase stands at a place, with no punctuation inside it or before it. */
  #follow(
    at: number,
    phrase: readonly string[],
    unbroken: 'unbroken' | 'unbroken inside' = 'unbroken',
  ): boolean {
    return phrase.every((said, index) => {
      const word = this.#words[at + index];
      const mayBreak = index === 0 && unbroken === 'unbroken inside';
      return word?.lower === said && (mayBreak || word.follows);
    });
  }

  #around(first: number, last: number): readonly SpokenWord[] {
    return [
      ...this.#words.slice(Math.max(0, first - REACH_WORDS), first),
      ...this.#words.slice(last + 1, last + 1 + REACH_WORDS),
    ];
  }
}
