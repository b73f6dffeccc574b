// When a formatter is meant, and where it ends. What it writes is `formatter-writing.ts`; gathering its
// words is the reader's.
import {
  ABOUT_BARE,
  ABOUT_CASE,
  BEFORE_CASE,
  FORMATTER_ENDS,
  type Formatter,
  type FormatterWord,
  LONGEST_BARE_NAME,
  SIGN_WORDS,
} from './formatter-words.table.ts';
import { isFunctionWord, isOn, type Reading, symbolAt } from './reading.ts';
import { wordsOf } from './spoken-words.ts';

export interface FormatterStart {
  /** The one that joins the words, and before it those that change the case of what it wrote. */
  readonly formatters: readonly Formatter[];
  /** How many words ask for it. */
  readonly count: number;
}

const CHANGES_CASE: ReadonlySet<Formatter> = new Set(['title', 'upper', 'lower']);

/** The formatter that begins at a place, where it is clearly meant and words follow it. */
export function formatterAt(reading: Reading, at: number): FormatterStart | undefined {
  const prefix = wordsOf(reading.settings.formatterPrefix);
  const start =
    prefix.length === 0 ? bareStart(reading, at) : prefixedStart(reading, { at, prefix });
  if (start === undefined) return undefined;
  const inner = innerFormatter(reading, { at: at + start.count, outer: start.formatters });
  if (inner === undefined) return start;
  return {
    formatters: [...start.formatters, inner.value.formatter],
    count: start.count + inner.count,
  };
}

function prefixedStart(
  reading: Reading,
  { at, prefix }: { at: number; prefix: readonly string[] },
): FormatterStart | undefined {
  const { words, language } = reading;
  if (!words.flows(at, prefix.length + 1)) return undefined;
  if (prefix.some((word, index) => words.norm(at + index) !== word)) return undefined;
  const found = language.formatters.find(words, at + prefix.length);
  if (found === undefined || !isOn(reading, found.value.formatter)) return undefined;
  const count = prefix.length + found.count;
  if (!hasWords(reading, at + count)) return undefined;
  return { formatters: [found.value.formatter], count };
}

function bareStart(reading: Reading, at: number): FormatterStart | undefined {
  const { words, language, settings } = reading;
  const found = language.formatters.find(words, at);
  if (found === undefined) return undefined;
  const { value: word, count } = found;
  if (!isOn(reading, word.formatter) || isSign(reading, { at, count })) return undefined;
  if (!hasWords(reading, at + count)) return undefined;
  const isMeant =
    word.strength === 'marked'
      ? isMarkMeant(reading, { at, count })
      : (word.strength === 'strong' || settings.formatters === 'eager') &&
        isBareMeant(reading, { at, count, word });
  return isMeant ? { formatters: [word.formatter], count } : undefined;
}

function isSign({ words }: Reading, { at, count }: Asked): boolean {
  return count === 1 && SIGN_WORDS.has(words.norm(at));
}

/** "All caps snake max retries": the case of what the next formatter writes. */
function innerFormatter(
  reading: Reading,
  { at, outer }: { at: number; outer: readonly Formatter[] },
) {
  if (outer.some((formatter) => !CHANGES_CASE.has(formatter))) return undefined;
  const inner = reading.language.formatters.find(reading.words, at);
  if (inner === undefined || CHANGES_CASE.has(inner.value.formatter)) return undefined;
  if (inner.value.strength === 'weak' || !hasWords(reading, at + inner.count)) return undefined;
  return isOn(reading, inner.value.formatter) ? inner : undefined;
}

/** A word that the formatter can take follows; a recogniser may have heard a pause before it. */
function hasWords(reading: Reading, at: number): boolean {
  const { words } = reading;
  if (at >= words.length || !/^[,:]?\s+$/u.test(words.gapBefore(at))) return false;
  if (FORMATTER_ENDS.find(words, at) !== undefined) return false;
  const symbol = symbolAt(reading, at);
  return symbol === undefined || symbol.value.inName === 'word';
}

interface Asked {
  readonly at: number;
  readonly count: number;
}

/** With "case" or "all": meant, unless it is spoken about. */
function isMarkMeant(reading: Reading, { at, count }: Asked): boolean {
  const { words, language } = reading;
  const following = words.norm(at + count);
  const isText = /^(?:all|no)$/u.test(words.norm(at));
  const goesOn = language.functionWords.has(following) && !POSSESSIVES.has(following);
  if (isText ? TELLS.has(following) : ABOUT_CASE.has(following) || goesOn) return false;
  if (reading.inName === 'yes' || !words.flowsInto(at)) return true;
  if (reading.last?.rule !== undefined) return true;
  const previous = words.norm(at - 1);
  return !language.determiners.has(previous) && !BEFORE_CASE.has(previous);
}

const POSSESSIVES: ReadonlySet<string> = new Set('my your our'.split(' '));

const TELLS: ReadonlySet<string> = new Set(
  'is are was were in for and or here please looks lock bound bounds case'.split(' '),
);

/** By its name alone: where a name is due, and what follows reads like one. */
function isBareMeant(
  reading: Reading,
  { at, count, word }: Asked & { readonly word: FormatterWord },
): boolean {
  const { words, language } = reading;
  if (reading.inName === 'yes') return word.strength === 'strong';
  const following = words.norm(at + count);
  if (ABOUT_BARE.has(following) || language.mentions.has(following)) return false;
  if (!isNameDue(reading, at)) return false;
  if (isFunctionWord(reading, at + count)) {
    const after = words.flowsInto(at + count + 1) ? words.norm(at + count + 1) : '';
    if (/^(?:and|or|but)$/u.test(following) || ARTICLES.has(following)) return false;
    if (after === '' || ARTICLES.has(after)) return false;
  }
  return isNameLong(reading, at + count);
}

const ARTICLES: ReadonlySet<string> = new Set('a an the this that these those'.split(' '));

const FORMATTER_RULES: ReadonlySet<string> = new Set<Formatter>([
  'snake',
  'camel',
  'pascal',
  'kebab',
  'constant',
  'dotted',
  'path',
  'title',
  'upper',
  'lower',
  'smash',
]);

/** At the start, after a sentence, a symbol, or a word that introduces a name. */
function isNameDue(reading: Reading, at: number): boolean {
  const { words, language, last } = reading;
  if (at === 0 || /[.!?:;]\s*$/u.test(words.gapBefore(at))) return true;
  if (!words.flowsInto(at)) return false;
  if (last?.kind === 'symbol' || last?.kind === 'line' || last?.kind === 'mark') return true;
  if (last?.rule !== undefined && FORMATTER_RULES.has(last.rule)) return true;
  const previous = words.norm(at - 1);
  if (language.introducing.has(previous)) return true;
  if (previous === 'to') return isRenamed(reading, at - 1);
  return (
    /^(?:it|this|that|them)$/u.test(previous) &&
    /^(?:call|name|rename|make)$/u.test(words.norm(at - 2))
  );
}

/** "Rename the thing to": the verb stands a few words before. */
function isRenamed({ words }: Reading, to: number): boolean {
  for (let index = to - 1; index >= Math.max(0, to - LONGEST_BARE_NAME); index -= 1)
    if (/^(?:rename|renamed|renaming)$/u.test(words.norm(index))) return true;
  return false;
}

function isNameLong(reading: Reading, from: number): boolean {
  const { words } = reading;
  for (let count = 1; count <= LONGEST_BARE_NAME; count += 1) {
    const next = from + count;
    if (!words.flowsInto(next) || FORMATTER_ENDS.find(words, next) !== undefined) return true;
    if (symbolAt(reading, next) !== undefined) return true;
  }
  return false;
}

/** How many words end the formatter at a place, or 0. "Over the hill" ends nothing. */
export function formatterEnd({ words, language }: Reading, at: number): number {
  const end = FORMATTER_ENDS.find(words, at);
  if (end === undefined) return 0;
  const isOpen = end.value === 'over' && words.flowsInto(at + 1);
  return isOpen && language.determiners.has(words.norm(at + 1)) ? 0 : end.count;
}
