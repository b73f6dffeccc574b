// A screen that scrolls as a terminal does: what is said stays above, and the last rows are drawn anew in
// place. Calls in, bytes out.
import { stripped } from './stripped.ts';

/** Rows that are drawn anew, and the cursor among them. */
export interface LiveRows {
  readonly rows: readonly string[];
  readonly cursor: { readonly row: number; readonly column: number };
}

const BEGIN = '\u001b[?2026h';
const END = '\u001b[?2026l';
const ERASE_BELOW = '\u001b[J';
const NOTHING: LiveRows = { rows: [''], cursor: { row: 0, column: 0 } };

export class LineScreen {
  #live: LiveRows = NOTHING;
  #columns: number;

  constructor(columns: number) {
    this.#columns = columns;
  }

  /** The rows that are new above, and the live ones in place of those before. */
  draw(said: readonly string[], live: LiveRows): string {
    const above = said.map((row) => `${row}\r\n`).join('');
    const { rows, cursor } = live;
    const up = rows.length - 1 - cursor.row;
    const place = `${up > 0 ? `\u001b[${up}A` : ''}\r${cursor.column > 0 ? `\u001b[${cursor.column}C` : ''}`;
    const drawn = this.#toTop() + ERASE_BELOW + above + rows.join('\r\n') + place;
    this.#live = live;
    return BEGIN + drawn + END;
  }

  /** The terminal has wrapped its rows anew by now. */
  resized(columns: number): void {
    this.#columns = columns;
  }

  /** The cursor below everything, where a shell goes on. */
  leave(): string {
    return `${this.#toTop()}${ERASE_BELOW}`;
  }

  #toTop(): string {
    const { rows, cursor } = this.#live;
    const above = rows.slice(0, cursor.row).map((row) => this.#heightOf(row));
    const within = Math.floor(cursor.column / this.#columns);
    const up = above.reduce((sum, height) => sum + height, within);
    return `\r${up > 0 ? `\u001b[${up}A` : ''}`;
  }

  /** More than one where the window has become narrower. */
  #heightOf(row: string): number {
    return Math.max(1, Math.ceil(stripped(row) / this.#columns));
  }
}
