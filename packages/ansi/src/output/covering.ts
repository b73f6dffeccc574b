// Drawing on the child's own rows: a panel over them, and later what the child had there. Meanwhile
// the child's output is held back; whether this is a safe moment is asked of `reserved-rows.ts`.
import type { ChildState } from './child-state.ts';
import { absolutePosition, regionSequence } from './placement.ts';
import { NO_WRAP, visitSequence, WRAP } from './reserved-rows.ts';
import { type MeasuredRow, measureRow, type ScreenRow } from './screen-rows.ts';

const RENDITION_RESET = '\x1b[m';
/** Wraps onto a row that may begin with cells to be left blank. */
const WRAPPED = ' \r\x1b[X';

/** Draws rows over the child's and leaves its cursor hidden. */
export function coverSequence(state: ChildState, rows: readonly ScreenRow[]): string {
  return visitSequence(state, rowsSequence(state, rows), 'covered');
}

/** Draws rows, the child's own again, and leaves everything as the child had it. */
export function uncoverSequence(state: ChildState, rows: readonly ScreenRow[]): string {
  return visitSequence(state, rowsSequence(state, rows), 'as-it-was');
}

function rowsSequence(state: ChildState, rows: readonly ScreenRow[]): string {
  const { cursor } = state;
  const placed = measured(state, rows);
  let erased = '';
  let drawn = '';
  let joined = false;
  let crossesRegion = false;
  for (const [index, row] of placed.entries()) {
    const wraps = wrapsInto(row, placed[index + 1], cursor.columns);
    if (wraps && row.row === cursor.buffer.bottom) crossesRegion = true;
    // Not by EL: after that the row would no longer belong to the line above.
    erased += `${absolutePosition(row.row, 0)}\x1b[${cursor.columns}X`;
    drawn += joined ? WRAPPED : absolutePosition(row.row, 0);
    if (wraps && !joined) drawn += WRAP;
    drawn += wraps ? row.text : row.trimmed;
    if (joined && !wraps) drawn += NO_WRAP;
    drawn += RENDITION_RESET;
    joined = wraps;
  }
  const text = RENDITION_RESET + erased + drawn;
  // A wrap at the end of the region would scroll it.
  return crossesRegion ? `\x1b[r${text}${regionSequence(state)}` : text;
}

interface PlacedRow extends ScreenRow, MeasuredRow {}

/** The rows from top to bottom. */
function measured(state: ChildState, rows: readonly ScreenRow[]): PlacedRow[] {
  const { cursor, ambiguousWidth } = state;
  for (const { row } of rows) {
    if (!Number.isInteger(row) || row < 0 || row >= cursor.rows) {
      throw new RangeError(`row must be one of the child's ${cursor.rows} rows, not ${row}`);
    }
  }
  return [...rows]
    .sort((left, right) => left.row - right.row)
    .map((row) => ({ ...row, ...measureRow(row.bytes, ambiguousWidth) }));
}

/** Whether printing both one after the other wraps from one into the other, and no further. */
function wrapsInto(row: PlacedRow, next: PlacedRow | undefined, columns: number): boolean {
  if (row.goesOn !== true || row.cells !== columns || next?.row !== row.row + 1) return false;
  return next.cells !== undefined && next.cells <= columns;
}
