// Checks phrases that a person configured and says in one line each what is wrong and how to mend
// it. It reads no file: the caller has parsed the configuration's shape already.
import { type Phrase, type PhraseAction, TRANSCRIPT } from './phrasebook.ts';
import { isUnspaced, normalizeSpoken, spokenWords, wordCount } from './spoken-words.ts';

/** A spoken phrase of more words is a sentence nobody repeats word for word. */
export const MAXIMUM_PHRASE_WORDS = 10;

/** More phrases than this cost accuracy and start-up time in a closed grammar. */
export const MAXIMUM_PHRASES = 300;

/** Longest text one phrase may type, in UTF-16 units: a page, not a file. */
export const MAXIMUM_TEXT_LENGTH = 4000;

/** A lone word needs this many syllables before it stands out from what is said anyway. */
const SAFE_SYLLABLES = 3;
/** The same for what is written without spaces, in characters. */
const SAFE_CHARACTERS = 4;

export interface PhraseProblem {
  /** `error`: the phrase can't be used. `warning`: it can, but will be misheard. */
  readonly severity: 'error' | 'warning';
  /** Index in the list given. */
  readonly index: number;
  /** `what is wrong: how to mend it`, one line. */
  readonly message: string;
}

/** Everything wrong with the phrases, in their order. */
export function checkPhrases(phrases: readonly Phrase[]): readonly PhraseProblem[] {
  const problems: PhraseProblem[] = [];
  const firstSaid = new Map<string, number>();
  for (const [index, phrase] of phrases.entries()) {
    const error = spokenError(phrase.spoken) ?? actionError(phrase) ?? pronunciationError(phrase);
    const said = normalizeSpoken(phrase.spoken);
    const earlier = firstSaid.get(said);
    if (error !== undefined) {
      problems.push({ severity: 'error', index, message: error });
    } else if (earlier !== undefined) {
      const message = `phrase ${quote(said)} stands twice (entries ${earlier + 1} and ${index + 1}): remove one`;
      problems.push({ severity: 'error', index, message });
    } else if (index >= MAXIMUM_PHRASES) {
      const message = `phrase ${quote(said)} is one too many: keep at most ${MAXIMUM_PHRASES} phrases`;
      problems.push({ severity: 'error', index, message });
    } else if (isEasilyMisheard(said)) {
      const message = `phrase ${quote(said)} is so short that other speech will be taken for it: use two words, or one of ${SAFE_SYLLABLES} syllables`;
      problems.push({ severity: 'warning', index, message });
    }
    if (earlier === undefined) firstSaid.set(said, index);
  }
  return problems;
}

function spokenError(spoken: string): string | undefined {
  const words = spoken.trim().split(/\s+/u);
  if (words[0] === '') return 'a phrase has no words: write what is said, in letters';
  const wrong = words.find(
    (word) => !/^[\p{L}\p{M}]+(?:['\u2019][\p{L}\p{M}]+)*['\u2019]?$/u.test(word),
  );
  if (wrong !== undefined) {
    return `phrase ${quote(spoken)} has ${quote(wrong)} in it: use letters and apostrophes only, and write numbers and signs as they are spoken`;
  }
  const count = wordCount(spoken);
  if (count > MAXIMUM_PHRASE_WORDS) {
    return `phrase ${quote(spoken)} has ${count} words: use at most ${MAXIMUM_PHRASE_WORDS}`;
  }
  return undefined;
}

function actionError(phrase: Phrase): string | undefined {
  const action: PhraseAction = phrase.action;
  if (action.kind === 'command') return undefined;
  if (action.text.trim() === '') {
    return `phrase ${quote(phrase.spoken)} types nothing: give it a text`;
  }
  if (action.text.length > MAXIMUM_TEXT_LENGTH) {
    return `phrase ${quote(phrase.spoken)} types ${action.text.length} characters: keep it to ${MAXIMUM_TEXT_LENGTH}`;
  }
  if (/[^\P{Cc}\n\t]/u.test(action.text)) {
    return `phrase ${quote(phrase.spoken)} has control characters in its text: remove them, only new line and tab are typed`;
  }
  const unknown = placeholders(action.text).find((name) => NO_PLACEHOLDERS.has(name));
  if (unknown !== undefined) {
    return `phrase ${quote(phrase.spoken)} asks for {${unknown}}, which is not read: only ${TRANSCRIPT}, what is said after the phrase, is filled in`;
  }
  return undefined;
}

/** Names in braces that other programs fill in, and nobody here does; the rest is typed as it is written. */
const NO_PLACEHOLDERS: ReadonlySet<string> = new Set(['clipboard', 'transcripts']);

function placeholders(text: string): readonly string[] {
  return Array.from(text.matchAll(/\{([a-z]+)\}/gu), ([, name]) => name ?? '');
}

function pronunciationError(phrase: Phrase): string | undefined {
  for (const [word, ways] of Object.entries(phrase.pronunciations ?? {})) {
    const wrong = ways.find((way) => !/^[A-Za-z]{1,3}(?: [A-Za-z]{1,3})*$/u.test(way));
    if (ways.length === 0 || wrong !== undefined) {
      return `phrase ${quote(phrase.spoken)} has no usable pronunciation for ${quote(word)}: write phones separated by single spaces, such as "K OW D EH K S"`;
    }
    if (!normalizeSpoken(phrase.spoken).split(' ').includes(normalizeSpoken(word))) {
      return `phrase ${quote(phrase.spoken)} explains ${quote(word)}, which is not in it: correct the word or remove its pronunciation`;
    }
  }
  return undefined;
}

function isEasilyMisheard(said: string): boolean {
  const words = spokenWords(said);
  if (words.some(isUnspaced)) return words.length < SAFE_CHARACTERS;
  return !said.includes(' ') && syllables(said) < SAFE_SYLLABLES;
}

/** Groups of vowels, a silent final `e` not counted: near enough to tell a short word from a long. */
function syllables(word: string): number {
  const bare = word.normalize('NFD').replace(/\p{M}/gu, '');
  const groups = bare.replace(/(?<=[^aeiouyl])e$/u, '').match(/[aeiouy]+/gu) ?? [];
  return groups.length;
}

function quote(text: string): string {
  return JSON.stringify(text);
}
