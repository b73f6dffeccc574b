// Draws the upper left part of a screen on a terminal of another size, and afterwards only what has
// changed. When a picture is due is left to others.
import { ByteWriter } from './byte-writer.ts';
import { coreOf, type HeadlessTerminal, type TerminalSize } from './headless-core.ts';
import { RowWriter } from './row-writer.ts';

const DIM = '\u001b[2m';

export class Picture {
  readonly #size: TerminalSize;
  readonly #rowOut = new ByteWriter();
  readonly #decoder = new TextDecoder('latin1');
  /** Each row as it was drawn last. */
  #drawn: string[] | undefined;
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
      out.ascii(`\u001b[${index + 1};1H`).ascii(row);
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
    const first = this.#firstRow(terminal);
    return Array.from({ length: this.#size.rows }, (_, index) => {
      const row = first + index;
      if (row < terminal.rows) {
        const line = active.lines.get(active.ybase + row);
        return line === undefined ? '' : this.#row(line, terminal.cols);
      }
      return row === terminal.rows ? this.#lowerEdge(terminal.cols) : '\u001b[K';
    });
  }

  #row(line: Parameters<RowWriter['row']>[0], sessionColumns: number): string {
    const columns = Math.min(this.#size.columns, sessionColumns);
    const out = this.#rowOut;
    new RowWriter(out).padded(line, columns);
    if (this.#size.columns > sessionColumns) {
      out.ascii(DIM).text('│').ascii('\u001b[m');
      if (this.#size.columns > sessionColumns + 1) out.ascii('\u001b[K');
    }
    return this.#decoder.decode(out.take());
  }

  #lowerEdge(sessionColumns: number): string {
    const { columns } = this.#size;
    const corner = columns > sessionColumns ? '┘' : '';
    this.#rowOut.ascii(DIM).text('─'.repeat(Math.min(columns, sessionColumns)) + corner);
    this.#rowOut.ascii('\u001b[m');
    if (columns > sessionColumns + 1) this.#rowOut.ascii('\u001b[K');
    return this.#decoder.decode(this.#rowOut.take());
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
