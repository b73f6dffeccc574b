// Which of some choices an utterance names: by its words, or by its number as people say it. Whether
// anything is to be chosen is the caller's to know.
import { CHOICE_WORDS, type ChoiceWords } from './choice-words.table.ts';
import type { SpokenLanguage } from './language.ts';
import { normalizeSpoken } from './spoken-words.ts';

export interface OfferedChoices {
  readonly labels: readonly string[];
  readonly languages: readonly SpokenLanguage[];
  /** Whether several may be named in one go. */
  readonly take: 'one' | 'several';
}

/**
 * The places, from 0, of what was named, each once and in the order of the choices; undefined: the text
 * is not all about choices.
 */
export function spokenChoice(
  text: string,
  { labels, languages, take }: OfferedChoices,
): readonly number[] | undefined {
  const names = labels.map(namesOf);
  const named = namedIn(normalizeSpoken(text), names);
  if (named !== undefined) return [named];
  const several = take === 'several' ? severalPlaces(text, { names, languages }) : undefined;
  if (several !== undefined) return several;
  const place = placeOf(text, { names, languages });
  return place === undefined ? undefined : [place];
}

interface Named {
  /** What each choice is called. */
  readonly names: readonly (readonly string[])[];
  readonly languages: readonly SpokenLanguage[];
}

function severalPlaces(text: string, named: Named): readonly number[] | undefined {
  const read = named.languages
    .map((language) => piecesOf(text, CHOICE_WORDS[language].and))
    .map((pieces) => pieces.map((piece) => placeOf(piece, named)))
    .find((places) => places.length > 1 && !places.includes(undefined));
  if (read === undefined) return undefined;
  return named.names.map((_, place) => place).filter((place) => read.includes(place));
}

/** A label, and what stands before a remark in brackets behind it. */
function namesOf(label: string): readonly string[] {
  const bare = label.replace(/\s*[([][^)\]]*[)\]]\s*$/u, '');
  return [label, bare].map(normalizeSpoken).filter((name) => name !== '');
}

function placeOf(text: string, { names, languages }: Named): number | undefined {
  const said = normalizeSpoken(text);
  if (said === '') return undefined;
  const named = namedIn(said, names);
  if (named !== undefined) return named;
  for (const language of languages) {
    const words = CHOICE_WORDS[language];
    for (const bare of barePieces(said, words)) {
      const place = namedIn(bare, names) ?? numberedIn(bare, { names, words });
      if (place !== undefined) return place;
    }
  }
  return undefined;
}

/** The one choice of that name; undefined: none has it, or two have. */
function namedIn(said: string, names: readonly (readonly string[])[]): number | undefined {
  const places = names.flatMap((each, place) => (each.includes(said) ? [place] : []));
  return places.length === 1 ? places[0] : undefined;
}

/** The choice of that number; undefined too where another one is called by it: either may be meant. */
function numberedIn(
  said: string,
  { names, words }: Pick<Named, 'names'> & { readonly words: ChoiceWords },
): number | undefined {
  const place = numberIn(said, words);
  if (place === undefined) return undefined;
  const called = namedIn(String(place + 1), names);
  if (place >= names.length) return called;
  return called === undefined || called === place ? place : undefined;
}

function numberIn(said: string, { numbers }: ChoiceWords): number | undefined {
  if (/^[1-9]\d?$/u.test(said)) return Number(said) - 1;
  const place = numbers.findIndex((each) => each.includes(said));
  return place < 0 ? undefined : place;
}

/** What is left when words around it are taken off, the least taken off first. */
function barePieces(said: string, { before, behind }: ChoiceWords): readonly string[] {
  const pieces = [said];
  for (let at = 0; at < pieces.length; at += 1) {
    const piece = pieces[at] ?? '';
    for (const word of before) {
      if (piece.startsWith(word)) add(pieces, { rest: piece.slice(word.length), word });
    }
    for (const word of behind) {
      if (piece.endsWith(word)) add(pieces, { rest: piece.slice(0, -word.length), word });
    }
  }
  return pieces;
}

/** Something must be left, and a word of letters ends at a space. */
function add(
  pieces: string[],
  { rest, word }: { readonly rest: string; readonly word: string },
): void {
  const left = rest.trim();
  const isWhole = rest !== left || IS_UNSPACED.test(word);
  if (left !== '' && isWhole && !pieces.includes(left)) pieces.push(left);
}

const IS_UNSPACED = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

/** Parted by commas and by words for "and". */
function piecesOf(text: string, and: readonly string[]): readonly string[] {
  return and
    .reduce(
      (pieces, word) => {
        const apart = IS_UNSPACED.test(word) ? word : new RegExp(`\\s${word}\\s`, 'iu');
        return pieces.flatMap((piece) => piece.split(apart));
      },
      text.split(/[,;\u3001\uff0c]/u),
    )
    .filter((piece) => piece.trim() !== '');
}
