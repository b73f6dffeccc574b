import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { LONGEST_FILES, withLongestFirst } from './longest-first.ts';

test('the longest come first in their own order, the others as they were', () => {
  const paths = ['d', 'b', 'a', 'c'];
  expect(withLongestFirst(paths, (path) => path, ['c', 'b'])).toEqual(['c', 'b', 'd', 'a']);
});

test.each(LONGEST_FILES)('%s is a suite', (path) => {
  expect(existsSync(new URL(`../../${path}`, import.meta.url))).toBe(true);
});
