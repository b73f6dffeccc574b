// What is spoken: what a recogniser is told of it, and whether the one at hand can hear it, which is said
// once, at the start, in one line.
import type { VoiceStart } from '@codex-voice/protocol';
import { isPhraseLanguage, PHRASE_LANGUAGES, type UtteranceContext } from '@codex-voice/speech';

export interface LanguageFault {
  /** `fatal`: none of what is spoken can be heard. */
  readonly severity: 'warning' | 'fatal';
  readonly message: string;
}

type Heard = Pick<VoiceStart, 'language' | 'languages' | 'recognizers'>;

/** What the built-in recogniser can't hear of it; undefined: nothing, or another one listens. */
export function languageFault({
  language,
  languages = [language],
  recognizers,
}: Heard): LanguageFault | undefined {
  if (recognizers?.some(({ kind }) => kind !== 'phrases')) return undefined;
  const hears = `the built-in recogniser hears ${listed(PHRASE_LANGUAGES)} only`;
  if (languages.length === 0) {
    const message = `no language is found out: ${hears}, now ${named(language)}; a neural one can tell languages apart`;
    return { severity: 'warning', message };
  }
  const unheard = languages.filter((code) => code !== language || !isPhraseLanguage(code));
  if (unheard.length === 0) return undefined;
  const neural = unheard.every(isPhraseLanguage)
    ? `the built-in recogniser hears one language at a time, now ${named(language)}`
    : hears;
  const message = `${listed(unheard)} can't be heard: ${neural}: use a neural recogniser, or set speech.language to one of its own`;
  return { severity: unheard.length === languages.length ? 'fatal' : 'warning', message };
}

/** The language, where only one is spoken; of several a recogniser finds out itself. */
export function spokenContext({
  language,
  languages = [language],
}: Pick<VoiceStart, 'language' | 'languages'>): UtteranceContext {
  const [only, ...others] = languages;
  return only === undefined || others.length > 0 ? {} : { language: only };
}

function listed(codes: readonly string[]): string {
  return new Intl.ListFormat('en').format(codes.map(named));
}

function named(code: string): string {
  return new Intl.DisplayNames(['en'], { type: 'language' }).of(code) ?? code;
}
