// Translates one row of a headless terminal into a row as the screen readers look at it. Most rows
// are only asked for their text, many times a second: attributes are read when asked for.
import {
  CELL_BACKGROUND,
  CELL_BOLD,
  CELL_COLORED,
  CELL_DIM,
  CELL_GREY,
  CELL_REVERSE,
  type ScreenRow,
} from '@codex-voice/agents';
import type { IBufferCell, IBufferLine } from '@xterm/headless';

interface Attributes {
  readonly styles: readonly number[];
  readonly offsets: readonly number[];
}

/** @param cell A cell to be reused, so that no object is made for each. */
export function readXtermRow(line: IBufferLine, cell: IBufferCell): ScreenRow {
  const text = line.translateToString(true).replace(/ +$/u, '');
  let attributes: Attributes | undefined;
  const read = () => {
    attributes ??= readAttributes(line, { cell, length: text.length });
    return attributes;
  };
  return {
    text,
    wrapped: line.isWrapped,
    get styles() {
      return read().styles;
    },
    get offsets() {
      return read().offsets;
    },
  };
}

/** Attributes of the first `length` UTF-16 units of the row's text. */
function readAttributes(
  line: IBufferLine,
  { cell, length }: { readonly cell: IBufferCell; readonly length: number },
): Attributes {
  const styles: number[] = [];
  const offsets: number[] = [];
  for (let column = 0; column < line.length; column += 1) {
    const found = line.getCell(column, cell);
    if (found === undefined) break;
    const secondHalf = found.getWidth() === 0;
    if (!secondHalf && styles.length >= length) break;
    offsets.push(styles.length);
    if (secondHalf) continue;
    const units = found.getChars().length || 1;
    const style = styleOf(found);
    for (let unit = 0; unit < units; unit += 1) styles.push(style);
  }
  return { styles, offsets };
}

function styleOf(cell: IBufferCell): number {
  return (
    (cell.isDim() ? CELL_DIM : 0) |
    (cell.isInverse() ? CELL_REVERSE : 0) |
    (cell.isBold() ? CELL_BOLD : 0) |
    (cell.isFgDefault() ? 0 : CELL_COLORED) |
    (isGrey(cell) ? CELL_GREY : 0) |
    (cell.isBgDefault() ? 0 : CELL_BACKGROUND)
  );
}

/** Bright black, and the palette's row of greys but its lightest. */
function isGreyEntry(index: number): boolean {
  return index === 8 || index === 59 || index === 102 || (index >= 235 && index <= 248);
}

/** A mixed colour is grey where its parts are as good as one, and neither black nor white. */
const GREY_SPREAD = 12;
const GREY_LIGHTNESS = { least: 0x30, most: 0xb0 } as const;

function isGrey(cell: IBufferCell): boolean {
  const color = cell.getFgColor();
  if (cell.isFgPalette()) return isGreyEntry(color);
  if (!cell.isFgRGB()) return false;
  const parts = [color >> 16, (color >> 8) & 0xff, color & 0xff];
  const [least, most] = [Math.min(...parts), Math.max(...parts)];
  if (most - least > GREY_SPREAD) return false;
  return least >= GREY_LIGHTNESS.least && most <= GREY_LIGHTNESS.most;
}
