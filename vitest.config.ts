// Unit, contract and fidelity suites: nothing beyond Node is needed for them. System suites have a
// configuration of their own.
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './scripts/suites/longest-first.ts';

/** A heavily loaded machine, not a measure, in ms: what is well is over at once. The usual are 5, 10 and 1 s. */
const patience = {
  testTimeout: 60_000,
  hookTimeout: 60_000,
  expect: { poll: { timeout: 30_000 } },
};
/**
 * More at a time would starve suites that start processes on a small machine; with fewer its processors rest
 * while suites wait for recordings that play in real time.
 */
const maxWorkers = 3;

export default defineConfig({
  test: {
    maxWorkers,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'packages',
          include: [
            'packages/*/src/**/*.test.ts',
            'apps/*/src/**/*.test.ts',
            'tests/fidelity/**/*.test.ts',
            'scripts/**/*.test.ts',
            'bench/**/*.test.ts',
            'tests/soak/**/*.test.ts',
          ],
          ...patience,
          // One process for many files: starting each anew took as long as what most of them test.
          isolate: false,
        },
      },
      {
        test: {
          name: 'programs',
          include: [
            'examples/*/src/**/*.test.ts',
            'tests/fuzz/**/*.test.ts',
            'tests/program/**/*.test.ts',
          ],
          ...patience,
          // Whole programs in real time, as in the system suites: what fails has to fail twice.
          retry: 1,
        },
      },
    ],
  },
});
