// Reads the cells of an emulator's screen into plain values that can be compared and printed.
import type xterm from '@xterm/headless';

type Terminal = InstanceType<typeof xterm.Terminal>;
type Buffer = Terminal['buffer']['active'];
type Cell = ReturnType<Buffer['getNullCell']>;

/** One row: a string a cell (see {@link readRow}), and whether it goes on from the row above. */
export interface SnapshotRow {
  cells: readonly string[];
  wrapped: boolean;
}

/**
 * Reads a row. A cell is its characters (`·` for an empty one, nothing for the right half of a wide
 * one), then, where it isn't plain, its attributes in braces: `A{bold fg:2}`.
 */
export function readRow(buffer: Buffer, row: number): SnapshotRow {
  const line = buffer.getLine(row);
  if (line === undefined) return { cells: [], wrapped: false };
  const cells: string[] = [];
  const scratch = buffer.getNullCell();
  for (let column = 0; column < line.length; column += 1) {
    const cell = line.getCell(column, scratch);
    cells.push(cell === undefined ? '' : describe(cell));
  }
  return { cells, wrapped: line.isWrapped };
}

/** A row's text without attributes, trailing blanks cut. */
export function rowText(row: SnapshotRow): string {
  return row.cells
    .map((cell) => cell.replace(/\{[^{]+\}$/u, '').replace(/^·$/, ' '))
    .join('')
    .trimEnd();
}

function describe(cell: Cell): string {
  // An erased cell and a written space look alike, and no program can tell them apart.
  const characters = cell.getWidth() === 0 ? '' : cell.getChars() || ' ';
  const wide = cell.getWidth() === 2 ? ['wide'] : [];
  const attributes = [...wide, ...attributesOf(cell)];
  const shown = characters === ' ' ? '·' : characters;
  return attributes.length === 0 ? shown : `${shown}{${attributes.join(' ')}}`;
}

function attributesOf(cell: Cell): string[] {
  if (cell.isAttributeDefault()) return [];
  const flags: [string, number][] = [
    ['bold', cell.isBold()],
    ['dim', cell.isDim()],
    ['italic', cell.isItalic()],
    [`underline${underlineDetail(cell)}`, cell.isUnderline()],
    ['blink', cell.isBlink()],
    ['inverse', cell.isInverse()],
    ['invisible', cell.isInvisible()],
    ['strike', cell.isStrikethrough()],
    ['overline', cell.isOverline()],
  ];
  const colours = [
    ...(cell.isFgDefault() ? [] : [`fg:${cell.isFgRGB() ? '#' : ''}${cell.getFgColor()}`]),
    ...(cell.isBgDefault() ? [] : [`bg:${cell.isBgRGB() ? '#' : ''}${cell.getBgColor()}`]),
  ];
  return [...flags.filter(([, on]) => on !== 0).map(([name]) => name), ...colours];
}

// The emulator's cells know their underline's style and colour, its published types do not.
function underlineDetail(cell: Cell): string {
  const detailed: Cell & { getUnderlineStyle?: () => number; getUnderlineColor?: () => number } =
    cell;
  return `:${detailed.getUnderlineStyle?.() ?? ''}:${detailed.getUnderlineColor?.() ?? ''}`;
}
