// Characters that are drawn as shapes, because they must meet their neighbours whatever font a viewer has:
// lines of boxes, and blocks. All others are text.

/** A cell in user units of the picture. */
export interface CellSize {
  readonly width: number;
  readonly height: number;
}

export interface Place {
  /** Of the cell's left upper corner. */
  readonly x: number;
  readonly y: number;
}

export type Shape =
  /** A line along `path`. */
  | { readonly kind: 'line'; readonly path: string; readonly weight: 'light' | 'heavy' }
  /** An area within `path`. */
  | { readonly kind: 'area'; readonly path: string };

/** Which arms of a cell's cross a character has: up, right, down, left. */
const LIGHT_ARMS: Readonly<Record<string, string>> = {
  '─': 'rl',
  '│': 'ud',
  '┌': 'rd',
  '┐': 'dl',
  '└': 'ur',
  '┘': 'ul',
  '├': 'urd',
  '┤': 'udl',
  '┬': 'rdl',
  '┴': 'url',
  '┼': 'urdl',
};
const HEAVY_ARMS: Readonly<Record<string, string>> = {
  '━': 'rl',
  '┃': 'ud',
  '┏': 'rd',
  '┓': 'dl',
  '┗': 'ur',
  '┛': 'ul',
  '┣': 'urd',
  '┫': 'udl',
  '┳': 'rdl',
  '┻': 'url',
  '╋': 'urdl',
};
/** Which two arms a round corner joins. */
const ROUND: Readonly<Record<string, string>> = { '╭': 'rd', '╮': 'dl', '╰': 'ur', '╯': 'ul' };
/** Of a cell, in eighths: left, top, width, height. */
const BLOCKS: Readonly<Record<string, readonly [number, number, number, number]>> = {
  '▀': [0, 0, 8, 4],
  '▌': [0, 0, 4, 8],
  '▐': [4, 0, 4, 8],
  '▏': [0, 0, 1, 8],
  '█': [0, 0, 8, 8],
};
/** One to seven eighths from below. */
const LOWER = '▁▂▃▄▅▆▇';

/** The shape of a character at a place; undefined: it is text. */
export function shapeOf(character: string, place: Place, cell: CellSize): Shape | undefined {
  const block = blockOf(character);
  if (block !== undefined) return { kind: 'area', path: boxPath(block, place, cell) };
  const round = ROUND[character];
  if (round !== undefined) {
    return { kind: 'line', path: roundPath(round, place, cell), weight: 'light' };
  }
  const light = LIGHT_ARMS[character];
  const arms = light ?? HEAVY_ARMS[character];
  if (arms === undefined) return undefined;
  const path = armsPath(arms, place, cell);
  return { kind: 'line', path, weight: light === undefined ? 'heavy' : 'light' };
}

function blockOf(character: string): readonly [number, number, number, number] | undefined {
  const height = character === '' ? 0 : LOWER.indexOf(character) + 1;
  return height > 0 ? [0, 8 - height, 8, height] : BLOCKS[character];
}

function boxPath(
  [left, top, width, height]: readonly [number, number, number, number],
  { x, y }: Place,
  cell: CellSize,
): string {
  const [across, down] = [cell.width / 8, cell.height / 8];
  const corner = `M${short(x + left * across)} ${short(y + top * down)}`;
  return `${corner}h${short(width * across)}v${short(height * down)}h${short(-width * across)}z`;
}

function armsPath(arms: string, { x, y }: Place, { width, height }: CellSize): string {
  const [middle, centre] = [x + width / 2, y + height / 2];
  const has = (arm: string): boolean => arms.includes(arm);
  let path = '';
  if (has('l') || has('r')) {
    const from = has('l') ? x : middle;
    path += `M${short(from)} ${short(centre)}H${short(has('r') ? x + width : middle)}`;
  }
  if (has('u') || has('d')) {
    const from = has('u') ? y : centre;
    path += `M${short(middle)} ${short(from)}V${short(has('d') ? y + height : centre)}`;
  }
  return path;
}

function roundPath(arms: string, { x, y }: Place, { width, height }: CellSize): string {
  const [middle, centre] = [x + width / 2, y + height / 2];
  const end = arms.includes('r') ? x + width : x;
  const start = arms.includes('u') ? y : y + height;
  const bend = arms.includes('u') ? centre - width / 2 : centre + width / 2;
  const begin = `M${short(middle)} ${short(start)}V${short(bend)}`;
  return `${begin}Q${short(middle)} ${short(centre)} ${short(end)} ${short(centre)}`;
}

/** At most two digits behind the point. */
export function short(value: number): string {
  return String(Math.round(value * 100) / 100);
}
