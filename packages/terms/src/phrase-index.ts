// Finds phrases in a list of spoken words: many phrases, each with what it stands for, by first word.
import type { SpokenWord } from './spoken-text.ts';

export interface FoundPhrase<Meaning> {
  readonly first: number;
  readonly last: number;
  /** The last word ends in `'s`, which the phrase does not have. */
  readonly possessive: 'yes' | 'no';
  readonly meaning: Meaning;
}

export class PhraseIndex<Meaning> {
  readonly #byFirst = new Map<
    string,
    { readonly words: readonly string[]; readonly meaning: Meaning }[]
  >();

  /** `phrase` in lower case, words separated by single spaces. */
  add(phrase: string, meaning: Meaning): void {
    const words = phrase.split(' ');
    const first = words[0] ?? '';
    const known = this.#byFirst.get(first);
    if (known === undefined) this.#byFirst.set(first, [{ words, meaning }]);
    else known.push({ words, meaning });
  }

  *find(words: readonly SpokenWord[]): Generator<FoundPhrase<Meaning>> {
    for (const [first, { lower }] of words.entries()) {
      for (const key of new Set([lower, withoutPossessive(lower)])) {
        for (const { words: phrase, meaning } of this.#byFirst.get(key) ?? []) {
          const last = first + phrase.length - 1;
          const possessive = matches(words.slice(first, last + 1), phrase);
          if (possessive !== undefined) yield { first, last, possessive, meaning };
        }
      }
    }
  }
}

function matches(
  words: readonly SpokenWord[],
  phrase: readonly string[],
): 'yes' | 'no' | undefined {
  if (words.length !== phrase.length) return undefined;
  const inner = words.slice(0, -1).every(({ lower }, index) => lower === phrase[index]);
  const last = words.at(-1)?.lower ?? '';
  if (!inner) return undefined;
  if (last === phrase.at(-1)) return 'no';
  return withoutPossessive(last) === phrase.at(-1) ? 'yes' : undefined;
}

function withoutPossessive(word: string): string {
  return word.endsWith("'s") ? word.slice(0, -2) : word;
}
