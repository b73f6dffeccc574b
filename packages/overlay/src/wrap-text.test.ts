// Texts in lines: nothing of them is lost.
import { expect, test } from 'vitest';
import { cellsOf } from './text-fit.ts';
import { wrapText } from './wrap-text.ts';

test('lines break between words', () => {
  expect(wrapText('one two three four', 9)).toEqual(['one two', 'three', 'four']);
  expect(wrapText('', 9)).toEqual([]);
});

test('bug: what was longer than a line was cut, as all of a text without spaces', () => {
  expect(wrapText('in ~/projects/some-thing', 10)).toEqual(['in', '~/projects', '/some-thin', 'g']);
  const japanese = '録音フォルダーがいっぱいです';
  const lines = wrapText(japanese, 9);
  expect(lines.join('')).toBe(japanese);
  expect(lines.every((line) => cellsOf(line) <= 9)).toBe(true);
});
