// The different rows that a film shows, as cells with their looks, each under a short name: frames hold the names.
import type { CellLook } from '../cell-looks.ts';
import { type Look, runsOf } from '../runs.ts';
import { GifBoundError } from './gif-bound.ts';

/** Cells of different rows, of some 200 bytes each: more of them are more than 64 MB of GIF, too. */
const MOST_CELLS = 4_000_000;

export interface RowCell {
  readonly column: number;
  readonly columns: number;
  readonly text: string;
  readonly look: Look;
}

export class KeptRows {
  readonly #names = new Map<string, string>();
  readonly #rows = new Map<string, readonly RowCell[]>();
  readonly #mostCells: number;
  #cells = 0;

  constructor(mostCells: number = MOST_CELLS) {
    this.#mostCells = mostCells;
  }

  /** The same name for what looks the same; empty where nothing is to be seen. Throws `GifBoundError`. */
  row(cells: readonly CellLook[]): string {
    const runs = runsOf(cells);
    if (runs.length === 0) return '';
    const key = JSON.stringify(runs);
    const known = this.#names.get(key);
    if (known !== undefined) return known;
    const name = `r${this.#names.size}`;
    this.#names.set(key, name);
    this.#cells += cells.length;
    if (this.#cells > this.#mostCells) throw new GifBoundError('too much of its screen changes');
    const row: RowCell[] = [];
    let column = 0;
    for (const { text, columns } of cells) {
      const run = runs.find((each) => column < each.column + each.columns);
      if (run === undefined) break;
      row.push({ column, columns, text, look: run.look });
      column += columns;
    }
    this.#rows.set(name, row);
    return name;
  }

  cells(name: string): readonly RowCell[] {
    return this.#rows.get(name) ?? [];
  }
}
