import { expect, test } from 'vitest';
import { memoryKib, processorMs, threadsMs } from './process-books.ts';

/** Above the highest number of a process that Linux gives. */
const NOBODY = 2 ** 22 + 1;

test.skipIf(process.platform !== 'linux')('METRICS-14 a process costs what the kernel says', () => {
  const resident = memoryKib(process.pid, 'VmRSS') ?? 0;
  expect(resident).toBeGreaterThan(1_024);
  expect(memoryKib(process.pid, 'VmHWM')).toBeGreaterThanOrEqual(resident / 2);
  expect(processorMs(process.pid)).toBeGreaterThan(0);
  expect(threadsMs(process.pid)).toBeGreaterThan(0);
});

test('METRICS-14 of one that is not there nothing is told', () => {
  expect([processorMs(NOBODY), threadsMs(NOBODY), memoryKib(NOBODY, 'VmRSS')]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});
