// Widths against their sources, the emulator and hand-picked strings.
import { describe, expect, it } from 'vitest';
import { cellWidth, widthIsAmbiguous, widthIsDisputed } from './cell-width.ts';
import { textWidth, truncateToWidth } from './text-width.ts';
import { deriveTable, emulatorWidths } from './width-source.test-support.ts';
import { WIDTH_RUNS } from './width-table.ts';

const codePoint = (text: string) => text.codePointAt(0) ?? 0;

describe('cell widths', () => {
  it('ANSI-O50: the table is what the Unicode data and the emulator give', () => {
    expect(WIDTH_RUNS).toBe(deriveTable());
  });

  it('ANSI-O50: where no dispute is told, the emulator has the same width', () => {
    const widthOf = emulatorWidths();
    const wrong: number[] = [];
    for (let at = 0xa0; at <= 0x10ffff; at += 1) {
      if (!widthIsDisputed(at) && cellWidth(at) !== widthOf(at)) wrong.push(at);
    }
    expect(wrong).toEqual([]);
  });

  it.each(['😀', '🇩', '\u200d', '\ufe0f', '🏽', '\u0903', '⌚'])(
    'ANSI-O51: the width of %j is disputed',
    (text) => expect(widthIsDisputed(codePoint(text))).toBe(true),
  );

  it.each(['a', 'ä', '漢', '한', '─', '⏺', '✻', '\u0301', 'ア', '│'])(
    'ANSI-O51: the width of %j is not disputed',
    (text) => expect(widthIsDisputed(codePoint(text))).toBe(false),
  );

  it('ANSI-O51: ambiguous characters are told apart and count as narrow', () => {
    expect(widthIsAmbiguous(codePoint('─'))).toBe(true);
    expect(cellWidth(codePoint('─'))).toBe(1);
    expect(widthIsAmbiguous(codePoint('a'))).toBe(false);
  });
});

describe('text widths', () => {
  it.each([
    ['', 0],
    ['plain', 5],
    ['漢字', 4],
    ['e\u0301', 1],
    ['👩‍💻', 2],
    ['🇩🇪', 2],
    ['❤️', 2],
    ['a\u200bb', 2],
  ])('ANSI-O52: %j takes %i cells', (text, width) => {
    expect(textWidth(text)).toBe(width);
  });

  it('ANSI-O52: cutting never splits a grapheme and never exceeds the width', () => {
    const text = 'ab漢👩‍💻e\u0301🇩🇪z';
    for (let width = 0; width <= textWidth(text) + 1; width += 1) {
      const cut = truncateToWidth(text, width);
      expect(textWidth(cut)).toBeLessThanOrEqual(width);
      expect(text.startsWith(cut)).toBe(true);
      expect(textWidth(truncateToWidth(text, width, '…'))).toBeLessThanOrEqual(width);
    }
    expect(truncateToWidth('abcdef', 4, '…')).toBe('abc…');
    expect(truncateToWidth('ab漢', 3)).toBe('ab');
    expect(() => truncateToWidth('a', -1)).toThrow(RangeError);
  });
});
