// System suites drive real programs, one suite at a time, so that none disturbs another's timing.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/system/**/*.test.ts'],
    setupFiles: ['scripts/suites/stuck-tests.ts'],
    // Real agents need seconds to start, and a first start compiles its caches.
    testTimeout: 90_000,
    // Real programs and sound in real time, on a machine that others use: what fails has to fail twice. What needed
    // its second try is named in the report.
    retry: 1,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 30_000 } },
    fileParallelism: false,
    // Of the tests in a file that say they may run side by side.
    maxConcurrency: 3,
  },
});
