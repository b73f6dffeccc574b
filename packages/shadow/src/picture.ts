// Draws the upper left part of a screen on a terminal of another size, and afterwards only what has
// changed. When a picture is due is left to others.
import { ByteWriter } from './byte-writer.ts';
import {
  type CoreLine,
  coreOf,
  type HeadlessTerminal,
  type TerminalSize,
} from './headless-core.ts';
import { HAS_EXTENDED } from './rendition.ts';
import { RowWriter } from './row-writer.ts';
import { LineReader } from './scrollback.ts';

/** Of each cell: content, foreground, background; a character of more than one code point is told by the first. */
const NUMBERS_PER_CELL = 3;
const COMBINED = 0x200000;

const DIM = '\u001b[2m';

export class Picture {
  readonly #size: TerminalSize;
  readonly #rowOut = new ByteWriter();
  /** Each row as it was drawn last. */
  #drawn: string[] | undefined;
  /** The cells that each row was drawn from, where they alone tell how it looks. */
  #cells: (Uint32Array | undefined)[] = [];
  #sessionColumns = 0;
  #cursor = '';

  /** @param size The terminal's, in cells. */
  constructor(size: TerminalSize) {
    this.#size = size;
  }

  /** Bytes that bring the terminal up to date; undefined when nothing has changed. */
  update(terminal: HeadlessTerminal): Uint8Array<ArrayBuffer> | undefined {
    const rows = this.#rows(terminal);
    const cursor = this.#cursorBytes(terminal);
    const out = new ByteWriter();
    if (this.#drawn === undefined) out.ascii('\u001b[m\u001b[r\u001b[?6l\u001b[H\u001b[J');
    for (const [index, row] of rows.entries()) {
      const before = this.#drawn?.[index] ?? '';
      if (row === before) continue;
      out.ascii(`\u001b[${index + 1};1H\u001b[K`).ascii(row);
    }
    if (out.length === 0 && cursor === this.#cursor) return undefined;
    this.#drawn = rows;
    this.#cursor = cursor;
    const bytes = out.take();
    return out.ascii('\u001b[?2026h\u001b[?25l').bytes(bytes).ascii(cursor).take();
  }

  /** The first row shown: 0 unless the cursor is below the window, which then ends with its row. */
  #firstRow(terminal: HeadlessTerminal): number {
    const { y } = coreOf(terminal).buffers.active;
    return Math.max(0, y - this.#size.rows + 1);
  }

  /** Rows as bytes, one character a byte. */
  #rows(terminal: HeadlessTerminal): string[] {
    const { active } = coreOf(terminal).buffers;
    const lines = new LineReader(active.lines);
    const first = this.#firstRow(terminal);
    if (terminal.cols !== this.#sessionColumns) this.#cells = [];
    this.#sessionColumns = terminal.cols;
    return Array.from({ length: this.#size.rows }, (_, index) => {
      const row = first + index;
      if (row < terminal.rows) {
        const line = lines.get(active.ybase + row);
        if (line !== undefined) return this.#rowAt(index, line);
      }
      this.#cells[index] = undefined;
      return row === terminal.rows ? this.#lowerEdge(terminal.cols) : '';
    });
  }

  /** As it was drawn before where its cells are the same: of most screens little changes. */
  #rowAt(index: number, line: CoreLine): string {
    const cells = line._data.subarray(0, line.length * NUMBERS_PER_CELL);
    const before = this.#cells[index];
    const drawn = this.#drawn?.[index];
    if (drawn !== undefined && before !== undefined && isSame(before, cells)) return drawn;
    this.#cells[index] = tellsAll(cells) ? cells.slice() : undefined;
    return this.#row(line, this.#sessionColumns);
  }

  #row(line: CoreLine, sessionColumns: number): string {
    const columns = Math.min(this.#size.columns, sessionColumns);
    const out = this.#rowOut;
    const writer = new RowWriter(out);
    writer.row(line, { end: 'ends', columns });
    writer.plain();
    if (this.#size.columns > sessionColumns) {
      out
        .ascii(`\u001b[${sessionColumns + 1}G${DIM}`)
        .text('│')
        .ascii('\u001b[m');
    }
    return asText(out.take());
  }

  #lowerEdge(sessionColumns: number): string {
    const { columns } = this.#size;
    const corner = columns > sessionColumns ? '┘' : '';
    this.#rowOut.ascii(DIM).text('─'.repeat(Math.min(columns, sessionColumns)) + corner);
    return asText(this.#rowOut.ascii('\u001b[m').take());
  }

  #cursorBytes(terminal: HeadlessTerminal): string {
    const { buffers, coreService } = coreOf(terminal);
    const { x, y } = buffers.active;
    const row = y - this.#firstRow(terminal);
    const column = Math.min(x, terminal.cols - 1);
    const seen = !coreService.isCursorHidden && column < this.#size.columns;
    return `\u001b[${row + 1};${column + 1}H${seen ? '\u001b[?25h' : ''}\u001b[?2026l`;
  }
}

/** One character a byte, to be compared and written again. */
function asText(bytes: Uint8Array<ArrayBuffer>): string {
  return Buffer.from(bytes.buffer).toString('latin1');
}

function isSame(one: Uint32Array, other: Uint32Array): boolean {
  if (one.length !== other.length) return false;
  for (let at = 0; at < one.length; at += 1) if (one[at] !== other[at]) return false;
  return true;
}

/** No cell has anything that is kept beside them. */
function tellsAll(cells: Uint32Array): boolean {
  for (let at = 0; at < cells.length; at += NUMBERS_PER_CELL) {
    if (((cells[at] ?? 0) & COMBINED) !== 0) return false;
    if (((cells[at + 2] ?? 0) & HAS_EXTENDED) !== 0) return false;
  }
  return true;
}
