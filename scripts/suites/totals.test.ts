// Counting from reports in Vitest's shape, with the endings that are not tests.
import { expect, test } from 'vitest';
import {
  addTotals,
  NO_TESTS,
  parseTotalsLine,
  totalsByFile,
  totalsLine,
  totalsOfRun,
} from './totals.ts';

function report(...files: { status: string; tests: string[] }[]): unknown {
  return {
    testResults: files.map((file) => ({
      status: file.status,
      assertionResults: file.tests.map((status) => ({ status })),
    })),
  };
}

test('every test counts once', () => {
  const files = [
    { status: 'passed', tests: ['passed', 'passed', 'skipped'] },
    { status: 'failed', tests: ['failed', 'passed', 'todo', 'pending'] },
  ];
  expect(totalsOfRun({ exitCode: 1, report: report(...files) })).toEqual({
    passed: 3,
    failed: 1,
    skipped: 3,
  });
});

test('a file that could not be loaded is a failure', () => {
  const run = { exitCode: 1, report: report({ status: 'failed', tests: [] }) };
  expect(totalsOfRun(run)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

test('a run that died without a report is a failure', () => {
  expect(totalsOfRun({ exitCode: 1, report: undefined })).toEqual({ ...NO_TESTS, failed: 1 });
});

test('a run that ends well and tells of no file is a failure', () => {
  for (const told of [undefined, {}, report()])
    expect(totalsOfRun({ exitCode: 0, report: told })).toEqual({ ...NO_TESTS, failed: 1 });
});

test('each file that was asked for and is not told of is a failure', () => {
  const file = { name: '/here/a/b.test.ts', status: 'passed', assertionResults: [] };
  const run = { exitCode: 0, report: { testResults: [file] } };
  expect(totalsOfRun(run, ['a/b.test.ts'])).toEqual(NO_TESTS);
  expect(totalsOfRun(run, ['a/b.test.ts', 'a/c.test.ts', 'd.test.ts']).failed).toBe(2);
});

test('an error outside all tests is a failure', () => {
  const run = { exitCode: 1, report: report({ status: 'passed', tests: ['passed'] }) };
  expect(totalsOfRun(run)).toEqual({ passed: 1, failed: 1, skipped: 0 });
});

test('each file of a run has totals and a time of its own', () => {
  const assertionResults = [{ status: 'passed' }, { status: 'failed' }];
  const times = { startTime: 1_000, endTime: 3_500 };
  const files = [{ name: '/a.test.ts', status: 'failed', assertionResults, ...times }, {}];
  expect(totalsByFile({ report: { testResults: files } })).toEqual([
    { path: '/a.test.ts', totals: { passed: 1, failed: 1, skipped: 0 }, seconds: 2.5 },
    { path: '', totals: NO_TESTS, seconds: 0 },
  ]);
  expect(totalsByFile({ report: undefined })).toEqual([]);
});

test('the totals line is read back as it was written', () => {
  const totals = addTotals({ passed: 10, failed: 0, skipped: 2 }, { ...NO_TESTS, failed: 3 });
  expect(totalsLine(totals)).toBe('10 passed, 3 failed, 2 skipped');
  expect(parseTotalsLine(totalsLine(totals))).toEqual(totals);
  expect(parseTotalsLine('Tests 10 passed')).toBeUndefined();
});
