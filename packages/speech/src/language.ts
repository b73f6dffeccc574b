// The languages whose commands and texts are built in, and those that the built-in recogniser has a
// model for.

/** ISO 639-1 codes of the languages that commands and built-in texts exist in. */
export const SPOKEN_LANGUAGES = ['en', 'es', 'fr', 'de', 'ja', 'zh'] as const;
export type SpokenLanguage = (typeof SPOKEN_LANGUAGES)[number];

/** Those that the phrase recogniser can hear; the others need a neural one. */
export const PHRASE_LANGUAGES = ['en', 'fr'] as const satisfies readonly SpokenLanguage[];
export type PhraseLanguage = (typeof PHRASE_LANGUAGES)[number];

export function isSpokenLanguage(code: string): code is SpokenLanguage {
  return SPOKEN_LANGUAGES.some((known) => known === code);
}

export function isPhraseLanguage(code: string): code is PhraseLanguage {
  return PHRASE_LANGUAGES.some((known) => known === code);
}
