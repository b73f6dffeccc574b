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
const SEQUENCE = /\u001b\[([\d;:"?]*)([@-~])|\u001b[\s\S]?|[\s\S]/gu;
/** Where a word may go on in the next row. */
const JOINS = /^[\w+/=.-]$/u;
/** Wider than a cell, as far as a secret is concerned, from this code point on. */
const WIDE = 0x1100;
const FILLER = '*';

/** One row's text, and where each unit of it stands in the row's bytes. */
interface RowText {
  readonly text: string;
  readonly places: readonly number[];
  /** Cells up to the last that has something. */
  readonly width: number;
}

export class PictureRows {
  #columns: number;
  #pending = '';
  #rows: string[] = [];
  /** As they were written last. */
  #written: string[] = [];
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

  /** The screen as a text: a row a line, but where one goes on in the next. */
  get text(): string {
    return this.#joined().text;
  }

  /** What brings a terminal from what was given last to here, with these stand-ins for parts of `text`; empty: nothing. */
  write(placed: readonly StoodIn[]): string {
    const { rows } = this.#joined();
    const written = this.#rows.map((row, index) => {
      const { from, text, places } = rows[index] ?? { from: 0, text: '', places: [] };
      const here = placed.filter((each) => each.start < from + text.length && each.end > from);
      return here.length === 0 ? row : covered(row, { from, text, places, here });
    });
    let out = this.#isWhole ? CLEARS : '';
    for (const [index, row] of written.entries()) {
      if (!this.#isWhole && row === (this.#written[index] ?? '')) continue;
      if (row === '' && this.#isWhole) continue;
      out += `\u001b[${index + 1};1H\u001b[K${row}`;
    }
    this.#written = written;
    this.#isWhole = false;
    const cursor = this.#cursor;
    return out === '' && cursor === '' ? '' : BEGINS + out + cursor;
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
      while (this.#rows.length < row) this.#rows.push('');
      this.#rows[row] = body.slice(from, starts[index + 1]?.index);
    }
  }

  #joined(): {
    readonly text: string;
    readonly rows: readonly (RowText & { readonly from: number })[];
  } {
    let text = '';
    const rows = this.#rows.map(readRow).map((row, index, all) => {
      const from = text.length;
      const goesOn =
        row.width >= this.#columns &&
        JOINS.test(row.text.at(-1) ?? '') &&
        JOINS.test(all[index + 1]?.text.at(0) ?? '');
      text += row.text + (goesOn ? '' : '\n');
      return { ...row, from };
    });
    return { text, rows };
  }
}

function readRow(row: string): RowText {
  let text = '';
  const places: number[] = [];
  for (const { index, 0: piece, 1: numbers, 2: final } of row.matchAll(SEQUENCE)) {
    if (final === 'C') {
      // A gap is as many blanks; none of them can be covered.
      const count = Math.min(Number(numbers) || 1, 10_000);
      text += ' '.repeat(count);
      for (let blank = 0; blank < count; blank += 1) places.push(-1);
    } else if (!piece.startsWith('\u001b')) {
      text += piece;
      for (let unit = 0; unit < piece.length; unit += 1) places.push(index + unit);
    }
  }
  const shown = text.trimEnd();
  return { text, places, width: [...shown].length };
}

function covered(
  row: string,
  {
    from,
    text,
    places,
    here,
  }: {
    readonly from: number;
    readonly text: string;
    readonly places: readonly number[];
    readonly here: readonly StoodIn[];
  },
): string {
  const units: string[] = [...splitUnits(row)];
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

function splitUnits(text: string): readonly string[] {
  return text.split('');
}
