// The cells of an emulator's screen with their looks, for whoever draws them. Values to compare and print
// are terminal-cells.ts's.
import type xterm from '@xterm/headless';

type Terminal = InstanceType<typeof xterm.Terminal>;
type Buffer = Terminal['buffer']['active'];
type Cell = ReturnType<Buffer['getNullCell']>;

/** A number of the palette of 256, or 0xRRGGBB. */
export type CellColour =
  | { readonly kind: 'palette'; readonly index: number }
  | { readonly kind: 'rgb'; readonly value: number };

export type CellAttribute = 'bold' | 'dim' | 'italic' | 'underline' | 'inverse' | 'strike';

export interface CellLook {
  /** A blank where nothing was written or nothing is to be seen. */
  readonly text: string;
  /** Cells it takes: two for a wide character. */
  readonly columns: 1 | 2;
  /** Undefined: the terminal's own. */
  readonly foreground: CellColour | undefined;
  readonly background: CellColour | undefined;
  readonly attributes: readonly CellAttribute[];
}

/** A row of a buffer; the right half of a wide character is no cell of its own. */
export function readLooks(buffer: Buffer, row: number): CellLook[] {
  const line = buffer.getLine(row);
  if (line === undefined) return [];
  const looks: CellLook[] = [];
  const scratch = buffer.getNullCell();
  for (let column = 0; column < line.length; column += 1) {
    const cell = line.getCell(column, scratch);
    if (cell !== undefined && cell.getWidth() > 0) looks.push(lookOf(cell));
  }
  return looks;
}

function lookOf(cell: Cell): CellLook {
  const flags: readonly (readonly [CellAttribute, number])[] = [
    ['bold', cell.isBold()],
    ['dim', cell.isDim()],
    ['italic', cell.isItalic()],
    ['underline', cell.isUnderline()],
    ['inverse', cell.isInverse()],
    ['strike', cell.isStrikethrough()],
  ];
  return {
    text: cell.isInvisible() === 0 ? cell.getChars() || ' ' : ' ',
    columns: cell.getWidth() === 2 ? 2 : 1,
    foreground: cell.isFgDefault() ? undefined : colourOf(cell.isFgRGB(), cell.getFgColor()),
    background: cell.isBgDefault() ? undefined : colourOf(cell.isBgRGB(), cell.getBgColor()),
    attributes: flags.flatMap(([name, on]) => (on === 0 ? [] : [name])),
  };
}

function colourOf(isExact: boolean, value: number): CellColour {
  return isExact ? { kind: 'rgb', value } : { kind: 'palette', index: value };
}
