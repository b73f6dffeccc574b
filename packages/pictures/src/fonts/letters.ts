// What stands in a cell, as a mask: characters of the machine's fonts, lines and blocks as shapes, and a box for what no
// font has. Colours are others'.
import { type CellSize, shapeOf } from '../drawn-characters.ts';
import { Coverage, type Mask, type Point } from './coverage.ts';
import type { Glyph, OutlinePoint } from './glyph-outline.ts';
import type { FontStyle, FoundGlyph } from './machine-fonts.ts';
import { addShape } from './shape-coverage.ts';

export interface LetterCell extends CellSize {
  /** Of the letters, in pixels. */
  readonly lettersSize: number;
  readonly baseline: number;
}

export interface LetterFonts {
  find(codePoint: number, style: FontStyle): FoundGlyph | undefined;
}

export interface Letter {
  readonly text: string;
  readonly columns: number;
  readonly style: FontStyle;
}

/** Letters reach so far, in pixels, into the cells beside them. */
export const OVERHANG = 3;
/** Masks that are remembered: a recording shows fewer different letters. */
const REMEMBERED = 8_192;
/** Where a font has no bold face, letters are drawn so much wider; where it has no italic one, they lean so. */
const BOLDER_PIXELS = 0.7;
const LEANING = 0.2;
/** Of the box for what no font has: from the cell's sides and top, and its line. */
const BOX = { side: 1.5, top: 4, line: 1 } as const;
/** Those that draw nothing by themselves: selectors, joiners, tones of skin, direction. */
const UNSEEN = /^(?:\p{Default_Ignorable_Code_Point}|\p{Emoji_Modifier})$/u;
const COMBINING = /^\p{M}$/u;
/** Signs that younger fonts have, and older ones that look like them. */
const ALIKE: Readonly<Record<string, string>> = {
  '⏺': '●',
  '⏵': '▶',
  '⏴': '◀',
  '⏹': '■',
  '⏸': '‖',
  '⎿': '└',
  '✅': '✔',
  '❌': '✘',
};

export class Letters {
  readonly #fonts: LetterFonts;
  readonly #cell: LetterCell;
  readonly #masks = new Map<string, Mask>();
  readonly #missing = new Set<string>();

  constructor(fonts: LetterFonts, cell: LetterCell) {
    this.#fonts = fonts;
    this.#cell = cell;
  }

  /** Characters in whose place a box was drawn. */
  get missing(): readonly string[] {
    return [...this.#missing];
  }

  /** As wide as its cells, and `OVERHANG` on either side. */
  mask(letter: Letter): Mask {
    const key = `${letter.style} ${letter.columns} ${letter.text}`;
    const known = this.#masks.get(key);
    if (known !== undefined) return known;
    const mask = this.#drawn(letter);
    if (this.#masks.size < REMEMBERED) this.#masks.set(key, mask);
    return mask;
  }

  #drawn(letter: Letter): Mask {
    const { width, height } = this.#cell;
    const coverage = new Coverage({ width: letter.columns * width + 2 * OVERHANG, height });
    const shape = shapeOf(letter.text, { x: OVERHANG, y: 0 }, this.#cell);
    if (shape !== undefined) addShape(coverage, shape, height);
    else this.#addText(coverage, letter);
    return coverage.mask;
  }

  #addText(coverage: Coverage, letter: Letter): void {
    let base: Placed | undefined;
    for (const character of letter.text.normalize('NFC')) {
      if (UNSEEN.test(character) || character === ' ' || character === '\u00a0') continue;
      const isMark = COMBINING.test(character);
      // The rest of a cluster is drawn by fonts with rules for it, which are not read here.
      if (base !== undefined && !isMark) continue;
      const found = this.#found(character, letter.style);
      if (found === undefined) {
        this.#missing.add(letter.text);
        if (base === undefined) this.#addBox(coverage, letter.columns);
        return;
      }
      const place = this.#place(found, { letter, base: isMark ? base : undefined });
      addGlyph(coverage, found.glyph, place);
      base ??= place;
    }
  }

  #found(character: string, style: FontStyle): FoundGlyph | undefined {
    const find = (text: string): FoundGlyph | undefined =>
      this.#fonts.find(text.codePointAt(0) ?? 0, style);
    const alike = ALIKE[character];
    return find(character) ?? (alike === undefined ? undefined : find(alike));
  }

  /** In the middle of its cells, smaller where it is wider; a mark where its letter is. */
  #place(
    { font, glyph, style }: FoundGlyph,
    { letter, base }: { readonly letter: Letter; readonly base: Placed | undefined },
  ): Placed {
    const { width, lettersSize, baseline } = this.#cell;
    const room = letter.columns * width;
    const usual = lettersSize / font.unitsPerEm;
    const scale = Math.min(usual, ((room + 1) / Math.max(1, glyph.width * usual)) * usual);
    const lacks = (part: string): boolean => letter.style.includes(part) && !style.includes(part);
    const looks = {
      bolder: lacks('bold') ? BOLDER_PIXELS : 0,
      lean: lacks('italic') ? LEANING : 0,
    };
    const middle = OVERHANG + (room - glyph.width * scale) / 2;
    if (base === undefined)
      return { ...looks, scale, baseline, x: middle, width: glyph.width * scale };
    // Marks lie on their letter, or are made to follow it.
    const right = Math.max(...glyph.contours.flat().map(({ x }) => x));
    const x = right <= 0 ? base.x + base.width : base.x;
    return { ...looks, scale, baseline, x, width: 0 };
  }

  #addBox(coverage: Coverage, columns: number): void {
    const { width, baseline } = this.#cell;
    const { side, top, line } = BOX;
    const [left, right] = [OVERHANG + side, OVERHANG + columns * width - side];
    coverage.polygon(box({ left, right, top, bottom: baseline }));
    const inner = { left: left + line, right: right - line, top: top + line };
    coverage.polygon(box({ ...inner, bottom: baseline - line }).toReversed());
  }
}

interface Placed {
  readonly x: number;
  readonly width: number;
  readonly baseline: number;
  /** Pixels a unit of the font. */
  readonly scale: number;
  /** Drawn again so far to the right. */
  readonly bolder: number;
  /** To the right for each pixel upwards. */
  readonly lean: number;
}

function box({
  left,
  right,
  top,
  bottom,
}: Readonly<Record<'left' | 'right' | 'top' | 'bottom', number>>): readonly Point[] {
  return [
    { x: left, y: top },
    { x: left, y: bottom },
    { x: right, y: bottom },
    { x: right, y: top },
  ];
}

function addGlyph(coverage: Coverage, glyph: Glyph, place: Placed): void {
  const { scale, baseline, lean, bolder } = place;
  for (const right of bolder === 0 ? [0] : [0, bolder]) {
    const at = ({ x, y }: Point): Point => ({
      x: place.x + right + x * scale + y * scale * lean,
      y: baseline - y * scale,
    });
    for (const contour of glyph.contours) addContour(coverage, contour, at);
  }
}

/** Between two points off the line there is one on it. */
function addContour(
  coverage: Coverage,
  contour: readonly OutlinePoint[],
  at: (point: Point) => Point,
): void {
  const whole = contour.flatMap((point, index): readonly OutlinePoint[] => {
    const before = contour.at(index - 1);
    if (before === undefined || before.isOnLine || point.isOnLine) return [point];
    const between = { x: (before.x + point.x) / 2, y: (before.y + point.y) / 2, isOnLine: true };
    return [between, point];
  });
  const first = whole.findIndex(({ isOnLine }) => isOnLine);
  if (first < 0) return;
  const points = [...whole.slice(first), ...whole.slice(0, first + 1)];
  let from: Point | undefined;
  let control: Point | undefined;
  for (const point of points) {
    const here = at(point);
    if (!point.isOnLine) control = here;
    else {
      if (from !== undefined && control !== undefined) coverage.curve(from, control, here);
      else if (from !== undefined) coverage.line(from, here);
      from = here;
      control = undefined;
    }
  }
}
