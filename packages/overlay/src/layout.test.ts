import { describe, expect, test } from 'vitest';
import { layOut, type Piece } from './layout.ts';
import { spansWidth } from './span.ts';

function piece(side: Piece['side'], weight: number, ...texts: readonly string[]): Piece {
  const forms = texts.map((text, index) => ({
    weight: weight + index * 10,
    spans: [{ text, role: 'text' } as const],
  }));
  return { side, forms };
}

function shown(pieces: readonly Piece[], columns: number, comfortWidth = 5): string {
  const filling = {
    weight: 50,
    comfortWidth,
    fit: (width: number) => [{ text: 'x'.repeat(width), role: 'text' } as const],
  };
  return layOut(pieces, filling, columns)
    .map(({ text }) => text)
    .join('');
}

describe('layout', () => {
  test('OVERLAY-4 a lighter piece stands only beside a filling in comfort', () => {
    for (let columns = 5; columns < 40; columns += 1) {
      const text = shown([piece('left', 60, 'L'), piece('right', 10, 'RRRR')], columns);
      if (text.includes('R')) expect(text).toMatch(/^ L {2}x{5,} {2}RRRR$/u);
      else expect(columns).toBeLessThan(1 + 1 + 2 + 5 + 2 + 4 + 1);
    }
  });

  test('OVERLAY-4 a heavier piece does not make way for the filling', () => {
    const pieces = [piece('left', 60, 'LLLL'), piece('right', 70, 'RRRR')];
    expect(shown(pieces, 16)).toBe(' LLLL  xx  RRRR');
    expect(shown(pieces, 14)).toBe(' LLLL    RRRR');
  });

  test('OVERLAY-4 the lightest form makes way, whichever piece it is of', () => {
    const pieces = [
      piece('left', 20, 'left long', 'left', 'l'),
      piece('right', 25, 'right long', 'r'),
    ];
    const rows = [30, 22, 15, 12, 4, 2].map((columns) => {
      const row = layOut(pieces, undefined, columns);
      expect(spansWidth(row)).toBeLessThanOrEqual(columns);
      return row
        .map(({ text }) => text)
        .join('')
        .trim()
        .split(/ {2,}/u);
    });
    expect(rows[0]).toEqual(['left long', 'right long']);
    expect(rows[1]).toEqual(['left', 'right long']);
    expect(rows[2]).toEqual(['left', 'r']);
  });
});
