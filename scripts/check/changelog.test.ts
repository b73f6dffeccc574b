import { expect, test } from 'vitest';
import { checkChangelog } from './changelog.ts';

test('a change of what ships without a word in the changelog fails', () => {
  expect(checkChangelog(['packages/ansi/src/filter.ts'])).toHaveLength(1);
  expect(checkChangelog(['bin/codex-voice.js'])).toHaveLength(1);
});

test('a change that is told, ships nothing, or has no base passes', () => {
  expect(checkChangelog(['packages/ansi/src/filter.ts', 'CHANGELOG.md'])).toEqual([]);
  expect(
    checkChangelog(['packages/ansi/src/filter.test.ts', 'packages/testing/src/a.ts', 'README.md']),
  ).toEqual([]);
  expect(checkChangelog(undefined)).toEqual([]);
});
