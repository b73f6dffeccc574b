import { madeFont } from '@codex-voice/testing';
import { describe, expect, test } from 'vitest';
import { type FilmEvent, filmOf } from '../film.ts';
import type { LetterFonts } from '../fonts/letters.ts';
import { openTrueType } from '../fonts/true-type.ts';
import { SCREEN } from '../palette.ts';
import { CELL } from '../row-marks.ts';
import { windowPlaces } from '../window-marks.ts';
import { GifBoundError } from './gif-bound.ts';
import { KeptRows } from './kept-rows.ts';
import { movingGif } from './moving-gif.ts';
import { readGif } from './read-gif.test-support.ts';
import { ScreenPainter } from './screen-painter.ts';

const SIZE = { columns: 12, rows: 3 };
const BOUNDS = { pixels: 1_000_000, bytes: 1_000_000 };

const bytes = madeFont({ characters: { a: 'square', b: 'ring', 好: 'square' }, form: 12 });
const font = openTrueType({ read: (at, length) => bytes.subarray(at, at + length) });
const fonts: LetterFonts = {
  find: (codePoint) => {
    const glyph = font?.glyph(codePoint);
    return font === undefined || glyph === undefined ? undefined : { font, glyph, style: 'plain' };
  },
};

function filmed(...outputs: readonly (readonly [atMs: number, text: string])[]) {
  const rows = new KeptRows();
  const events: FilmEvent[] = [
    { kind: 'begins', atMs: 0 },
    ...outputs.map(([atMs, text]): FilmEvent => ({ kind: 'output', atMs, bytes: text })),
  ];
  return { rows, film: filmOf({ title: 'ab', ...SIZE, events }, rows) };
}

function made(...outputs: readonly (readonly [atMs: number, text: string])[]) {
  const given = { ...filmed(...outputs), fonts };
  const { bytes: file, missing } = movingGif({ ...given, restMs: 500, bounds: BOUNDS });
  return { ...given, missing, gif: readGif(file) };
}

/** A pixel of the picture, in a cell. */
function pixelIn(picture: Int32Array, column: number, row: number, x: number, y: number): number {
  const places = windowPlaces(SIZE);
  const [across, down] = [places.x + column * CELL.width + x, places.y + row * CELL.height + y];
  return picture[down * places.width + across] ?? Number.NaN;
}

describe('an animated GIF of a film', () => {
  test('each frame read by a viewer is the screen painted anew, and stands as long as it did', () => {
    const { film, rows, gif } = made(
      [0, '\u001b[?25la\u001b[31mb'],
      [400, '\u001b[3;1H\u001b[44m\u001b[1maa\u001b[4mb'],
      [1_000, '\u001b[2J'],
      [1_300, '┌─┐█▄╭─╮\u001b[?25h'],
    );
    expect(film.frames).toHaveLength(4);
    expect(gif.frames.map(({ steps }) => steps)).toEqual([40, 60, 30, 50]);
    film.frames.forEach((frame, index) => {
      const painter = new ScreenPainter({ film, rows, fonts });
      painter.paint(frame);
      expect(gif.frames[index]?.picture).toEqual(painter.canvas.pixels);
    });
  });

  test('a frame holds no more than what has changed', () => {
    const { gif } = made([0, '\u001b[?25laaaa'], [400, '\u001b[3;12Hb']);
    const { x, y } = windowPlaces(SIZE);
    const [left = 0, top = 0, width = 0, height = 0] = gif.frames[1]?.part ?? [];
    expect(left).toBeGreaterThanOrEqual(x + 11 * CELL.width);
    expect(top).toBeGreaterThanOrEqual(y + 2 * CELL.height);
    expect(width).toBeLessThanOrEqual(CELL.width);
    expect(height).toBeLessThanOrEqual(CELL.height);
  });

  test('letters have their colour on their ground, wide ones two cells, and lines their place', () => {
    const { gif } = made([
      0,
      '\u001b[?25l\u001b[38;2;10;200;30;48;5;18ma好\u001b[7m \u001b[0;4m  ',
    ]);
    const picture = gif.frames[0]?.picture ?? new Int32Array(0);
    // The square is 100 to 500 of 600 units wide: 1.5 to 7.5 of 9 pixels, and 7.5 high.
    expect(pixelIn(picture, 0, 0, 4, 12)).toBe(0x0a_c8_1e);
    expect(pixelIn(picture, 0, 0, 4, 2)).toBe(0x00_00_87);
    expect(pixelIn(picture, 1, 0, 9, 12)).toBe(0x0a_c8_1e);
    expect(pixelIn(picture, 1, 0, 1, 12)).toBe(0x00_00_87);
    expect(pixelIn(picture, 3, 0, 4, 12)).toBe(0x0a_c8_1e);
    expect(pixelIn(picture, 4, 0, 4, CELL.baseline + 2)).toBe(SCREEN.foreground);
  });

  test('the corners of its window are see-through', () => {
    const { gif } = made([0, 'a']);
    const picture = gif.frames[0]?.picture ?? new Int32Array(0);
    expect(picture[0]).toBe(-1);
    expect(picture[gif.width - 1]).toBe(-1);
    expect(picture[gif.width * gif.height - 1]).toBe(-1);
    expect(picture.filter((pixel) => pixel === -1).length).toBeLessThan(100);
  });

  test('what no font has is a box, and told; what draws nothing by itself is not', () => {
    const { gif, missing } = made([0, '\u001b[?25l\u001b[37m☂a\u200db\ufe0f']);
    expect(missing).toEqual(['☂']);
    const picture = gif.frames[0]?.picture ?? new Int32Array(0);
    expect(pixelIn(picture, 0, 0, 4, 9)).toBe(SCREEN.background);
    expect(pixelIn(picture, 0, 0, 4, 4)).toBe(0xc8_cc_d4);
  });

  test('what is too large for one is refused in words', () => {
    const given = { ...filmed([0, 'a'], [400, 'b']), fonts, restMs: 500 };
    const bounded = (bounds: typeof BOUNDS) => () => movingGif({ ...given, bounds });
    expect(bounded({ ...BOUNDS, pixels: 1_000 })).toThrow(GifBoundError);
    expect(bounded({ ...BOUNDS, pixels: 1_000 })).toThrow(
      'its screen is too large (12 by 3 cells)',
    );
    expect(bounded({ ...BOUNDS, bytes: 100 })).toThrow('it has become larger than 0.0001 MB');
  });

  test('rows are kept to a bound, and one that is there again is no more of them', () => {
    const filmedInto = (rows: KeptRows, ...texts: readonly string[]) => {
      const outputs = texts.map(
        (bytes, at): FilmEvent => ({ kind: 'output', atMs: at * 400, bytes }),
      );
      const events: FilmEvent[] = [{ kind: 'begins', atMs: 0 }, ...outputs];
      return () => filmOf({ title: 'ab', ...SIZE, events }, rows);
    };
    const row = (text: string) => `\r${text.repeat(SIZE.columns)}`;
    const again = [row('a'), row('b'), row('a'), row('b')];
    expect(filmedInto(new KeptRows(2 * SIZE.columns), ...again)().frames).toHaveLength(4);
    expect(filmedInto(new KeptRows(2 * SIZE.columns), ...again, row('c'))).toThrow(GifBoundError);
  });
});
