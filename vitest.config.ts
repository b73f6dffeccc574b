// Unit, contract and fidelity suites: nothing beyond Node is needed for them. System suites have a
// configuration of their own.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      'packages/*/src/**/*.test.ts',
      'apps/*/src/**/*.test.ts',
      'examples/*/src/**/*.test.ts',
      'scripts/**/*.test.ts',
      'bench/**/*.test.ts',
      'tests/fidelity/**/*.test.ts',
      'tests/program/**/*.test.ts',
    ],
    // Properties run hundreds of cases; on a loaded machine that takes more than the usual 5 s.
    testTimeout: 30_000,
    // More at a time would starve suites that start processes on a small machine; with fewer its
    // processors rest while suites wait for recordings that play in real time.
    maxWorkers: 3,
  },
});
