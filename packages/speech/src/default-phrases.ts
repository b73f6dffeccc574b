// The phrases that work with nothing configured, for one language or several spoken together. Chosen to
// sound unlike one another: at least two words, or three syllables, each.
import type { SpokenLanguage } from './language.ts';
import type { Phrase, PhraseAction, Phrasebook } from './phrasebook.ts';
import { GERMAN } from './phrases/de.ts';
import { ENGLISH } from './phrases/en.ts';
import { SPANISH } from './phrases/es.ts';
import { FRENCH } from './phrases/fr.ts';
import { JAPANESE } from './phrases/ja.ts';
import type { LanguagePhrases } from './phrases/language-phrases.ts';
import { CHINESE } from './phrases/zh.ts';
import { SPOKEN_COMMANDS } from './spoken-command.ts';
import { normalizeSpoken } from './spoken-words.ts';

const LANGUAGES: Readonly<Record<SpokenLanguage, LanguagePhrases>> = {
  en: ENGLISH,
  es: SPANISH,
  fr: FRENCH,
  de: GERMAN,
  ja: JAPANESE,
  zh: CHINESE,
};

/** The built-in phrases of a language, as data. */
export function languagePhrases(language: SpokenLanguage): LanguagePhrases {
  return LANGUAGES[language];
}

/** The built-in phrasebook of the languages; what two say alike is the earlier one's. */
export function defaultPhrasebook(...languages: readonly SpokenLanguage[]): Phrasebook {
  const said = new Set<string>();
  const phrases = languages
    .flatMap((language) => phrasesOf(LANGUAGES[language]))
    .filter(({ spoken }) => {
      const isNew = !said.has(normalizeSpoken(spoken));
      said.add(normalizeSpoken(spoken));
      return isNew;
    });
  const commandWords = languages.flatMap((language) => [...LANGUAGES[language].commandWords]);
  return { languages, phrases, commandWords: [...new Set(commandWords)] };
}

function phrasesOf(language: LanguagePhrases): readonly Phrase[] {
  const { commands, texts, pronunciations = {} } = language;
  const phrase = (spoken: string, action: PhraseAction): Phrase => {
    const found = spoken.split(' ').flatMap((word) => {
      const phones = Object.hasOwn(pronunciations, word) ? pronunciations[word] : undefined;
      return phones === undefined ? [] : [[word, phones] as const];
    });
    if (found.length === 0) return { spoken, action };
    return { spoken, action, pronunciations: Object.fromEntries(found) };
  };
  return [
    ...SPOKEN_COMMANDS.flatMap((command) =>
      commands[command].map((spoken) => phrase(spoken, { kind: 'command', command })),
    ),
    ...texts.map(([spoken, text]) => phrase(spoken, { kind: 'text', text })),
  ];
}
