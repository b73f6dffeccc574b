// Which language we speak to the person in: the config file's, or the environment's where it is one of
// ours, or English.
import { HUD_LANGUAGES, type HudLanguage } from '@codex-voice/overlay';
import { GERMAN } from './de.ts';
import { ENGLISH } from './en.ts';
import { SPANISH } from './es.ts';
import { FRENCH } from './fr.ts';
import { JAPANESE } from './ja.ts';
import type { SessionWords } from './session-words.ts';
import { CHINESE } from './zh.ts';

const WORDS: Readonly<Record<HudLanguage, SessionWords>> = {
  en: ENGLISH,
  es: SPANISH,
  fr: FRENCH,
  de: GERMAN,
  ja: JAPANESE,
  zh: CHINESE,
};

export function sessionWords(language: HudLanguage): SessionWords {
  return WORDS[language];
}

type Environment = Readonly<Record<string, string | undefined>>;

/** `asked`: the config file's; `auto` follows LC_ALL, LC_MESSAGES and LANG, the first that says something. */
export function uiLanguage(asked: HudLanguage | 'auto', environment: Environment): HudLanguage {
  if (asked !== 'auto') return asked;
  const { LC_ALL, LC_MESSAGES, LANG } = environment;
  const locale =
    [LC_ALL, LC_MESSAGES, LANG].find((each) => each !== undefined && each !== '') ?? '';
  const [code] = locale.toLowerCase().split(/[_.@-]/u, 1);
  return HUD_LANGUAGES.find((language) => language === code) ?? 'en';
}
