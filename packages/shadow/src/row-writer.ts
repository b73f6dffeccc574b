// Writes rows of cells as the bytes that draw them, one below the other, on rows that are blank.
// Where the rows come from and what state the terminal is in afterwards is left to the snapshot.
import type { ByteWriter } from './byte-writer.ts';
import type { CoreLine, ExtendedAttributes, HeadlessCore } from './headless-core.ts';
import { BACKGROUND_ATTRIBUTES, HAS_EXTENDED, isProtected, rendition } from './rendition.ts';

const CODE_POINT = 0x1fffff;
const COMBINED = 0x200000;
const HAS_CONTENT = 0x3fffff;
const WIDTH_SHIFT = 22;
const NUMBERS_PER_CELL = 3;
const SPACE = 0x20;

export interface RowPlace {
  /**
   * `ends`: blanks at its end are left out. `goes-on` in the next row: it is filled to its last
   * column. `leaves-last`: it goes on with a wide character for which its last column had no room.
   */
  readonly end: 'ends' | 'goes-on' | 'leaves-last';
  /** Columns drawn; what is beyond is left out, and half a wide character is a blank. */
  readonly columns: number;
}

/** Finds what a link's number stands for. */
export type LinkOf = HeadlessCore['_oscLinkService']['getLinkData'];

export class RowWriter {
  readonly #out: ByteWriter;
  readonly #linkOf: LinkOf | undefined;
  #fg = 0;
  #bg = 0;
  #extended: ExtendedAttributes | undefined;
  #link = 0;

  /** @param linkOf Links are left out without it. The terminal's pen must be at its default. */
  constructor(out: ByteWriter, linkOf?: LinkOf) {
    this.#out = out;
    this.#linkOf = linkOf;
  }

  /** Back to the default rendition. */
  plain(): void {
    this.#pen(0, 0, undefined);
  }

  /** No colour that would run into what is erased or scrolled in. */
  clearBackground(): void {
    if (this.#bg !== 0) this.plain();
  }

  /**
   * Goes from the end of a full row to a blank next one, such that the terminal knows the row goes on.
   * Afterwards the cursor is at the row's beginning.
   */
  wrap(): void {
    this.plain();
    // A blank wraps; then the whole row is erased again but without what ends the connection.
    this.#out.ascii(' \u001b[K\r\u001b[X');
  }

  /** Draws a row from its first column on; blanks to its right are left as they are. */
  row(line: CoreLine, { end: ending, columns }: RowPlace): void {
    const data = line._data;
    const width = Math.min(columns, line.length);
    const continues = ending === 'goes-on';
    const end = endColumn(data, { ending, width });
    for (let column = 0; column < end; ) {
      const at = column * NUMBERS_PER_CELL;
      const content = data[at] ?? 0;
      const bg = data[at + 2] ?? 0;
      const cells = content >>> WIDTH_SHIFT;
      if ((content & HAS_CONTENT) === 0 && isErased(data, at)) {
        const next = endOfErased(data, { from: column, to: end, bg });
        if (continues && next === end) {
          this.#spaces(next - column, bg);
        } else this.#gap({ count: next - column, bg, atEnd: next === width });
        column = next;
        continue;
      }
      const extended = (bg & HAS_EXTENDED) === 0 ? undefined : line._extendedAttrs[column];
      this.#pen(data[at + 1] ?? 0, bg, extended);
      column += this.#cell(line, { column, content, room: width - column, cells });
    }
  }

  /** Draws a row with spaces up to its last column, ending at the default rendition. */
  padded(line: CoreLine, columns: number): void {
    this.row(line, { end: 'goes-on', columns });
    const missing = columns - line.length;
    this.plain();
    for (let count = 0; count < missing; count += 1) this.#out.ascii(' ');
  }

  /** Draws the cell at the cursor once more. */
  again(line: CoreLine, column: number): void {
    const at = column * NUMBERS_PER_CELL;
    const content = line._data[at] ?? 0;
    const bg = line._data[at + 2] ?? 0;
    const extended = (bg & HAS_EXTENDED) === 0 ? undefined : line._extendedAttrs[column];
    this.#pen(line._data[at + 1] ?? 0, bg, extended);
    this.#cell(line, { column, content, room: 2, cells: content >>> WIDTH_SHIFT });
  }

  /** Sets the pen, link included. */
  pen(fg: number, bg: number, extended: ExtendedAttributes | undefined): void {
    this.#pen(fg, bg, extended);
  }

  /** Prints the character of a cell with the pen that the terminal has. */
  character(line: CoreLine, column: number): void {
    const content = line._data[column * NUMBERS_PER_CELL] ?? 0;
    this.#cell(line, { column, content, room: 2, cells: content >>> WIDTH_SHIFT });
  }

  #cell(
    line: CoreLine,
    cell: { column: number; content: number; room: number; cells: number },
  ): number {
    const { column, content, cells } = cell;
    if (cells > cell.room || (content & HAS_CONTENT) === 0) {
      this.#out.point(SPACE);
      return 1;
    }
    // A mark without a character of its own stands alone only behind a sequence.
    if (cells === 0) this.#out.ascii(rendition(this.#fg, this.#bg, this.#extended));
    if ((content & COMBINED) === 0) this.#out.point(content & CODE_POINT);
    else this.#out.text(line._combined[column] ?? ' ');
    return cells || 1;
  }

  #spaces(count: number, bg: number): void {
    this.#pen(0, bg, undefined);
    for (let written = 0; written < count; written += 1) this.#out.point(SPACE);
  }

  #gap({ count, bg, atEnd }: { count: number; bg: number; atEnd: boolean }): void {
    if (bg !== 0) {
      this.#pen(0, bg, undefined);
      this.#out.ascii(`\u001b[${count}X`);
    }
    if (!atEnd) this.#out.ascii(`\u001b[${count}C`);
  }

  #pen(fg: number, bg: number, extended: ExtendedAttributes | undefined): void {
    if (fg !== this.#fg || bg !== this.#bg || extended !== this.#extended) {
      if (!sameLook(this.#extended, extended) || fg !== this.#fg || bg !== this.#bg) {
        if (isProtected(this.#bg) && !isProtected(bg)) this.#out.ascii('\u001b[0"q');
        this.#out.ascii(rendition(fg, bg, extended));
      }
      this.#fg = fg;
      this.#bg = bg;
      this.#extended = extended;
    }
    const link = extended?.urlId ?? 0;
    if (link !== this.#link) this.#openLink(link);
  }

  #openLink(link: number): void {
    if (this.#linkOf === undefined) return;
    const data = link === 0 ? undefined : this.#linkOf(link);
    const id = data?.id === undefined ? '' : `id=${data.id}`;
    this.#out.text(`\u001b]8;${id};${data?.uri ?? ''}\u001b\\`);
    this.#link = link;
  }
}

function sameLook(one?: ExtendedAttributes, other?: ExtendedAttributes): boolean {
  return (one?._ext ?? 0) === (other?._ext ?? 0);
}

/** Columns up to the last that is more than a blank of the default background. */
function usedColumns(data: Uint32Array, columns: number): number {
  let end = columns;
  for (; end > 0; end -= 1) {
    const at = (end - 1) * NUMBERS_PER_CELL;
    const content = data[at] ?? 0;
    if ((content & HAS_CONTENT) !== 0 || data[at + 1] !== 0 || data[at + 2] !== 0) break;
    if (content >>> WIDTH_SHIFT !== 1) break;
  }
  return end;
}

/** A blank that erasing leaves: it has a background colour and nothing else. */
function isErased(data: Uint32Array, at: number): boolean {
  return (
    (data[at] ?? 0) >>> WIDTH_SHIFT === 1 &&
    data[at + 1] === 0 &&
    ((data[at + 2] ?? 0) & BACKGROUND_ATTRIBUTES) === 0
  );
}

function endOfErased(
  data: Uint32Array,
  { from, to, bg }: { from: number; to: number; bg: number },
): number {
  let end = from;
  while (end < to) {
    const at = end * NUMBERS_PER_CELL;
    if (((data[at] ?? 0) & HAS_CONTENT) !== 0 || !isErased(data, at) || data[at + 2] !== bg) break;
    end += 1;
  }
  return end;
}

/** Whether `wrap` can be left out before a row: its first character wraps by itself, and brings no colour. */
export function wrapsByItself(line: CoreLine): boolean {
  const [content = 0, , bg = 0] = line._data;
  return (content & HAS_CONTENT) !== 0 && content >>> WIDTH_SHIFT !== 0 && bg === 0;
}

/** Whether a row ended early because a wide character, the next row's first, had no room. */
export function leavesLast(line: CoreLine, next: CoreLine): boolean {
  const at = (line.length - 1) * NUMBERS_PER_CELL;
  return (
    (line._data[at] ?? 0) >>> WIDTH_SHIFT === 1 &&
    ((line._data[at] ?? 0) & HAS_CONTENT) === 0 &&
    (next._data[0] ?? 0) >>> WIDTH_SHIFT === 2 &&
    line._data[at + 1] === next._data[1] &&
    line._data[at + 2] === next._data[2]
  );
}

function endColumn(
  data: Uint32Array,
  { ending, width }: { ending: RowPlace['end']; width: number },
): number {
  switch (ending) {
    case 'ends':
      return usedColumns(data, width);
    case 'goes-on':
      return width;
    case 'leaves-last':
      return width - 1;
  }
}
