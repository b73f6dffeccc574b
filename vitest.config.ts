// Unit, contract and fidelity suites: nothing beyond Node is needed for them. System suites have a
// configuration of their own.
import { defaultExclude, defineConfig } from 'vitest/config';
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

const setupFiles = ['scripts/suites/property-seed.ts'];
/** Of what lives in real time. */
const stuckTests = 'scripts/suites/stuck-tests.ts';

/** Files of packages that start processes, workers or terminals and live in real time with them. */
const REAL_PROCESSES = [
  'apps/host/src/**/*.test.ts',
  'apps/keeper/src/**/*.test.ts',
  'apps/client/src/{acp-agent,host-link}.test.ts',
  'apps/client/src/commands/asking-process.test.ts',
  'apps/client/src/saved/repository.test.ts',
  'apps/client/src/transcripts/hearing.test.ts',
  'packages/audio/src/{microphone,recording,sound-server}.test.ts',
  'packages/control/src/{names-process,voice-link}.test.ts',
  'packages/drivers/src/**/*.test.ts',
  'packages/engine/src/{reopening,wake-model}.test.ts',
  'packages/engine/src/session/model-session.test.ts',
  'packages/plugins/src/run-plugin.test.ts',
  'packages/pty/src/**/*.test.ts',
  'packages/recognizers/src/**/{hosted-recognizers.contract,keyword-wake,process-recognizer,watched-server}.test.ts',
  'packages/recorder/src/recorder.test.ts',
  'packages/shadow/src/shadow.contract.test.ts',
  'packages/testing/src/{scratch-home,terminal-program}.test.ts',
  'packages/voices/src/**/*.contract.test.ts',
  'scripts/launcher.test.ts',
  'scripts/packages/install-script.test.ts',
  'scripts/suites/{stuck-tests,vitest}.test.ts',
];

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
          exclude: [...defaultExclude, ...REAL_PROCESSES],
          ...patience,
          // One process for many files: starting each anew took as long as what most of them test.
          isolate: false,
          setupFiles,
        },
      },
      {
        test: {
          name: 'processes',
          include: REAL_PROCESSES,
          ...patience,
          isolate: false,
          setupFiles: [...setupFiles, stuckTests],
          // As of the programs: what fails has to fail twice, and what needed its second try is named in the report.
          retry: 1,
        },
      },
      {
        test: {
          name: 'programs',
          include: ['examples/*/src/**/*.test.ts', 'tests/program/**/*.test.ts'],
          ...patience,
          isolate: false,
          setupFiles: [stuckTests],
          // Whole programs in real time, as in the system suites: what fails has to fail twice.
          retry: 1,
        },
      },
      {
        // Counts the steps of parsers: nothing else runs in its processes.
        test: { name: 'fuzz', include: ['tests/fuzz/**/*.test.ts'], ...patience },
      },
    ],
  },
});
