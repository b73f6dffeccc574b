// Paints a film's frames: the window once, then each row that has changed, and the cursor. Pixels become a file
// elsewhere.
import type { Film, Frame } from '../film.ts';
import { Coverage, type Mask, type Point } from '../fonts/coverage.ts';
import { type LetterFonts, Letters, OVERHANG } from '../fonts/letters.ts';
import type { FontStyle } from '../fonts/machine-fonts.ts';
import { SCREEN } from '../palette.ts';
import { CELL } from '../row-marks.ts';
import type { Look } from '../runs.ts';
import { BAR_HEIGHT, BUTTONS, COLOURS, EDGE, RADIUS, windowPlaces } from '../window-marks.ts';
import { type Area, Canvas } from './canvas.ts';
import type { KeptRows, RowCell } from './kept-rows.ts';

/** Of the window's name, in pixels. */
const TITLE_CELL = { width: 8, height: 20, lettersSize: 13, baseline: 15 } as const;
const BUTTON_PIXELS = 6;
/** A circle, and a window's corner, in so many straight pieces. */
const ROUND_PIECES = 32;
/** Of a cursor as much is seen; the cell under it is, too. */
const CURSOR_SHARE = 0.55;
/** Lines of text, from its baseline, in pixels. */
const LINES = { underline: 2, 'line-through': -5 } as const;

export interface PaintedFilm {
  readonly film: Film;
  readonly rows: KeptRows;
  readonly fonts: LetterFonts;
}

export class ScreenPainter {
  readonly canvas: Canvas;
  readonly #film: Film;
  readonly #kept: KeptRows;
  readonly #letters: Letters;
  readonly #titleLetters: Letters;
  /** Names of the rows that are painted. */
  #painted: readonly string[] = [];
  #cursor: Frame['cursor'];

  constructor({ film, rows, fonts }: PaintedFilm) {
    this.#film = film;
    this.#kept = rows;
    this.#letters = new Letters(fonts, CELL);
    this.#titleLetters = new Letters(fonts, TITLE_CELL);
    this.canvas = new Canvas(windowPlaces(film));
    this.#paintWindow();
  }

  /** Characters in whose place a box stands. */
  get missing(): readonly string[] {
    return [...new Set([...this.#letters.missing, ...this.#titleLetters.missing])];
  }

  /** Brings the screen to this frame. The first and the row behind the last that may have changed; undefined: none. */
  paint({ rows, cursor }: Frame): { readonly from: number; readonly to: number } | undefined {
    const before = this.#cursor;
    const isMoved = before?.column !== cursor?.column || before?.row !== cursor?.row;
    const changed = Array.from({ length: this.#film.rows }, (_, row) => row).filter(
      (row) =>
        (rows[row] ?? '') !== (this.#painted[row] ?? '') ||
        (isMoved && (row === before?.row || row === cursor?.row)),
    );
    this.#cursor = cursor;
    this.#painted = rows;
    for (const row of changed) this.#paintRow(row, rows[row] ?? '');
    const [first] = changed;
    const last = changed.at(-1);
    if (first === undefined || last === undefined) return undefined;
    const { y } = windowPlaces(this.#film);
    return { from: y + first * CELL.height, to: y + (last + 1) * CELL.height };
  }

  #paintRow(row: number, name: string): void {
    const { x, y } = windowPlaces(this.#film);
    const top = y + row * CELL.height;
    const whole = { x, y: top, width: this.#film.columns * CELL.width, height: CELL.height };
    this.canvas.fill(this.#withOverhang(whole), SCREEN.background);
    const cells = this.#kept.cells(name);
    for (const { column, columns, look } of cells) {
      if (look.background === undefined) continue;
      const place = { x: x + column * CELL.width, y: top };
      const size = { width: columns * CELL.width, height: CELL.height };
      this.canvas.fill({ ...place, ...size }, look.background);
    }
    for (const cell of cells) this.#paintLetter(cell, { x: x + cell.column * CELL.width, y: top });
    const cursor = this.#cursor;
    if (cursor?.row !== row) return;
    const place = { x: x + cursor.column * CELL.width, y: top + 1 };
    const size = { width: CELL.width, height: CELL.height - 2 };
    this.canvas.tint({ ...place, ...size }, SCREEN.foreground, CURSOR_SHARE);
  }

  /** Letters reach into the window's margin, and so does what is cleared. */
  #withOverhang(area: Area): Area {
    return { ...area, x: area.x - OVERHANG, width: area.width + 2 * OVERHANG };
  }

  #paintLetter({ text, columns, look }: RowCell, place: Point): void {
    const { foreground, lines } = look;
    if (text !== ' ') {
      const mask = this.#letters.mask({ text, columns, style: styleOf(look) });
      this.canvas.paint(mask, { x: place.x - OVERHANG, y: place.y }, foreground);
    }
    if (lines === 'none') return;
    const y = place.y + CELL.baseline + LINES[lines];
    this.canvas.fill({ x: place.x, y, width: columns * CELL.width, height: 1 }, foreground);
  }

  #paintWindow(): void {
    const { width, height } = windowPlaces(this.#film);
    const at = { x: 0, y: 0 };
    const size = { width, height };
    this.canvas.paint(roundMask(size, { inset: 0, radius: RADIUS }), at, numberOf(COLOURS.edge));
    const inner = roundMask(size, { inset: 2 * EDGE, radius: RADIUS - 2 * EDGE });
    this.canvas.paint(inner, at, SCREEN.background);
    const bar = { ...inner, height: BAR_HEIGHT };
    this.canvas.paint(bar, at, numberOf(COLOURS.bar));
    BUTTONS.forEach((colour, index) => {
      const side = 2 * BUTTON_PIXELS;
      const mask = roundMask({ width: side, height: side }, { inset: 0, radius: BUTTON_PIXELS });
      const x = 20 + index * 20 - BUTTON_PIXELS;
      this.canvas.paint(mask, { x, y: BAR_HEIGHT / 2 - BUTTON_PIXELS }, numberOf(colour));
    });
    this.#paintTitle(width);
  }

  #paintTitle(width: number): void {
    const characters = [...this.#film.title].map((text) => ({ text, columns: columnsOf(text) }));
    const columns = characters.reduce((sum, each) => sum + each.columns, 0);
    let x = Math.round((width - columns * TITLE_CELL.width) / 2);
    const y = BAR_HEIGHT / 2 + 5 - TITLE_CELL.baseline;
    for (const letter of characters) {
      const mask = this.#titleLetters.mask({ ...letter, style: 'plain' });
      if (letter.text !== ' ')
        this.canvas.paint(mask, { x: x - OVERHANG, y }, numberOf(COLOURS.title));
      x += letter.columns * TITLE_CELL.width;
    }
  }
}

function styleOf({ isBold, isItalic }: Look): FontStyle {
  if (isBold) return isItalic ? 'bold-italic' : 'bold';
  return isItalic ? 'italic' : 'plain';
}

/** In a window's name: characters that are twice as wide. */
function columnsOf(character: string): number {
  return /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Emoji_Presentation}]/u.test(
    character,
  )
    ? 2
    : 1;
}

/** `#rrggbb` as a number. */
function numberOf(colour: string): number {
  return Number.parseInt(colour.slice(1), 16);
}

/** A rectangle with round corners. */
function roundMask(
  { width, height }: { readonly width: number; readonly height: number },
  { inset, radius }: { readonly inset: number; readonly radius: number },
): Mask {
  const coverage = new Coverage({ width, height });
  const [near, right, bottom] = [inset + radius, width - inset - radius, height - inset - radius];
  const corners = [
    { x: right, y: bottom },
    { x: near, y: bottom },
    { x: near, y: near },
    { x: right, y: near },
  ];
  const points = corners.flatMap((corner, quarter) =>
    Array.from({ length: ROUND_PIECES / 4 + 1 }, (_, piece): Point => {
      const angle = ((quarter + piece / (ROUND_PIECES / 4)) * Math.PI) / 2;
      return { x: corner.x + radius * Math.cos(angle), y: corner.y + radius * Math.sin(angle) };
    }),
  );
  coverage.polygon(points);
  return coverage.mask;
}
