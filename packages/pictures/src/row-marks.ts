// One row of a terminal as SVG: grounds, shapes and text, every run of text as wide as its cells. A look
// that comes again is a class of its own.
import type { CellLook } from './cell-looks.ts';
import { type CellSize, shapeOf, short } from './drawn-characters.ts';
import { hex, SCREEN } from './palette.ts';
import { type Look, type Run, runsOf } from './runs.ts';

/** Whole numbers, so that a row is short; 0.6 of the letters' size is what monospace fonts have. */
export const CELL: CellSize & { readonly lettersSize: number; readonly baseline: number } = {
  width: 9,
  height: 20,
  lettersSize: 15,
  baseline: 15,
};

/** Where no font is as wanted, a cell is as wide as here. */
export const FONTS =
  'ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono","Liberation Mono",monospace';

/** Gives looks short names, and tells what they are. */
export class Looks {
  readonly #names = new Map<string, string>();

  /** The class of declarations such as `fill:#fff`. */
  named(declarations: string): string {
    const known = this.#names.get(declarations);
    if (known !== undefined) return known;
    const name = `c${this.#names.size.toString(36)}`;
    this.#names.set(declarations, name);
    return name;
  }

  row(cells: readonly CellLook[]): string {
    return rowMarks(cells, this);
  }

  rules(): string {
    return [...this.#names].map(([declarations, name]) => `.${name}{${declarations}}`).join('');
  }
}

/** A row; the beginning of its letters' baseline is the origin. Empty where nothing is to be seen. */
export function rowMarks(cells: readonly CellLook[], looks: Looks): string {
  const runs = runsOf(cells);
  const grounds = runs.map((run) => ground(run, looks)).join('');
  const pieces = runs.flatMap((run) => piecesOf(run, cells));
  return grounds + pieces.map((piece) => pieceMark(piece, looks)).join('');
}

function ground({ column, columns, look }: Run, looks: Looks): string {
  if (look.background === undefined) return '';
  const name = looks.named(`fill:${hex(look.background)}`);
  const [x, width] = [column * CELL.width, columns * CELL.width];
  return `<path class="${name}" d="M${x} ${-CELL.baseline}h${width}v${CELL.height}h-${width}z"/>`;
}

type Piece =
  | { readonly kind: 'text'; readonly run: Run }
  /** A character that a viewer may have to take from another font: it stands in the middle of its cells. */
  | { readonly kind: 'sign'; readonly run: Run }
  | {
      readonly kind: 'line-light' | 'line-heavy' | 'area';
      readonly path: string;
      readonly look: Look;
    };

/** Splits a run where the way of drawing changes, and at gaps: no blanks are left for a viewer to keep. */
function piecesOf(run: Run, cells: readonly CellLook[]): Piece[] {
  const pieces: Piece[] = [];
  for (const { text, column, columns } of charactersOf(run, cells)) {
    const place = { x: column * CELL.width, y: -CELL.baseline };
    const shape = shapeOf(text, place, CELL);
    const last = pieces.at(-1);
    if (shape !== undefined) {
      const kind = shape.kind === 'area' ? 'area' : (`line-${shape.weight}` as const);
      if (last?.kind === kind)
        pieces[pieces.length - 1] = { ...last, path: last.path + shape.path };
      else pieces.push({ kind, path: shape.path, look: run.look });
      continue;
    }
    if (text === ' ' && run.look.lines === 'none') {
      addBlank(pieces, column);
      continue;
    }
    if (!isPlain(text)) {
      pieces.push({ kind: 'sign', run: { column, columns, text, look: run.look } });
    } else if (last?.kind === 'text' && last.run.column + last.run.columns === column) {
      const joined = { columns: last.run.columns + columns, text: last.run.text + text };
      pieces[pieces.length - 1] = { kind: 'text', run: { ...last.run, ...joined } };
    } else pieces.push({ kind: 'text', run: { column, columns, text, look: run.look } });
  }
  return pieces.map(withoutEnd);
}

/** One blank between words stays with them; more are a gap. */
function addBlank(pieces: Piece[], column: number): void {
  const last = pieces.at(-1);
  if (last?.kind !== 'text' || last.run.text.endsWith(' ')) return;
  if (last.run.column + last.run.columns !== column) return;
  const { columns, text } = last.run;
  pieces[pieces.length - 1] = {
    kind: 'text',
    run: { ...last.run, columns: columns + 1, text: `${text} ` },
  };
}

function withoutEnd(piece: Piece): Piece {
  if (piece.kind !== 'text' || piece.run.look.lines !== 'none') return piece;
  const text = piece.run.text.trimEnd();
  const columns = piece.run.columns - (piece.run.text.length - text.length);
  return { kind: 'text', run: { ...piece.run, text, columns } };
}

function charactersOf(run: Run, cells: readonly CellLook[]): Run[] {
  const found: Run[] = [];
  let column = 0;
  for (const { text, columns } of cells) {
    if (column >= run.column && column < run.column + run.columns) {
      found.push({ column, columns, text, look: run.look });
    }
    column += columns;
  }
  return found;
}

/** Every monospace font has these, in its own width. */
function isPlain(text: string): boolean {
  return /^[\u0020-\u007e\u00a1-\u00ff]$/u.test(text);
}

function pieceMark(piece: Piece, looks: Looks): string {
  switch (piece.kind) {
    case 'area':
      return `<path class="${looks.named(`fill:${hex(piece.look.foreground)}`)}" d="${piece.path}"/>`;
    case 'line-light':
    case 'line-heavy': {
      const width = piece.kind === 'line-heavy' ? 'stroke-width:2.4;' : '';
      const name = looks.named(`fill:none;${width}stroke:${hex(piece.look.foreground)}`);
      return `<path class="${name}" d="${piece.path}"/>`;
    }
    case 'sign': {
      const { column, columns, text, look } = piece.run;
      const x = short((column + columns / 2) * CELL.width);
      const name = looks.named(`${letters(look)};text-anchor:middle`);
      return `<text x="${x}" class="${name}">${escaped(text)}</text>`;
    }
    case 'text': {
      const { column, columns, text, look } = piece.run;
      const [x, length] = [column * CELL.width, columns * CELL.width];
      const place = `x="${x}" textLength="${length}"`;
      return `<text ${place} class="${looks.named(letters(look))}">${escaped(text)}</text>`;
    }
  }
}

function letters({ foreground, isBold, isItalic, lines }: Look): string {
  const declarations = [`fill:${hex(foreground)}`];
  if (isBold) declarations.push('font-weight:700');
  if (isItalic) declarations.push('font-style:italic');
  if (lines !== 'none') declarations.push(`text-decoration:${lines}`);
  return declarations.join(';');
}

export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** The rule that all text shares. */
export function textRule(): string {
  const ink = hex(SCREEN.foreground);
  return `text{font:${CELL.lettersSize}px ${FONTS};fill:${ink};white-space:pre}`;
}
