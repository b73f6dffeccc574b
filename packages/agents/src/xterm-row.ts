// Translates one row of a headless terminal into a row as the screen readers look at it.
import type { IBufferCell, IBufferLine } from '@xterm/headless';
import {
  CELL_BACKGROUND,
  CELL_BOLD,
  CELL_COLORED,
  CELL_DIM,
  CELL_REVERSE,
  type ScreenRow,
} from './screen-view.ts';

/** @param cell A cell to be reused, so that no object is made for each. */
export function readXtermRow(line: IBufferLine, cell: IBufferCell): ScreenRow {
  let text = '';
  let endOfText = 0;
  let columnsOfText = 0;
  const styles: number[] = [];
  const offsets: number[] = [];
  for (let column = 0; column < line.length; column += 1) {
    const found = line.getCell(column, cell);
    if (found === undefined) break;
    if (found.getWidth() === 0) {
      // The second half of a wide character.
      offsets.push(text.length);
      continue;
    }
    offsets.push(text.length);
    const characters = found.getChars() || ' ';
    const style = styleOf(found);
    for (let unit = 0; unit < characters.length; unit += 1) styles.push(style);
    text += characters;
    if (characters !== ' ') {
      endOfText = text.length;
      columnsOfText = column + found.getWidth();
    }
  }
  return {
    text: text.slice(0, endOfText),
    styles: styles.slice(0, endOfText),
    offsets: offsets.slice(0, columnsOfText),
    wrapped: line.isWrapped,
  };
}

function styleOf(cell: IBufferCell): number {
  return (
    (cell.isDim() ? CELL_DIM : 0) |
    (cell.isInverse() ? CELL_REVERSE : 0) |
    (cell.isBold() ? CELL_BOLD : 0) |
    (cell.isFgDefault() ? 0 : CELL_COLORED) |
    (cell.isBgDefault() ? 0 : CELL_BACKGROUND)
  );
}
