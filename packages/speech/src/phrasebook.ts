// What may be said and what each phrase does: the phrasebook's types, merging the person's own
// phrases into it, and reading a recognised text against it. The defaults and the checks are beside.
import type { SpokenPhrase } from './ports.ts';

/**
 * What a spoken command asks for. Nothing in here can approve, interrupt or run anything by itself:
 * a phrase that was misheard must stay harmless.
 */
export type SpokenCommand =
  /** Hand what stands in the composer to the agent. */
  | 'send'
  /** Take the last spoken piece back out of the composer. */
  | 'scratch'
  /** Close the microphone. */
  | 'stop'
  /** Give up the speech in progress and any send that is counting down. */
  | 'cancel'
  /** Begin a new line in the composer. */
  | 'new-line';

export type PhraseAction =
  | { readonly kind: 'command'; readonly command: SpokenCommand }
  | { readonly kind: 'text'; readonly text: string; readonly afterwards?: 'send' };

/** One phrase: what is said, what it does, and how words the dictionary lacks are pronounced. */
export interface Phrase extends SpokenPhrase {
  readonly action: PhraseAction;
}

export type PhraseLanguage = 'en' | 'fr';

export interface Phrasebook {
  readonly language: PhraseLanguage;
  readonly phrases: readonly Phrase[];
}

/** Lower case, single spaces, straight apostrophes, no other punctuation: how phrases compare. */
export function normalizeSpoken(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[\u2019\u02bc]/gu, "'")
    .replace(/[^\p{L}\p{M}\p{N}']+/gu, ' ')
    .trim();
}

/** The person's phrases before the defaults; one that is said alike replaces the default. */
export function mergePhrases(defaults: Phrasebook, own: readonly Phrase[]): Phrasebook {
  const said = new Set(own.map((phrase) => normalizeSpoken(phrase.spoken)));
  const kept = defaults.phrases.filter((phrase) => !said.has(normalizeSpoken(phrase.spoken)));
  return { language: defaults.language, phrases: [...own, ...kept] };
}

/**
 * What a recognised text asks for: the action of the phrase it is, or else the text itself, with a
 * phrase for `send` at its end stripped and obeyed.
 */
export function interpret(text: string, phrasebook: Phrasebook): PhraseAction {
  const said = normalizeSpoken(text);
  for (const phrase of phrasebook.phrases) {
    if (normalizeSpoken(phrase.spoken) === said) return phrase.action;
  }
  for (const phrase of phrasebook.phrases) {
    if (!isSendPhrase(phrase)) continue;
    const before = stripEnding(text, normalizeSpoken(phrase.spoken));
    if (before !== undefined) return { kind: 'text', text: before, afterwards: 'send' };
  }
  return { kind: 'text', text: text.trim() };
}

/** A single word could be the end of any sentence: only a phrase of several may be stripped. */
function isSendPhrase(phrase: Phrase): boolean {
  return (
    phrase.action.kind === 'command' &&
    phrase.action.command === 'send' &&
    normalizeSpoken(phrase.spoken).includes(' ')
  );
}

/** The text before the ending, or undefined if it does not end so or nothing would be left. */
function stripEnding(text: string, ending: string): string | undefined {
  const words = text.trim().split(/\s+/u);
  const endingWords = ending.split(' ').length;
  const tail = normalizeSpoken(words.slice(-endingWords).join(' '));
  if (tail !== ending) return undefined;
  const before = words
    .slice(0, -endingWords)
    .join(' ')
    .replace(/[,;:\s]+$/u, '');
  return normalizeSpoken(before) === '' ? undefined : before;
}
