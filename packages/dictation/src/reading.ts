// What the rules share while an utterance is read: its words, the tables, the pieces so far, and the
// few questions that every rule asks of a place. The rules themselves are beside.

import type { KnownNames } from './known-names.ts';
import type { SymbolRow, WordLanguage } from './languages/language.ts';
import type { FoundPhrase, PhraseIndex } from './phrase-index.ts';
import type { Piece } from './rewrites.ts';
import type { DictationRule, DictationSettings } from './settings.ts';
import type { SpokenWords } from './spoken-words.ts';

export interface Reading {
  readonly words: SpokenWords;
  readonly language: WordLanguage;
  readonly settings: DictationSettings;
  readonly known: KnownNames;
  readonly replacements: PhraseIndex<string>;
  /** What the words just before became; what became nothing is passed over. */
  readonly last: Piece | undefined;
  /** Where the last word stands that closes a spoken quote; -1: nowhere. */
  readonly lastUnquote: number;
  /** Whether inside the words that a formatter writes. */
  readonly inName: 'yes' | 'no';
  /** Symbol text → whether its next use opens or closes. */
  readonly open: ReadonlySet<string>;
}

export function isOn({ settings }: Reading, rule: DictationRule): boolean {
  return !settings.off.includes(rule);
}

/** The piece before a place, where only white space parts them. */
export function pieceBefore({ words, last }: Reading, at: number): Piece | undefined {
  return words.flowsInto(at) ? last : undefined;
}

/** Whether a word holds a sentence together; the "a" of "a p i" does not. */
export function isFunctionWord({ words, language }: Reading, at: number): boolean {
  if (!language.functionWords.has(words.norm(at))) return false;
  return !(isLetter(words.norm(at)) && words.flowsInto(at + 1) && isLetter(words.norm(at + 1)));
}

function isLetter(norm: string): boolean {
  return /^\p{L}$/u.test(norm);
}

/** Whether a word is code by its looks: a letter alone, a digit, a low line, a capital inside. */
export function looksTechnical({ words, language }: Reading, at: number): boolean {
  const word = words.at(at);
  if (word === undefined) return false;
  if (language.codeWords.has(word.norm)) return true;
  if (language.functionWords.has(word.norm)) return false;
  return (
    /^\p{L}$/u.test(word.norm) ||
    /[\p{N}_]|\p{Ll}\p{Lu}/u.test(word.text) ||
    isInsideCode(words, at)
  );
}

/** Whether a sign that is no sentence mark touches the word, as in `package.json` or `-v`. */
export function isInsideCode(words: SpokenWords, at: number): boolean {
  const after = words.gapBefore(at + 1);
  if (at + 1 < words.length && /^[./\\:@#$=]+$/u.test(after)) return true;
  return /[./\\:@#$=-]$/u.test(words.gapBefore(at));
}

/** Whether a number is said at a place, in words or digits. */
export function isNumber({ words, language }: Reading, at: number): boolean {
  const norm = words.norm(at);
  if (/^\p{Nd}+$/u.test(norm)) return true;
  return (
    language.numbers.cardinals.find(words, at) !== undefined || language.numbers.digits.has(norm)
  );
}

/** The symbol that is said at a place, whether or not it is meant. */
export function symbolAt(
  { words, language }: Reading,
  at: number,
): FoundPhrase<SymbolRow> | undefined {
  return language.symbols.find(words, at);
}

/** Whether code goes on at a place that follows directly. */
export function isTechnicalAhead(reading: Reading, at: number): boolean {
  if (!reading.words.flowsInto(at)) return false;
  if (looksTechnical(reading, at) || isNumber(reading, at)) return true;
  if (reading.language.formatters.find(reading.words, at)?.value.strength === 'strong') return true;
  const symbol = symbolAt(reading, at);
  return symbol !== undefined && symbol.value.place !== 'mark' && symbol.value.guard === 'free';
}
