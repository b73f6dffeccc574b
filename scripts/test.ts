// The test command: unit, contract and fidelity suites, and every system suite whose programs this machine
// has, one at a time beside the former and several afterwards. With --system it fetches the programs first and a
// suite that can't run is a failure.
import { existsSync, globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runInLanes } from './suites/lanes.ts';
import { notRunLine, parseNeeds, type Suite, suiteName } from './suites/needs.ts';
import { fetchPrograms, isAvailable } from './suites/programs.ts';
import { addTotals, NO_TESTS, type Totals, totalsLine, totalsOfRun } from './suites/totals.ts';
import { runVitest } from './suites/vitest.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** All suites without a system program took 13 minutes on two processors, with one lane of the others beside them. */
const UNIT_LIMIT_MS = 18 * 60_000;
/** The longest takes 200 s on two slow processors alone, and more beside the unit suites. */
const SUITE_LIMIT_MS = 7 * 60_000;
/** System suites side by side once the unit suites have ended: they wait for programs more than they compute. */
const SUITES_AT_ONCE = 3;
/** Take one to three minutes each: first, so that no lane works alone at the end. */
const LONGEST = ['sessions-survive', 'recognition', 'packages', 'driver-claude'];

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
  const run = (suite: Suite): Promise<Totals> => runSuite(suite, mode);
  // Sound is played and heard in real time: one such suite at a time, and none beside the unit suites, which
  // leave processors only at times. The others mostly wait for programs.
  const suites = Map.groupBy(systemSuites(), ({ needs }) => needs.includes('pulseaudio'));
  const [alone = [], items = []] = [suites.get(true), suites.get(false)];
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

async function runSuite(suite: Suite, mode: Mode): Promise<Totals> {
  const missing: string[] = [];
  for (const program of suite.needs) {
    if (!(await isAvailable(program))) missing.push(program);
  }
  if (missing.length > 0) {
    console.log(notRunLine(suite, missing));
    return mode === 'system' ? { ...NO_TESTS, failed: 1 } : { ...NO_TESTS, skipped: 1 };
  }
  const startMs = performance.now();
  const run = await runVitest({
    root,
    config: 'vitest.system.config.ts',
    files: [suite.path],
    limitMs: SUITE_LIMIT_MS,
    quiet: true,
  });
  console.log(run.printed.trimEnd());
  const totals = totalsOfRun(run);
  const seconds = ((performance.now() - startMs) / 1000).toFixed(1);
  console.log(`system suite ${suiteName(suite.path)}: ${totalsLine(totals)} (${seconds} s)`);
  return totals;
}

const totals = await main(process.argv.includes('--system') ? 'system' : 'plain');
console.log(totalsLine(totals));
process.exitCode = totals.failed > 0 ? 1 : 0;
