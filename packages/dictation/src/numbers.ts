// Spoken numbers: which run of number words becomes digits, and which stays prose. How the words are
// read as numbers is `number-groups.ts`.
import { type NumberGroup, numberGroup, numberGroups } from './number-groups.ts';
import { isOn, isTechnicalAhead, pieceBefore, type Reading, symbolAt } from './reading.ts';
import type { Piece } from './rewrites.ts';

/** Smaller numbers stay words in prose. */
const DIGITS_FROM = 10;

/** Two numbers said as a year begin with one of these: eighteen twelve, twenty twenty-six. */
const CENTURIES = { first: 17, last: 20 };

/**
 * The pieces for the number words at a place: one that became digits, or words that stay. Nothing
 * where no number is said.
 */
export function numberPieces(reading: Reading, at: number): readonly Piece[] | undefined {
  const version = versionPiece(reading, at);
  if (version !== undefined) return [version];
  const ordinal = ordinalPiece(reading, at);
  if (ordinal !== undefined) return [ordinal];
  const place = { words: reading.words, table: reading.language.numbers };
  const groups = numberGroups(place, at);
  const count = groups.reduce((sum, group) => sum + group.count, 0);
  const [first] = groups;
  if (first === undefined) return undefined;
  if (reading.settings.numbers !== 'never' && isOn(reading, 'number')) {
    const decimal = groups.length === 1 ? decimalPiece(reading, { at, whole: first }) : undefined;
    if (decimal !== undefined) return [decimal];
    const text = digitsOf(reading, { at, groups, count });
    if (text !== undefined) return [number({ at, count, text })];
  }
  return Array.from({ length: count }, (_, index) => stays(reading, at + index));
}

function number({ at, count, text }: { at: number; count: number; text: string }): Piece {
  return {
    first: at,
    count,
    text,
    rule: 'number',
    left: 'keep',
    right: 'keep',
    kind: 'number',
    technical: true,
  };
}

/** A number word that stays: whether code stands beside it, its neighbours tell. */
function stays({ words, language }: Reading, at: number): Piece {
  const technical = /^\p{Nd}/u.test(words.norm(at)) || language.codeWords.has(words.norm(at));
  const kind = technical ? 'number' : 'word';
  return {
    first: at,
    count: 1,
    text: words.said(at, 1),
    left: 'keep',
    right: 'keep',
    kind,
    technical,
  };
}

interface Run {
  readonly at: number;
  readonly groups: readonly NumberGroup[];
  readonly count: number;
}

/** What a run is written as, or nothing where it stays words. */
function digitsOf(reading: Reading, run: Run): string | undefined {
  const { groups } = run;
  const [first, second] = groups;
  if (first === undefined) return undefined;
  // Digits that stand there already need nothing, and "oh" alone is no number.
  if (groups.every(({ asWritten }) => asWritten === 'yes')) return undefined;
  if (reading.words.norm(run.at) === 'oh') return undefined;
  const technical = isTechnical(reading, run);
  if (second === undefined) {
    const shows = technical || first.value >= DIGITS_FROM || reading.settings.numbers === 'always';
    return shows ? String(first.value) : undefined;
  }
  if (groups.length === 2 && isYear(reading, run)) return first.digits + second.digits;
  if (groups.length === 3 && isYear(reading, run))
    return groups.map(({ digits }) => digits).join('');
  const byDigit = groups.every(({ digits }) => digits.length === 1);
  const saysOh = byDigit && groups.some((_, index) => reading.words.norm(run.at + index) === 'oh');
  if (technical || (saysOh && groups.length > 2))
    return groups.map(({ digits }) => digits).join('');
  if (reading.settings.numbers !== 'always') return undefined;
  return groups.map(({ digits }) => digits).join(byDigit ? '' : ' ');
}

function isYear({ words, language }: Reading, { at, groups, count }: Run): boolean {
  const [first, second, third] = groups;
  if (first === undefined || second === undefined) return false;
  const hasCentury = first.value >= CENTURIES.first && first.value <= CENTURIES.last;
  if (!hasCentury || first.count !== 1 || language.numbers.units.has(words.norm(at + count)))
    return false;
  if (third === undefined) return second.value >= 10 && second.value <= 99;
  return words.norm(at + 1) === 'oh' && third.value < 10;
}

/** Whether code stands beside the run, or a word that goes with digits. */
function isTechnical(reading: Reading, { at, count }: Run): boolean {
  const { words, language } = reading;
  const { digitsAfter, digitsBefore } = language.numbers;
  if (reading.inName === 'yes') return true;
  const before = pieceBefore(reading, at);
  if (before !== undefined && digitsAfter.has(words.norm(at - 1))) return true;
  const previous = `${words.norm(at - 2)} ${words.norm(at - 1)}`;
  if (before !== undefined && /^(?:exit|status|error) code$/u.test(previous)) return true;
  if (before?.kind === 'symbol') return true;
  const next = at + count;
  if (!words.flowsInto(next)) return false;
  if (digitsBefore.has(words.norm(next)) || isRange(reading, next)) return true;
  const symbol = symbolAt(reading, next);
  if (symbol === undefined || symbol.value.place === 'line') return false;
  if (symbol.value.place === 'closing') return before?.kind === 'mark';
  return symbol.value.place !== 'mark' && isTechnicalAhead(reading, next + symbol.count);
}

/** "Between one and ten": of two numbers both are digits. */
function isRange({ words, language }: Reading, at: number): boolean {
  if (!/^(?:and|or|to)$/u.test(words.norm(at)) || !words.flowsInto(at + 1)) return false;
  const other = numberGroup({ words, table: language.numbers }, at + 1);
  return other !== undefined && other.value >= DIGITS_FROM;
}

/** "Three point one four", "two point one point three". */
function decimalPiece(
  reading: Reading,
  { at, whole }: { at: number; whole: NumberGroup },
): Piece | undefined {
  const { words, language } = reading;
  let text = whole.digits;
  let count = whole.count;
  for (;;) {
    const sign = words.flowsInto(at + count)
      ? language.numbers.decimal.get(words.norm(at + count))
      : undefined;
    if (sign === undefined || !words.flowsInto(at + count + 1)) break;
    const decimals = decimalDigits(reading, at + count + 1);
    if (decimals === undefined) break;
    text += sign + decimals.text;
    count += 1 + decimals.count;
  }
  return count === whole.count ? undefined : number({ at, count, text });
}

/** Digits one by one, or one number of two digits: "one four", "fourteen". */
function decimalDigits({ words, language }: Reading, at: number) {
  const place = { words, table: language.numbers };
  let text = '';
  let count = 0;
  for (;;) {
    const group =
      count === 0 || words.flowsInto(at + count) ? numberGroup(place, at + count) : undefined;
    if (group === undefined) break;
    const isDigit = group.digits.length === 1;
    if (!isDigit && text !== '') break;
    text += group.digits;
    count += group.count;
    if (!isDigit) break;
  }
  return count === 0 ? undefined : { text, count };
}

/** "V two", "v one dot two dot three": the letter stays with its number. */
function versionPiece(reading: Reading, at: number): Piece | undefined {
  const { words, language, settings } = reading;
  if (words.norm(at) !== 'v' || settings.numbers === 'never' || !isOn(reading, 'number'))
    return undefined;
  if (!words.flowsInto(at + 1)) return undefined;
  const place = { words, table: language.numbers };
  const group = numberGroup(place, at + 1);
  if (group === undefined || words.norm(at + 1) === 'oh') return undefined;
  const decimal = decimalPiece(reading, { at: at + 1, whole: group });
  const letter = words.said(at, 1);
  const text = letter + (decimal?.text ?? group.digits);
  return number({ at, count: 1 + (decimal?.count ?? group.count), text });
}

/** "Twenty third" is 23rd; the ones below the tenth stay words unless all numbers are digits. */
function ordinalPiece(reading: Reading, at: number): Piece | undefined {
  const { words, language, settings } = reading;
  if (settings.numbers === 'never' || !isOn(reading, 'ordinal') || reading.inName === 'yes')
    return undefined;
  const found = language.numbers.ordinals.find(words, at, /^(?:\s+|-)$/u);
  if (found === undefined) return undefined;
  if (found.value.value < DIGITS_FROM && settings.numbers !== 'always') return undefined;
  const cardinal = numberGroup({ words, table: language.numbers }, at);
  if (cardinal !== undefined && cardinal.count >= found.count) return undefined;
  return {
    first: at,
    count: found.count,
    text: found.value.written,
    rule: 'ordinal',
    left: 'keep',
    right: 'keep',
    kind: 'number',
    technical: false,
  };
}
