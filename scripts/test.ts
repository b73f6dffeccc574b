// The test command: unit, contract and fidelity suites, and every system suite whose programs this machine
// has, one at a time beside the former and several afterwards. With --system it fetches the programs first and a
// suite that can't run is a failure. With --limit SECONDS it stops in time to tell what it has, and what not.
import { existsSync, globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { closingLines } from './suites/closing.ts';
import { runInLanes } from './suites/lanes.ts';
import { notRunLine, parseNeeds, type Suite, suiteName } from './suites/needs.ts';
import { fetchPrograms, isAvailable } from './suites/programs.ts';
import { inRuns } from './suites/runs.ts';
import {
  addTotals,
  type FinishedRun,
  NO_TESTS,
  type Totals,
  totalsLine,
  totalsOfFile,
  totalsOfRun,
} from './suites/totals.ts';
import { runVitest } from './suites/vitest.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** At its full size much of it is several times as long. */
const SIZE = process.env.TEST_SIZE === 'full' ? 4 : 1;
/** The longest takes 200 s on two slow processors alone, and more beside the unit suites. */
const SUITE_LIMIT_MS = SIZE * 7 * 60_000;
/** Short suites that one process of Vitest runs one after the other: starting it took as long as a short one. */
const SUITES_IN_A_RUN = 5;
/** System suites side by side once the unit suites have ended: they wait for programs more than they compute. */
const SUITES_AT_ONCE = 3;
/** Take most of the processors' time: first, so that no lane works alone at the end. */
const LONGEST = [
  ...['packages', 'sessions-survive', 'driver-session', 'golden-agents', 'soak'],
  ...['driver-codex', 'session-codex', 'second-emulator', 'driver-claude'],
];

type Mode = 'plain' | 'system';

/** How a whole run is made. */
interface Run {
  readonly mode: Mode;
  /** When its time is over: what has not ended then has failed. */
  readonly stop: AbortSignal;
}

async function main({ mode, stop }: Run): Promise<Totals> {
  const problems = mode === 'system' ? await fetchPrograms(root) : [];
  for (const problem of problems) console.log(`problem: ${problem}`);

  const unit = timed(runVitest({ root, config: 'vitest.config.ts', files: [], stop }));
  // Sound is played and heard in real time: one such suite at a time, and none beside the unit suites, which
  // leave processors only at times. The others mostly wait for programs.
  const suites = Map.groupBy(systemSuites(), ({ needs }) => needs.includes('pulseaudio'));
  const [alone = [], items = []] = [true, false].map((plays) =>
    inRuns(suites.get(plays) ?? [], {
      size: SUITES_IN_A_RUN,
      standsAlone: ({ path }) => LONGEST.includes(suiteName(path)),
    }),
  );
  const system = await timed(
    runInLanes({ alone, items, lanes: SUITES_AT_ONCE, beside: unit }, (runs) =>
      runSuites(runs, { mode, stop }),
    ),
  );
  const unitRuns = await unit;
  const runs = system.result.map(({ run }) => run).filter((run) => run !== undefined);
  const lines = closingLines([
    { name: 'unit suites', runs: [unitRuns.result], seconds: unitRuns.seconds },
    { name: 'system suites', runs, seconds: system.seconds },
  ]);
  for (const line of lines) console.log(line);
  const notRun = system.result.map(({ totals }) => totals).reduce(addTotals, NO_TESTS);
  return [unitRuns.result, ...runs].map(totalsOfRun).reduce(addTotals, notRun);
}

async function timed<Result>(
  work: Promise<Result>,
): Promise<{ readonly result: Result; readonly seconds: number }> {
  const startMs = performance.now();
  const result = await work;
  return { result, seconds: (performance.now() - startMs) / 1_000 };
}

function systemSuites(): readonly Suite[] {
  if (!existsSync(`${root}tests/system`)) return [];
  return globSync('tests/system/**/*.test.ts', { cwd: root })
    .sort()
    .map((path) => parseNeeds(path, readFileSync(`${root}${path}`, 'utf8')))
    .sort((one, other) => lengthRank(one) - lengthRank(other));
}

/** The longest have the lowest; the others come behind them in their order. */
function lengthRank({ path }: Suite): number {
  const at = LONGEST.indexOf(suiteName(path));
  return at === -1 ? LONGEST.length : at;
}

/** What was run of the suites, and what counts for those that lack a program. */
interface RunSuites {
  readonly run: FinishedRun | undefined;
  readonly totals: Totals;
}

async function runSuites(suites: readonly Suite[], { mode, stop }: Run): Promise<RunSuites> {
  let totals = NO_TESTS;
  const runnable: Suite[] = [];
  for (const suite of suites) {
    const missing: string[] = [];
    for (const program of suite.needs) {
      if (!(await isAvailable(program))) missing.push(program);
    }
    if (missing.length === 0) runnable.push(suite);
    else {
      console.log(notRunLine(suite, missing));
      totals = addTotals(totals, { ...NO_TESTS, [mode === 'system' ? 'failed' : 'skipped']: 1 });
    }
  }
  if (runnable.length === 0) return { run: undefined, totals };
  const run = await runVitest({
    root,
    config: 'vitest.system.config.ts',
    files: runnable.map(({ path }) => path),
    limitMs: runnable.length * SUITE_LIMIT_MS,
    stop,
    quiet: true,
  });
  if (run.printed !== '') console.log(run.printed.trimEnd());
  for (const file of run.files)
    console.log(
      `system suite ${suiteName(file.path)}: ${totalsLine(totalsOfFile(file))} (${file.seconds.toFixed(1)} s)`,
    );
  return { run, totals };
}

const { values } = parseArgs({
  options: { system: { type: 'boolean', default: false }, limit: { type: 'string' } },
});
const limitSeconds = Number(values.limit ?? Number.NaN);
if (values.limit !== undefined && !(limitSeconds > 0)) {
  console.log(`--limit is in seconds, got ${values.limit}`);
  process.exit(2);
}
const stop = new AbortController();
if (values.limit !== undefined) setTimeout(() => stop.abort(), limitSeconds * 1_000).unref();
const totals = await main({ mode: values.system ? 'system' : 'plain', stop: stop.signal });
console.log(totalsLine(totals));
process.exitCode = totals.failed > 0 ? 1 : 0;
