// The shortest word there is for a working agent: "stop", said alone. Whether the agent works is the
// caller's to know; to one that rests the word is a text like any other.
import { languagePhrases } from './default-phrases.ts';
import type { SpokenLanguage } from './language.ts';
import { normalizeSpoken } from './spoken-words.ts';

/** Whether a text is nothing but a word to stop, in one of the languages that are spoken. */
export function isStopWord(text: string, languages: readonly SpokenLanguage[]): boolean {
  const said = normalizeSpoken(text);
  return languages.some((language) => languagePhrases(language).stopWords.includes(said));
}
