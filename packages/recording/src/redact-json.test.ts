// Secrets of one text that are told in two ways: by itself, and by what stands beside it.
import { expect, test } from 'vitest';
import { redacted, textsIn } from './redact-json.ts';
import type { StoodIn } from './redactor.ts';

/** What is found in each of the value's texts, by what they are. */
function placedIn(
  value: unknown,
  found: Readonly<Record<string, readonly StoodIn[]>>,
): readonly (readonly StoodIn[])[] {
  return textsIn(value).map((text) => found[text] ?? []);
}

const standsIn = (start: number, end: number, standIn: string): StoodIn => ({
  start,
  end,
  standIn,
});

test('RECORDING-17: bug: of two secrets that overlap in part, what only the second covers stayed as it was', () => {
  const words = ['--as', 'abcdefgh'];
  const before = placedIn(words, {
    '--as abcdefgh': [standsIn(5, 11, '[1]')],
    abcdefgh: [standsIn(4, 8, '[2]')],
  });
  expect(redacted(words, before)).toEqual(['--as', '[1]']);
  const behind = placedIn(words, {
    '--as abcdefgh': [standsIn(9, 13, '[1]')],
    abcdefgh: [standsIn(1, 6, '[2]')],
  });
  expect(redacted(words, behind)).toEqual(['--as', 'a[2]']);
});

test('one that covers another stands for both, and those that only touch stay two', () => {
  const words = ['--as', 'abcdefgh'];
  const around = placedIn(words, {
    '--as abcdefgh': [standsIn(7, 9, '[1]'), standsIn(10, 11, '[3]')],
    abcdefgh: [standsIn(1, 7, '[2]')],
  });
  expect(redacted(words, around)).toEqual(['--as', 'a[2]h']);
  const touching = placedIn(words, {
    '--as abcdefgh': [standsIn(5, 8, '[1]')],
    abcdefgh: [standsIn(3, 8, '[2]')],
  });
  expect(redacted(words, touching)).toEqual(['--as', '[1][2]']);
});
