// Words that go on in the next row of a text, as programs wrap what is too long for them: with an indent, in a box, and
// as rows of a composer. What is found in such a word is told at its place in the text.

/** A row of a text; its places are those of the text, without its indent, blanks at its end and a box's edges. */
export interface TextRow {
  /** Of the row with all that stands before it. */
  readonly at: number;
  readonly start: number;
  readonly end: number;
}

/** One word, with the row before it, and without what lies between its pieces. */
export interface WrappedWord {
  readonly text: string;
  readonly pieces: readonly { readonly from: number; readonly at: number }[];
  /** Where the row ends that it begins in. */
  readonly breaksAt: number;
  /** Its piece in the last of its rows. */
  readonly tail: string;
}

/** Nobody wraps at fewer columns. */
const NARROWEST_ROW = 20;
/** A row may be so much longer than the one before it, whose prompt is not part of the text. */
const PROMPT_COLUMNS = 4;
/** Rows of one word, at most: what is longer is no secret, but data. */
const MOST_ROWS = 8;
/** No word that is shorter, in units, is one of two pieces of which one is long enough to tell anything. */
const SHORTEST_WRAPPED = 16;

/** Nor at more: what is wider, in units, is not looked at. */
const WIDEST_ROW = 4_096;
/** Indents, blanks and the sides of a box. */
const EDGE = /[\s\u2502\u2503\u2551|]/u;
const BLANK = /\s/u;
/** Where a word may go on in the next row. */
const JOINS = /^[\w+/=.-]$/u;

/** What of a row is no edge. */
export function innerOf(row: string): { readonly start: number; readonly end: number } {
  let end = row.length;
  while (end > 0 && EDGE.test(row[end - 1] ?? '')) end -= 1;
  let start = 0;
  while (start < end && EDGE.test(row[start] ?? '')) start += 1;
  return { start, end };
}

export function rowsOf(text: string): readonly TextRow[] {
  let at = 0;
  return text.split('\n').map((row) => {
    const { start, end } = innerOf(row);
    const told = { at, start: at + start, end: at + end };
    at += row.length + 1;
    return told;
  });
}

/** Those that may hold a secret: long enough, with letters and digits. */
export function wrappedWords(text: string): readonly WrappedWord[] {
  if (!text.includes('\n')) return [];
  const rows = rowsOf(text);
  const words: WrappedWord[] = [];
  for (let first = 0; first < rows.length - 1; first += 1) {
    // Also in the middle of one: what stands before a secret may only look like its beginning.
    const word = wordFrom(text, { rows, first });
    if (word !== undefined) words.push(word);
  }
  return words;
}

/** A place in the word as one of the text it stands in. */
export function placeInText({ pieces }: WrappedWord, offset: number): number {
  const piece = pieces.findLast(({ from }) => from <= offset);
  return piece === undefined ? offset : piece.at + offset - piece.from;
}

function wordFrom(
  text: string,
  { rows, first }: { readonly rows: readonly TextRow[]; readonly first: number },
): WrappedWord | undefined {
  const head = rows[first];
  const second = rows[first + 1];
  // Nearly no row goes on in the next one.
  if (head === undefined || second === undefined) return undefined;
  if (goesOn(text, head, second) === undefined) return undefined;
  let whole = text.slice(head.start, head.end);
  let length = 0;
  while (length < whole.length && !BLANK.test(whole[whole.length - 1 - length] ?? '')) length += 1;
  const pieces = [{ from: 0, at: head.start }];
  for (let index = first; index < first + MOST_ROWS - 1; index += 1) {
    const [row, next] = [rows[index], rows[index + 1]];
    if (row === undefined || next === undefined) break;
    const piece = goesOn(text, row, next);
    if (piece === undefined) break;
    pieces.push({ from: whole.length, at: next.start });
    whole += piece;
    length += piece.length;
    if (next.start + piece.length < next.end) break;
  }
  const word = whole.slice(whole.length - length);
  if (pieces.length === 1 || length < SHORTEST_WRAPPED) return undefined;
  if (!/\d/u.test(word) || !/[a-z]/iu.test(word)) return undefined;
  const last = pieces.at(-1)?.from ?? 0;
  return { text: whole, pieces, breaksAt: head.end, tail: whole.slice(last) };
}

/** What of the next row belongs to the last word of this one. */
function goesOn(text: string, row: TextRow, next: TextRow): string | undefined {
  const width = row.end - row.at;
  if (width < NARROWEST_ROW || width > WIDEST_ROW) return undefined;
  const last = text[row.end - 1] ?? '';
  if (!JOINS.test(last) || !JOINS.test(text[next.start] ?? '')) return undefined;
  const [begin = ''] = /^\S*/u.exec(text.slice(next.start, next.end)) ?? [];
  // It would not have fitted there: it is another word; some programs wrap at hyphens.
  const isTooLong = next.start + begin.length - next.at > width + PROMPT_COLUMNS;
  return isTooLong && last !== '-' ? undefined : begin;
}
