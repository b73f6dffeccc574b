// Pictures of a screen, as viewers of a session are sent them, taken apart into rows and put together again: a
// secret is found in the whole screen, whatever pieces it came in, and its stand-in is as wide as it was.
import type { StoodIn } from './redactor.ts';
import { innerOf } from './wrapped-words.ts';

/** A picture that is longer, in UTF-16 units, is none: a screen of the largest size, each cell with colours, is shorter. */
const LONGEST_PICTURE_UNITS = 16 * 1024 * 1024;

const BEGINS = '\u001b[?2026h\u001b[?25l';
const ENDS = '\u001b[?2026l';
const CLEARS = '\u001b[m\u001b[r\u001b[?6l\u001b[H\u001b[J';
const ROW = /\u001b\[(\d{1,5});1H\u001b\[K/gu;
const CURSOR = /\u001b\[\d{1,5};\d{1,5}H(?:\u001b\[\?25h)?\u001b\[\?2026l$/u;
const SEQUENCE = /\u001b\[([\d;:"?]*)([@-~])|\u001b[\s\S]?/gu;
/** Where a word may go on in the next row. */
const JOINS = /^[\w+/=.-]$/u;
/** Wider than a cell, as far as a secret is concerned, from this code point on. */
const WIDE = 0x1100;
const FILLER = '*';

/** A row as its bytes have it, and what is seen of it. */
interface ReadRow {
  readonly bytes: string;
  readonly text: string;
}

/** The screen at one moment. */
export interface ShownScreen {
  /** A row a line, but where one goes on in the next. */
  readonly text: string;
  readonly rows: readonly ReadRow[];
  /** Where each row begins in the text. */
  readonly starts: readonly number[];
  readonly cursor: string;
  /** A whole picture came since the moment before. */
  readonly isWhole: boolean;
}

const NO_ROW: ReadRow = { bytes: '', text: '' };
/** Blanks that a gap stands for, at most. */
const WIDEST_GAP = 10_000;

/** Reads what a viewer is sent. */
export class PictureRows {
  #columns: number;
  #pending = '';
  #rows: ReadRow[] = [];
  #cursor = '';
  #isWhole = false;

  constructor(columns: number) {
    this.#columns = columns;
  }

  set columns(columns: number) {
    this.#columns = columns;
  }

  /** Takes a piece of what a viewer is sent; how many pictures are over with it. */
  accept(piece: string): number {
    this.#pending += piece;
    let count = 0;
    for (let end = this.#pending.indexOf(ENDS); end >= 0; end = this.#pending.indexOf(ENDS)) {
      this.#take(this.#pending.slice(0, end + ENDS.length));
      this.#pending = this.#pending.slice(end + ENDS.length);
      count += 1;
    }
    if (this.#pending.length > LONGEST_PICTURE_UNITS) this.#pending = '';
    return count;
  }

  /** The screen as it is now, to be written after those that were taken before. */
  takeShown(): ShownScreen {
    const rows = [...this.#rows];
    const starts: number[] = [];
    let text = '';
    for (const [index, row] of rows.entries()) {
      starts.push(text.length);
      text += this.#goesOn(row, rows[index + 1]) ? row.text : `${row.text}\n`;
    }
    const isWhole = this.#isWhole;
    this.#isWhole = false;
    return { text, rows, starts, cursor: this.#cursor, isWhole };
  }

  #goesOn({ text }: ReadRow, next: ReadRow | undefined): boolean {
    if (text.length < this.#columns || !JOINS.test(next?.text.at(0) ?? '')) return false;
    // What it shows ends at its last column, in a character that joins: it is no blank.
    return JOINS.test(text.at(-1) ?? '') && [...text].length >= this.#columns;
  }

  #take(picture: string): void {
    if (picture.includes(CLEARS)) {
      this.#rows = [];
      this.#isWhole = true;
    }
    const cursor = CURSOR.exec(picture);
    this.#cursor = cursor?.[0] ?? ENDS;
    const body = cursor === null ? picture : picture.slice(0, cursor.index);
    const starts = [...body.matchAll(ROW)];
    for (const [index, start] of starts.entries()) {
      const row = Number(start[1]) - 1;
      const from = start.index + start[0].length;
      while (this.#rows.length < row) this.#rows.push(NO_ROW);
      const bytes = body.slice(from, starts[index + 1]?.index);
      this.#rows[row] = { bytes, text: textOf(bytes) };
    }
  }
}

/** Writes screens one after the other, as a viewer would be sent them. */
export class PictureWriter {
  /** As they were written last. */
  #written: readonly string[] = [];

  /** What brings a terminal from what was given last to here, with these stand-ins for parts of the text; empty: nothing. */
  write({ rows, starts, cursor, isWhole }: ShownScreen, placed: readonly StoodIn[]): string {
    const written = rows.map(({ bytes, text }, index) => {
      if (placed.length === 0) return bytes;
      const from = starts[index] ?? 0;
      const here = placed.filter((each) => each.start < from + text.length && each.end > from);
      return here.length === 0 ? bytes : covered(bytes, { from, text, here });
    });
    let out = isWhole ? CLEARS : '';
    for (const [index, row] of written.entries()) {
      if (!isWhole && row === (this.#written[index] ?? '')) continue;
      if (row === '' && isWhole) continue;
      out += `\u001b[${index + 1};1H\u001b[K${row}`;
    }
    this.#written = written;
    return out === '' && cursor === '' ? '' : BEGINS + out + cursor;
  }
}

/** What is seen of a row; a gap is as many blanks. */
function textOf(row: string): string {
  // Without a gap, as most rows are: nothing is called for each sequence.
  if (!row.includes('C')) return row.replaceAll(SEQUENCE, '');
  return row.replaceAll(SEQUENCE, (_, numbers: string | undefined, final: string | undefined) =>
    final === 'C' ? ' '.repeat(gapOf(numbers)) : '',
  );
}

function gapOf(numbers = ''): number {
  return Math.min(Number(numbers) || 1, WIDEST_GAP);
}

/** For each unit of a row's text where it stands in its bytes; a gap's blanks stand nowhere: they can't be covered. */
function placesIn(row: string): readonly number[] {
  const places: number[] = [];
  let at = 0;
  const textUpTo = (end: number): void => {
    for (; at < end; at += 1) places.push(at);
  };
  for (const { index, 0: sequence, 1: numbers, 2: final } of row.matchAll(SEQUENCE)) {
    textUpTo(index);
    at = index + sequence.length;
    if (final !== 'C') continue;
    for (let blank = gapOf(numbers); blank > 0; blank -= 1) places.push(-1);
  }
  textUpTo(row.length);
  return places;
}

function covered(
  row: string,
  {
    from,
    text,
    here,
  }: { readonly from: number; readonly text: string; readonly here: readonly StoodIn[] },
): string {
  const units = row.split('');
  const places = placesIn(row);
  // A row's indent and a box's edges are no part of a secret that goes on there.
  const inner = innerOf(text);
  for (const { start, end, standIn } of here) {
    const first = start < from ? from + inner.start : start;
    const last = end > from + text.length ? from + inner.end : end;
    for (let at = first; at < last && at - from < places.length; at += 1) {
      const place = places[at - from] ?? -1;
      if (place < 0) continue;
      const code = row.codePointAt(place) ?? 0;
      const isTail = code >= 0xdc00 && code <= 0xdfff;
      const cover = standIn[at - start] ?? FILLER;
      units[place] = isTail ? '' : code >= WIDE ? cover + FILLER : cover;
    }
  }
  return units.join('');
}
