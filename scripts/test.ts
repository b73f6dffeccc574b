// The test command: unit, contract and fidelity suites, then every system suite whose programs this
// machine has. With --system it fetches the programs first and a suite that can't run is a failure.
import { existsSync, globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runInLanes } from './suites/lanes.ts';
import { notRunLine, parseNeeds, type Suite, suiteName } from './suites/needs.ts';
import { fetchPrograms, isAvailable } from './suites/programs.ts';
import { addTotals, NO_TESTS, type Totals, totalsLine, totalsOfRun } from './suites/totals.ts';
import { runVitest } from './suites/vitest.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** All suites without a system program took 5 minutes on two fast processors, 10 and more on two slow ones. */
const UNIT_LIMIT_MS = 14 * 60_000;
/** One system suite starts real programs a few dozen times at most. */
const SUITE_LIMIT_MS = 4 * 60_000;
/** System suites side by side: they wait for programs more than they compute. */
const SUITES_AT_ONCE = 2;
/** Take two minutes each: first, so that no lane works alone at the end. */
const LONGEST = ['sessions-survive', 'recognition'];

type Mode = 'plain' | 'system';

async function main(mode: Mode): Promise<Totals> {
  const problems = mode === 'system' ? await fetchPrograms(root) : [];
  for (const problem of problems) console.log(`problem: ${problem}`);

  const unit = await runVitest({
    root,
    config: 'vitest.config.ts',
    files: [],
    limitMs: UNIT_LIMIT_MS,
  });
  const run = (suite: Suite): Promise<Totals> => runSuite(suite, mode);
  // Sound is played and heard in real time: one such suite at a time. The others mostly wait for programs.
  const suites = Map.groupBy(systemSuites(), ({ needs }) => needs.includes('pulseaudio'));
  const [alone = [], items = []] = [suites.get(true), suites.get(false)];
  const totals = await runInLanes({ alone, items, lanes: SUITES_AT_ONCE }, run);
  return totals.reduce(addTotals, totalsOfRun(unit));
}

function systemSuites(): readonly Suite[] {
  if (!existsSync(`${root}tests/system`)) return [];
  return globSync('tests/system/**/*.test.ts', { cwd: root })
    .sort()
    .map((path) => parseNeeds(path, readFileSync(`${root}${path}`, 'utf8')))
    .sort((one, other) => Number(isLong(other)) - Number(isLong(one)));
}

function isLong({ path }: Suite): boolean {
  return LONGEST.includes(suiteName(path));
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
