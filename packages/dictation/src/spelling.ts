// Letters said one by one: after "spell", and well-known abbreviations wherever they stand.
import { HEARD_ENDINGS } from './known-names.ts';
import { isInsideCode, isOn, pieceBefore, type Reading, symbolAt } from './reading.ts';
import type { Piece } from './rewrites.ts';

/** One letter could be any short word: "spell a word". */
const LEAST_LETTERS = 2;
const LONGEST_ACRONYM = 5;
const LONGEST_ENDING = 4;

export interface Spelled {
  readonly text: string;
  readonly count: number;
}

/** What is spelled at a place, the word that asks for it included. */
export function spelledAt(reading: Reading, at: number): Spelled | undefined {
  const { words, language } = reading;
  if (language.spell === '' || words.norm(at) !== language.spell || !isOn(reading, 'spell'))
    return undefined;
  let text = '';
  let letters = 0;
  let next = at + 1;
  while (words.flowsInto(next)) {
    const isCapital = words.norm(next) === 'cap' && words.flowsInto(next + 1);
    const letter = letterAt(reading, isCapital ? next + 1 : next);
    if (letter === undefined) break;
    text += isCapital ? letter.toUpperCase() : letter;
    letters += 1;
    next += isCapital ? 2 : 1;
  }
  if (letters < LEAST_LETTERS) return undefined;
  const end =
    words.flows(next - 1, 3) && words.norm(next) === 'end' && words.norm(next + 1) === 'spell';
  const over = words.flowsInto(next) && words.norm(next) === 'over';
  return { text, count: next - at + (end ? 2 : over ? 1 : 0) };
}

function letterAt({ words, language }: Reading, at: number): string | undefined {
  const norm = words.norm(at);
  return /^[\p{L}\p{Nd}]$/u.test(norm) ? norm : language.letters.get(norm);
}

export function spelledPiece(reading: Reading, at: number): Piece | undefined {
  const spelled = spelledAt(reading, at);
  if (spelled === undefined) return undefined;
  return { ...name, first: at, count: spelled.count, text: spelled.text, rule: 'spell' };
}

const name = { left: 'keep', right: 'keep', kind: 'name', technical: true } as const;

/** "H t t p s" as https before an address, "p r" as PR: the longest that is known. */
export function acronymPiece(reading: Reading, at: number): Piece | undefined {
  const { words, language } = reading;
  if (!isOn(reading, 'acronym') || language.acronyms.size === 0 || isInsideCode(words, at))
    return undefined;
  const { found, count } = longestLetters(reading, {
    at,
    most: LONGEST_ACRONYM,
    table: language.acronyms,
  });
  if (found === undefined) return undefined;
  const next = words.flowsInto(at + count) ? symbolAt(reading, at + count) : undefined;
  const isCode = pieceBefore(reading, at)?.right === 'join' || next?.value.place === 'infix';
  const said = words.said(at, count).replace(/\s+/gu, '');
  const text = isCode ? said.toLowerCase() : found;
  return { ...name, first: at, count, text, rule: 'acronym' };
}

/** "Dot t s": the letters of an ending go together. */
export function spelledEnding(
  reading: Reading,
  { at, endings }: { readonly at: number; readonly endings: ReadonlyMap<string, string> },
): Piece | undefined {
  const { words } = reading;
  const dot = symbolAt(reading, at);
  if (dot?.value.text !== '.' || dot.value.place !== 'infix' || !isOn(reading, 'symbol'))
    return undefined;
  if (pieceBefore(reading, at) === undefined || !words.flowsInto(at + 1)) return undefined;
  if (reading.language.determiners.has(words.norm(at - 1))) return undefined;
  const heard = HEARD_ENDINGS.get(words.norm(at + 1));
  const { found, count } =
    heard === undefined
      ? longestLetters(reading, { at: at + 1, most: LONGEST_ENDING, table: endings })
      : { found: heard, count: 1 };
  if (found === undefined) return undefined;
  return { ...name, left: 'join', first: at, count: 1 + count, text: `.${found}`, rule: 'symbol' };
}

function longestLetters(
  { words }: Reading,
  { at, most, table }: { at: number; most: number; table: ReadonlyMap<string, string> },
): { found: string | undefined; count: number } {
  let letters = '';
  let longest: { found: string | undefined; count: number } = { found: undefined, count: 0 };
  for (let count = 1; count <= most; count += 1) {
    const index = at + count - 1;
    if (count > 1 && !words.flowsInto(index)) break;
    const norm = words.norm(index);
    if (!/^[\p{L}\p{Nd}]$/u.test(norm)) break;
    letters += norm;
    const found = count > 1 ? table.get(letters) : undefined;
    if (found !== undefined) longest = { found, count };
  }
  return longest;
}

/** "Dash a m": the letters of options go together. */
export function spelledOptions(reading: Reading, at: number): Piece | undefined {
  const { words } = reading;
  const dash = symbolAt(reading, at);
  if (dash?.value.text !== '-' || dash.value.place !== 'infix' || !isOn(reading, 'symbol'))
    return undefined;
  if (pieceBefore(reading, at)?.technical === true) return undefined;
  let letters = '';
  let next = at + dash.count;
  while (
    words.flowsInto(next) &&
    /^\p{L}$/u.test(words.norm(next)) &&
    letters.length < LONGEST_ENDING
  ) {
    letters += words.said(next, 1);
    next += 1;
  }
  if (letters.length < LEAST_LETTERS) return undefined;
  return {
    ...name,
    first: at,
    count: next - at,
    text: `-${letters}`,
    rule: 'symbol',
    option: true,
  };
}

/** "User card dot tsx" inside a formatter: the ending of a file is not written as a part of its name. */
export function endingInName(
  reading: Reading,
  { at, endings }: { readonly at: number; readonly endings: ReadonlyMap<string, string> },
): Piece | undefined {
  const { words } = reading;
  const dot = symbolAt(reading, at);
  if (dot?.value.text !== '.' || dot.count > 1 || !words.flowsInto(at + 1)) return undefined;
  const ending = isOn(reading, 'symbol') ? endings.get(words.norm(at + 1)) : undefined;
  const goesOn =
    words.flowsInto(at + 2) &&
    symbolAt(reading, at + 2) === undefined &&
    !/^(?:over|end)$/u.test(words.norm(at + 2));
  if (ending === undefined || goesOn) return undefined;
  return { ...name, left: 'join', first: at, count: 2, text: `.${ending}`, rule: 'symbol' };
}
