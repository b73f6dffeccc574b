// Names that exist and terms that recognisers get wrong: where the words for one are taken for it.
import type { TermRow } from './languages/language.ts';
import { isInsideCode, isOn, pieceBefore, type Reading, symbolAt } from './reading.ts';
import type { Piece } from './rewrites.ts';

/** How far from a term the words that make it plausible may stand. */
const NEAR_WORDS = 2;

const name = { left: 'keep', right: 'keep', kind: 'name', technical: true } as const;

/** "Package dot json" where there is a package.json. */
export function knownFilePiece(reading: Reading, at: number): Piece | undefined {
  const found = isOn(reading, 'known-file') ? reading.known.fileAt(reading.words, at) : undefined;
  if (found === undefined) return undefined;
  return { ...name, ...found, first: at, rule: 'known-file' };
}

/** "Get user name" where there is a getUserName: with three parts, or where a name is due. */
export function knownNamePiece(reading: Reading, at: number): Piece | undefined {
  const { words, known, language } = reading;
  const found = isOn(reading, 'known-name') ? known.nameAt(words, at) : undefined;
  if (found === undefined) return undefined;
  const isDue = words.flowsInto(at) && language.introducing.has(words.norm(at - 1));
  if (found.sure === 'no' && !isDue) return undefined;
  return { ...name, first: at, count: found.count, text: found.text, rule: 'known-name' };
}

export function termPiece(reading: Reading, at: number): Piece | undefined {
  const { words, language } = reading;
  const found = isOn(reading, 'term') ? language.terms.find(words, at) : undefined;
  if (found === undefined) return undefined;
  const { value: term, count } = found;
  const next = at + count;
  if (isInsideCode(words, at) || isInsideCode(words, next - 1)) return undefined;
  if (pieceBefore(reading, at)?.right === 'join') return undefined;
  if (words.flowsInto(next) && symbolAt(reading, next)?.value.place === 'infix') return undefined;
  if (term.near !== undefined && !isNear(reading, { at, next, near: term.near })) return undefined;
  if (term.notNear !== undefined && isNear(reading, { at, next, near: term.notNear }))
    return undefined;
  const text = writtenTerm(term, words.said(at, 1));
  return { ...name, first: at, count, text, rule: 'term' };
}

function isNear(
  { words }: Reading,
  { at, next, near }: { at: number; next: number; near: string },
): boolean {
  const list = ` ${near} `;
  for (let step = 0; step < NEAR_WORDS; step += 1) {
    for (const word of [words.norm(at - 1 - step), words.norm(next + step)])
      if (word !== '' && list.includes(` ${word} `)) return true;
  }
  return false;
}

function writtenTerm(term: TermRow, said: string): string {
  const isCapital = term.capital === 'kept' && /^\p{Lu}/u.test(said);
  return isCapital ? term.written.slice(0, 1).toUpperCase() + term.written.slice(1) : term.written;
}
