// Counting from what runs tell of their files, with the endings that are not tests.
import { expect, test } from 'vitest';
import {
  addTotals,
  type FileReport,
  NO_TESTS,
  notEnded,
  parseTotalsLine,
  totalsLine,
  totalsOfFile,
  totalsOfRun,
} from './totals.ts';

function file(path: string, state: string, ...tests: readonly string[]): FileReport {
  return { path, state, tests, seconds: 1 };
}

test('every test counts once', () => {
  const files = [
    file('a', 'passed', 'passed', 'passed', 'skipped'),
    file('b', 'failed', 'failed', 'passed', 'todo', 'pending'),
  ];
  expect(files.map(totalsOfFile)).toEqual([
    { passed: 2, failed: 0, skipped: 1 },
    { passed: 1, failed: 1, skipped: 2 },
  ]);
  expect(totalsOfRun({ exitCode: 1, asked: ['a', 'b'], files })).toEqual({
    passed: 3,
    failed: 1,
    skipped: 3,
  });
});

test('a file that could not be loaded is a failure', () => {
  const run = { exitCode: 1, asked: ['a'], files: [file('a', 'failed')] };
  expect(totalsOfRun(run)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

test('a run that tells of no file is a failure, however it ends', () => {
  for (const exitCode of [0, 1])
    expect(totalsOfRun({ exitCode, asked: [], files: [] })).toEqual({ ...NO_TESTS, failed: 1 });
});

test('each file that was asked for and has not ended is a failure, and named', () => {
  const run = { exitCode: 0, asked: ['a', 'b', 'c'], files: [file('b', 'passed', 'passed')] };
  expect(notEnded(run)).toEqual(['a', 'c']);
  expect(totalsOfRun(run)).toEqual({ passed: 1, failed: 2, skipped: 0 });
});

test('an error outside all tests is a failure', () => {
  const run = { exitCode: 1, asked: ['a'], files: [file('a', 'passed', 'passed')] };
  expect(totalsOfRun(run)).toEqual({ passed: 1, failed: 1, skipped: 0 });
});

test('the totals line is read back as it was written', () => {
  const totals = addTotals({ passed: 10, failed: 0, skipped: 2 }, { ...NO_TESTS, failed: 3 });
  expect(totalsLine(totals)).toBe('10 passed, 3 failed, 2 skipped');
  expect(parseTotalsLine(totalsLine(totals))).toEqual(totals);
  expect(parseTotalsLine('Tests 10 passed')).toBeUndefined();
});
