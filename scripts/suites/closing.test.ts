import { expect, test } from 'vitest';
import { closingLines } from './closing.ts';

test('the ten longest files, the parts, and what has not ended', () => {
  const files = Array.from({ length: 9 }, (_, at) => ({
    path: `unit-${at}`,
    state: 'passed',
    tests: [],
    seconds: at + 1,
  }));
  const slow = { path: 'system-a', state: 'failed', tests: [], seconds: 127.44 };
  const quick = { ...slow, path: 'system-b', seconds: 0.5 };
  const unit = { exitCode: 0, asked: ['unit-x'], files };
  const system = { exitCode: 1, asked: ['system-a', 'system-b', 'system-c'], files: [quick, slow] };
  const parts = [
    { name: 'unit suites', runs: [unit], seconds: 45 },
    { name: 'system suites', runs: [system], seconds: 130.06 },
  ];
  expect(closingLines(parts)).toEqual([
    'longest files:',
    '  127.4 s  system-a',
    ...[9, 8, 7, 6, 5, 4, 3, 2, 1].map((seconds) => `    ${seconds}.0 s  unit-${seconds - 1}`),
    'unit suites 45.0 s, system suites 130.1 s',
    'failed: unit-x has not run to its end',
    'failed: system-c has not run to its end',
  ]);
});
