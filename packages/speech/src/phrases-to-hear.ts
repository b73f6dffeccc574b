// Which phrases of a phrasebook the phrase recogniser is given: it listens in one language, for whole phrases.
import { defaultPhrasebook } from './default-phrases.ts';
import type { PhraseLanguage } from './language.ts';
import { type Phrasebook, takesTranscript } from './phrasebook.ts';

/** Not what other languages say or what is kept from it, and no trigger, which needs free words after it. */
export function phrasesToHear(book: Phrasebook, language: PhraseLanguage): Phrasebook['phrases'] {
  const others = book.languages.filter((each) => each !== language);
  const foreign = new Set(
    others.flatMap((each) => defaultPhrasebook(each).phrases).map(({ spoken }) => spoken),
  );
  return book.phrases.filter(
    (phrase) =>
      phrase.unheard === undefined && !foreign.has(phrase.spoken) && !takesTranscript(phrase),
  );
}
