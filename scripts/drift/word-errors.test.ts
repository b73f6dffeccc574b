// Word errors are counted as everywhere, and compared with what was kept.
import { expect, test } from 'vitest';
import { compareWordErrors, keptWordErrors, wordErrors } from './word-errors.ts';

test.each([
  ['run the tests', 'run the tests', 0],
  ['run the tests', 'run tests', 1],
  ['run the tests', 'run all the tests', 1],
  ['run the tests', 'fix a test', 3],
  ['run the tests', '', 3],
  ['', 'run', 1],
])('%j heard as %j: %i', (said, heard, errors) => {
  expect(wordErrors(said, heard)).toBe(errors);
});

test('worse fails, better is a change, and a little either way is neither', () => {
  const kept = { one: 0.1, other: 0.2 };
  expect(compareWordErrors(kept, { one: 0.14, other: 0.16 }).verdict).toBe('same');
  expect(compareWordErrors(kept, { one: 0.16, other: 0.2 })).toMatchObject({
    verdict: 'failed',
    lines: ['one: 10.0 % → 16.0 %', 'other: 20.0 % → 20.0 %'],
  });
  expect(compareWordErrors(kept, { one: 0.1, other: 0.1 }).verdict).toBe('changed');
  expect(compareWordErrors(kept, { one: 0.1 }).verdict).toBe('failed');
});

test('figures were kept, of each voice', () => {
  expect(Object.keys(keptWordErrors()).length).toBeGreaterThan(1);
});
