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
    // Two at a time keeps suites that start processes from starving each other on small machines.
    maxWorkers: 2,
  },
});
