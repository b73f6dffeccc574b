// The test command: unit, contract and fidelity suites, and every system suite whose programs this machine
// has, one at a time beside the former and several afterwards. With --system it fetches the programs first and a
// suite that can't run is a failure.
import { existsSync, globSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runInLanes } from './suites/lanes.ts';
import { notRunLine, parseNeeds, type Suite, suiteName } from './suites/needs.ts';
import { fetchPrograms, isAvailable } from './suites/programs.ts';
import { inRuns } from './suites/runs.ts';
import {
  addTotals,
  NO_TESTS,
  type Totals,
  totalsByFile,
  totalsLine,
  totalsOfRun,
} from './suites/totals.ts';
import { runVitest } from './suites/vitest.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** All suites without a system program took 13 minutes on two processors, with one lane of the others beside them. */
const UNIT_LIMIT_MS = 18 * 60_000;
/** The longest takes 200 s on two slow processors alone, and more beside the unit suites. */
const SUITE_LIMIT_MS = 7 * 60_000;
/** Short suites that one process of Vitest runs one after the other: starting it took as long as a short one. */
const SUITES_IN_A_RUN = 3;
/** System suites side by side once the unit suites have ended: they wait for programs more than they compute. */
const SUITES_AT_ONCE = 3;
/** Take a minute and more each: first, so that no lane works alone at the end. */
const LONGEST = [
  ...['sessions-survive', 'recognition', 'packages', 'second-emulator', 'golden-agents'],
  ...['driver-claude', 'session-codex', 'soak'],
];

type Mode = 'plain' | 'system';

async function main(mode: Mode): Promise<Totals> {
  const problems = mode === 'system' ? await fetchPrograms(root) : [];
  for (const problem of problems) console.log(`problem: ${problem}`);

  const unit = runVitest({
    root,
    config: 'vitest.config.ts',
    files: [],
    limitMs: UNIT_LIMIT_MS,
  });
  const run = (suites: readonly Suite[]): Promise<Totals> => runSuites(suites, mode);
  // Sound is played and heard in real time: one such suite at a time, and none beside the unit suites, which
  // leave processors only at times. The others mostly wait for programs.
  const suites = Map.groupBy(systemSuites(), ({ needs }) => needs.includes('pulseaudio'));
  const [alone = [], items = []] = [true, false].map((plays) =>
    inRuns(suites.get(plays) ?? [], {
      size: SUITES_IN_A_RUN,
      standsAlone: ({ path }) => LONGEST.includes(suiteName(path)),
    }),
  );
  const totals = await runInLanes({ alone, items, lanes: SUITES_AT_ONCE, beside: unit }, run);
  return totals.reduce(addTotals, totalsOfRun(await unit));
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

async function runSuites(suites: readonly Suite[], mode: Mode): Promise<Totals> {
  let notRun = NO_TESTS;
  const runnable: Suite[] = [];
  for (const suite of suites) {
    const missing: string[] = [];
    for (const program of suite.needs) {
      if (!(await isAvailable(program))) missing.push(program);
    }
    if (missing.length === 0) runnable.push(suite);
    else {
      console.log(notRunLine(suite, missing));
      notRun = addTotals(notRun, { ...NO_TESTS, [mode === 'system' ? 'failed' : 'skipped']: 1 });
    }
  }
  if (runnable.length === 0) return notRun;
  const files = runnable.map(({ path }) => path);
  const run = await runVitest({
    root,
    config: 'vitest.system.config.ts',
    files,
    limitMs: runnable.length * SUITE_LIMIT_MS,
    quiet: true,
  });
  console.log(run.printed.trimEnd());
  for (const { path, totals, seconds } of totalsByFile(run))
    console.log(
      `system suite ${suiteName(relative(root, path))}: ${totalsLine(totals)} (${seconds.toFixed(1)} s)`,
    );
  return addTotals(notRun, totalsOfRun(run, files));
}

const totals = await main(process.argv.includes('--system') ? 'system' : 'plain');
console.log(totalsLine(totals));
process.exitCode = totals.failed > 0 ? 1 : 0;
