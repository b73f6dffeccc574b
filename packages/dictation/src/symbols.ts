// Spoken symbols: whether the words for one are meant as the symbol, and how it stands between its
// neighbours. The tables by language say which words there are.
import {
  ALWAYS_HIDDEN,
  DOT_NAMES,
  FILE_COMMANDS,
  FILE_ENDINGS,
  NO_CALLS,
  PAIRED_WORDS,
  PATH_COMMANDS,
  ROOT_FOLDERS,
  SCOPES,
  TOP_DOMAINS,
} from './code-words.table.ts';
import { HEARD_ENDINGS } from './known-names.ts';
import type { SymbolRow } from './languages/language.ts';
import type { FoundPhrase } from './phrase-index.ts';
import {
  isFunctionWord,
  isNumber,
  isOn,
  isTechnicalAhead,
  looksTechnical,
  pieceBefore,
  type Reading,
  symbolAt,
} from './reading.ts';
import type { Glue, Piece } from './rewrites.ts';
import type { DictationRule } from './settings.ts';

interface Place {
  readonly reading: Reading;
  readonly row: SymbolRow;
  readonly at: number;
  /** The first word after the symbol's own. */
  readonly next: number;
  /** What stands directly before it, where only white space parts them. */
  readonly before: Piece | undefined;
}

const PROSE_MARKS: ReadonlySet<string> = new Set([',', '.', '?', '!', ';', ':', '...']);

/** The symbol that is said and meant at a place. */
export function symbolPiece(reading: Reading, at: number): Piece | undefined {
  const found = symbolAt(reading, at);
  if (found === undefined) return undefined;
  const { value: row, count } = found;
  const rule = ruleOf(row);
  if (!isOn(reading, rule)) return undefined;
  const before = pieceBefore(reading, at);
  const place: Place = { reading, row, at, next: at + count, before };
  if (!isMeant(place)) return undefined;
  return { first: at, count, text: row.text, rule, ...stand(place) };
}

function ruleOf({ text, place }: SymbolRow): DictationRule {
  if (place === 'line') return 'line';
  return place === 'mark' && PROSE_MARKS.has(text) ? 'punctuation' : 'symbol';
}

function isMeant(place: Place): boolean {
  const { reading, row } = place;
  const ends = row.guard === 'sentence-end' && place.next >= reading.words.length;
  if (reading.inName === 'yes' && row.inName === 'word' && !ends) return false;
  if (isSpokenAbout(place)) return false;
  switch (row.guard) {
    case 'free':
      return true;
    case 'between':
      return isBetween(place) || isPrefix(place);
    case 'code':
      return isBesideCode(place);
    case 'code-both':
      return isAmongCode(place) || isSignOfNumber(place);
    case 'number-before':
      return place.before?.kind === 'number' || isDigits(place.reading, place.at - 1);
    case 'number-after':
      return reading.words.flowsInto(place.next) && isNumber(reading, place.next);
    case 'paired':
      return row.place === 'opening' ? reading.lastUnquote > place.at : reading.open.has(row.text);
    case 'sentence-end':
      return isSentenceEnd(place);
    case 'symbol-beside':
      return standsAlone(place) || place.before?.kind === 'line' || isSymbol(place.before);
    case 'file-ending':
      return isDotOrEnd(place);
  }
}

/** How many words name a symbol at a place without meaning it, where it takes several. */
export function mentionedAt(reading: Reading, at: number): number {
  const found = symbolAt(reading, at);
  if (found === undefined || found.count < 2) return 0;
  const { value: row, count } = found;
  const place = { reading, row, at, next: at + count, before: pieceBefore(reading, at) };
  return isSpokenAbout(place) ? count : 0;
}

/** "A new line of code", "the comma key": the words stand for themselves. */
function isSpokenAbout({ reading, row, at, next, before }: Place): boolean {
  const { words, language } = reading;
  const following = words.flowsInto(next) ? words.norm(next) : '';
  if (language.mentions.has(following) || listed(row.notBefore, following)) return true;
  if (before === undefined || before.rule !== undefined || before.technical) return false;
  const previous = words.norm(at - 1);
  if (listed(row.notAfter, previous)) return true;
  // "The dash dash help option", "the dash v option": options are seldom spoken of by their dashes.
  if (row.text === '--' || (row.text === '-' && isPrefix({ reading, row, at, next, before })))
    return false;
  if (row.text === '.' && row.place === 'infix' && previous === 'this') return false;
  if (row.place === 'closing' && previous === 'this') return false;
  if (startsHiddenName({ reading, row, at, next, before })) return false;
  const isDescribed = language.adjectives.has(previous) && words.flowsInto(at - 1);
  return language.determiners.has(isDescribed ? words.norm(at - 2) : previous);
}

function listed(words: string | undefined, word: string): boolean {
  return word !== '' && words !== undefined && ` ${words} `.includes(` ${word} `);
}

function standsAlone({ reading, at, next }: Place): boolean {
  return at === 0 && next === reading.words.length;
}

function isDigits({ words }: Reading, at: number): boolean {
  return /^\p{Nd}+$/u.test(words.norm(at));
}

function isSymbol(piece: Piece | undefined): boolean {
  return piece?.kind === 'symbol';
}

/** Two parts of a name: no word on either side that only holds a sentence together. */
function isBetween(place: Place): boolean {
  const { reading, row, at, next, before } = place;
  const { words, language } = reading;
  if (startsPath(place) || startsHiddenFile(place)) return false;
  if (before === undefined || !words.flowsInto(next)) return row.text === '_' && isTrailing(place);
  const previous = words.norm(at - 1);
  const following = words.norm(next);
  if (row.text === '/' && PAIRED_WORDS.get(previous) === following) return true;
  if (row.text === '.' && isEnding(reading, next))
    return before.kind !== 'mark' && (before.technical || !language.determiners.has(previous));
  if (language.determiners.has(following)) return false;
  if (isSymbol(before) && before.right === 'space') return false;
  if (before.kind === 'mark' || before.kind === 'line') return false;
  const leftIsName =
    before.technical ||
    !isFunctionWord(reading, at - 1) ||
    (row.text === '.' && previous === 'this');
  if (!leftIsName) return false;
  return before.technical || isTechnicalAhead(reading, next) || !isFunctionWord(reading, next);
}

/** "Cat slash etc", "open slash usr": from the root, not beside a name. */
function startsPath({ reading, row, at, next, before }: Place): boolean {
  if (row.text !== '/' || row.place !== 'infix' || before?.rule !== undefined) return false;
  const { words } = reading;
  const previous = words.norm(at - 1);
  if (isFunctionWord(reading, next)) return false;
  if (PATH_COMMANDS.has(previous)) return true;
  return /^(?:open|read|in|from|to|at)$/u.test(previous) && ROOT_FOLDERS.has(words.norm(next));
}

/** "src slash", "name underscore" at the end. */
function isTrailing({ reading, next, before }: Place): boolean {
  return before?.technical === true && next === reading.words.length;
}

/** Without a name to the left: ".env", "/help", "-v", "_private". */
function isPrefix(place: Place): boolean {
  const { reading, row, at, next } = place;
  const { words } = reading;
  if (!words.flowsInto(next)) return false;
  const following = words.norm(next);
  switch (row.text) {
    case '.':
      return startsHiddenName(place);
    case '/':
      if (ROOT_FOLDERS.has(following) || startsPath(place)) return true;
      return (at === 0 || words.norm(next + 1) === 'slash') && !isFunctionWord(reading, next);
    case '-':
      return /^\p{L}$/u.test(following) && !isFunctionWord(reading, next);
    case '_':
      return !isFunctionWord(reading, next) || symbolAt(reading, next)?.value.text === '_';
    default:
      return false;
  }
}

/** "Add dot env": a file of its own, not the ending of the word before. */
function startsHiddenFile(place: Place): boolean {
  const { reading, at, next, before } = place;
  if (before === undefined || before.rule !== undefined || before.technical) return false;
  if (!startsHiddenName(place)) return false;
  return (
    FILE_COMMANDS.has(reading.words.norm(at - 1)) || ALWAYS_HIDDEN.has(reading.words.norm(next))
  );
}

function startsHiddenName({ reading, row, next }: Place): boolean {
  if (row.text !== '.' || row.place !== 'infix') return false;
  const following = reading.words.norm(next);
  return DOT_NAMES.has(following) || reading.known.has(`.${following}`);
}

/** An ending of a file name, or of an address; also letter by letter. */
function isEnding({ words }: Reading, at: number): boolean {
  const norm = words.norm(at);
  return FILE_ENDINGS.has(norm) || TOP_DOMAINS.has(norm) || HEARD_ENDINGS.has(norm);
}

function isBesideCode(place: Place): boolean {
  const { reading, at, next, before } = place;
  if (before?.option === true) return true;
  const ahead = isTechnicalAhead(reading, next);
  if (before?.kind === 'mark' || before?.kind === 'line') return false;
  if (before === undefined) return at === 0 && ahead && place.row.text === '=';
  const leftIsFree = before.technical || !isFunctionWord(reading, at - 1);
  const rightIsFree = ahead || !isFunctionWord(reading, next);
  if (!leftIsFree || !rightIsFree) return false;
  return before.technical || ahead || isDeclared(reading, at - 2);
}

/** "Type user equals", "const name equals". */
function isDeclared({ words, language }: Reading, at: number): boolean {
  return language.codeWords.has(words.norm(at)) || language.introducing.has(words.norm(at));
}

function isAmongCode({ reading, next, before }: Place): boolean {
  return before?.technical === true && isTechnicalAhead(reading, next);
}

/** "Return minus one", "equals minus one". */
function isSignOfNumber({ reading, row, at, next, before }: Place): boolean {
  if (row.text !== '-' || !reading.words.flowsInto(next) || !isNumber(reading, next)) return false;
  return isSymbol(before) || reading.words.norm(at - 1) === 'return';
}

const GOES_ON: ReadonlySet<string> = new Set(
  'of is was were are between in during from for when where that which has had ended ends starts started length after before and or'.split(
    ' ',
  ),
);

function isSentenceEnd({ reading, at, next, before }: Place): boolean {
  if (before === undefined && at > 0) return false;
  return next >= reading.words.length || !GOES_ON.has(reading.words.norm(next));
}

/** In languages whose word for the dot is frequent in prose. */
function isDotOrEnd(place: Place): boolean {
  const { reading, at, next, before } = place;
  if (before === undefined) return false;
  if (next >= reading.words.length) return !isFunctionWord(reading, at - 1);
  return isEnding(reading, next)
    ? reading.words.flowsInto(next)
    : before.technical && isBetween(place);
}

type Stand = Pick<Piece, 'left' | 'right' | 'kind' | 'technical' | 'swallows' | 'option'>;

function stand(place: Place): Stand {
  const { row, before } = place;
  switch (row.place) {
    case 'opening':
      return openingStand(place);
    case 'closing':
      return { left: 'join', right: 'keep', kind: 'symbol', technical: true };
    case 'toggle':
      return place.reading.open.has(row.text)
        ? { left: 'join', right: 'keep', kind: 'symbol', technical: true }
        : { left: 'keep', right: 'join', kind: 'symbol', technical: true, swallows: 'marks' };
    case 'mark':
      return markStand(place);
    case 'infix':
      return infixStand(place);
    case 'prefix':
      return prefixStand(place);
    case 'operator':
      if (before?.option === true && row.text === '=') return { ...joined(), option: true };
      if (isSignOfNumber(place) && !isAmongCode(place)) return joined('keep');
      return { left: 'space', right: 'space', kind: 'symbol', technical: true, swallows: 'marks' };
    case 'line':
      return { left: 'join', right: 'join', kind: 'line', technical: false, swallows: 'marks' };
  }
}

function joined(left: Glue = 'join'): Stand {
  return { left, right: 'join', kind: 'symbol', technical: true, swallows: 'marks' };
}

/** A call's bracket touches the name before it; a remark's does not. */
function openingStand(place: Place): Stand {
  const { reading, row, next, before } = place;
  if (row.text === '"' || row.text === "'" || row.text === '{') return joined('keep');
  if (row.text === '<') return joined(before === undefined ? 'keep' : 'join');
  const isCall =
    before !== undefined &&
    before.kind !== 'mark' &&
    !(before.rule === undefined && NO_CALLS.has(reading.words.norm(place.at - 1))) &&
    (before.technical ||
      isClosing(symbolAt(reading, next)) ||
      symbolAt(reading, next + 1) !== undefined);
  return joined(isCall && before.right !== 'space' ? 'join' : 'keep');
}

function isClosing(found: FoundPhrase<SymbolRow> | undefined): boolean {
  return found?.value.place === 'closing';
}

function markStand({ reading, row, next, before }: Place): Stand {
  if (row.text === ':' && isSymbol(before) && before?.right === 'join') return joined();
  const right = 'space';
  if (
    row.text === '...' &&
    (before === undefined || isSymbol(before)) &&
    next < reading.words.length
  )
    return joined('keep');
  if (row.text === ':' && reading.words.flowsInto(next) && isNumber(reading, next)) {
    const isPath = symbolAt(reading, next - 3)?.value.place === 'infix';
    const host = before?.technical === true && (before.rule !== undefined || isPath);
    if (host || reading.words.norm(next - 2) === 'localhost') return joined();
  }
  if (row.text === '%' || row.text === '++')
    return { left: 'join', right: 'keep', kind: 'symbol', technical: true };
  return { left: 'join', right, kind: 'mark', technical: false, swallows: 'marks' };
}

function infixStand(place: Place): Stand {
  const { reading, row, at, next, before } = place;
  if (row.guard === 'file-ending' && next >= reading.words.length)
    return { left: 'join', right: 'space', kind: 'mark', technical: false, swallows: 'marks' };
  const option = before?.option === true ? ({ option: true } as const) : {};
  const isFlag =
    row.text === '-' &&
    before !== undefined &&
    !before.option &&
    isShortFlag(reading, { at, next });
  if (isFlag) return { ...joined('keep'), option: true };
  if (before !== undefined && isBetween(place)) return { ...joined(), ...option };
  if (row.text === '://' || row.text === '::')
    return joined(before === undefined ? 'keep' : 'join');
  return joined('keep');
}

/** Letters of options that are said as one word: "ls dash la". */
const LONGEST_FLAGS = 3;

/** "ls dash l" is an option, "x dash y" and "utf dash e" are names. */
function isShortFlag(reading: Reading, { at, next }: { at: number; next: number }): boolean {
  const following = reading.words.norm(next);
  if (PATH_COMMANDS.has(reading.words.norm(at - 1)) && following.length <= LONGEST_FLAGS)
    return true;
  if (!/^\p{L}$/u.test(following)) return false;
  return !looksTechnical(reading, at - 1) || reading.last?.rule !== undefined;
}

function prefixStand(place: Place): Stand {
  const { reading, row, next, before } = place;
  const { words } = reading;
  if (row.text === '--') return { ...joined('keep'), option: true };
  if (row.text === '@' && before !== undefined) {
    const isAddress = words.norm(next + 1) === 'dot' && TOP_DOMAINS.has(words.norm(next + 2));
    if (isAddress) return joined();
  }
  if (row.text === '\\' && before?.rule !== undefined && (before.technical || before.text === ':'))
    return joined();
  return joined(isSymbol(before) && before?.right === 'join' ? 'join' : 'keep');
}

/** "At types slash node": a scope that is known, without the word "sign". */
export function scopePiece(reading: Reading, at: number): Piece | undefined {
  const { words, known } = reading;
  if (words.norm(at) !== 'at' || !isOn(reading, 'symbol') || !words.flows(at, 4)) return undefined;
  if (words.norm(at + 2) !== 'slash' || /^look/u.test(words.norm(at - 1))) return undefined;
  const scope = words.norm(at + 1);
  if (!SCOPES.has(scope) && !known.has(`@${scope}`)) return undefined;
  return { first: at, count: 1, text: '@', rule: 'symbol', ...joined('keep') };
}
