// What is said behind a command word of a prompt that doesn't wait for the working agent: "computer, now
// …" and "computer, also …". Without the command word both begin a sentence like any other.
import { languagePhrases } from './default-phrases.ts';
import { withoutLead } from './interpret.ts';
import type { Phrasebook } from './phrasebook.ts';
import { spokenWords, standsAt } from './spoken-words.ts';

/** `now`: the running turn ends first; `also`: into it. */
export type MannerWord = 'now' | 'also';

export interface SaidManner {
  readonly manner: MannerWord;
  /** What is to be done. */
  readonly text: string;
  /** The words that were taken off, as they were written. */
  readonly taken: string;
}

/** What a text begins with; undefined: with nothing of that kind, or nothing follows. */
export function saidManner(text: string, book: Phrasebook): SaidManner | undefined {
  const words = spokenWords(text);
  for (const commandWord of book.commandWords.map(spokenWords)) {
    if (commandWord.length === 0 || !standsAt(words, commandWord, 0)) continue;
    for (const { manner, said } of mannerWords(book)) {
      const part = spokenWords(said);
      const last = words[commandWord.length + part.length - 1];
      if (last === undefined || last === words.at(-1)) continue;
      if (!standsAt(words, part, commandWord.length)) continue;
      const taken = text.slice(0, last.to).trim();
      return { manner, text: withoutLead(text.slice(last.to)), taken };
    }
  }
  return undefined;
}

/** The longest first: a shorter one may be the beginning of a longer one. */
function mannerWords({
  languages,
}: Phrasebook): readonly { readonly manner: MannerWord; readonly said: string }[] {
  return languages
    .flatMap((language) => {
      const { now, also } = languagePhrases(language).mannerWords;
      return [
        ...now.map((said) => ({ manner: 'now', said }) as const),
        ...also.map((said) => ({ manner: 'also', said }) as const),
      ];
    })
    .toSorted((one, other) => other.said.length - one.said.length);
}
