// The built-in actions of every language, as data.
import type { ActionLanguage, LanguageActions } from './action.ts';
import { GERMAN } from './languages/de.ts';
import { ENGLISH } from './languages/en.ts';
import { SPANISH } from './languages/es.ts';
import { FRENCH } from './languages/fr.ts';
import { JAPANESE } from './languages/ja.ts';
import { CHINESE } from './languages/zh.ts';

const LANGUAGES: Readonly<Record<ActionLanguage, LanguageActions>> = {
  en: ENGLISH,
  es: SPANISH,
  fr: FRENCH,
  de: GERMAN,
  ja: JAPANESE,
  zh: CHINESE,
};

export function languageActions(language: ActionLanguage): LanguageActions {
  return LANGUAGES[language];
}
