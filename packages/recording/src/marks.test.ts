import { describe, expect, test } from 'vitest';
import { marksOf, momentOf, timeText } from './index.ts';

describe('moments of a recording', () => {
  const marks = marksOf([
    { atMs: 0, code: 'o', data: 'm' },
    { atMs: 1_000, code: 'm', data: 'turn started' },
    { atMs: 2_000, code: 'm', data: 'asked: run the tests' },
    { atMs: 3_000, code: 'm', data: 'Tests ran' },
  ]);

  test.each([
    ['90', 90_000],
    ['7s', 7_000],
    ['1:30', 90_000],
    ['1:02:03.5', 3_723_500],
    ['#2', 2_000],
    ['#9', undefined],
    ['turn', 1_000],
    ['tests', 3_000],
    ['the TESTS', 2_000],
    ['nothing of it', undefined],
    ['', undefined],
  ])('RECORDING-10: %j names its moment', (named, atMs) => {
    expect(momentOf(named, marks)).toBe(atMs);
  });

  test.each([
    [0, '0:00.0'],
    [5_040, '0:05.0'],
    [90_900, '1:30.9'],
    [3_723_456, '1:02:03.4'],
  ])('RECORDING-10: %d ms is written as %s', (ms, text) => {
    expect(timeText(ms)).toBe(text);
  });
});
