// Runs the benchmarks that gates speak of, briefly, and judges them. What failed is measured once more: a
// machine has bad moments, a regression stays.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { latestReport } from '../reports.ts';
import { GATE_PEERS, GATE_RUNS } from './gates.table.ts';
import { type Gate, judge, type Verdict, verdictLine } from './judge.ts';

/** Longer than any of them on a busy machine: the gate fails rather than waiting for ever. */
const BENCH_LIMIT_MS = 120_000;

/** Each told on standard output; `options` are for each of the benchmarks. */
export function runGates(gates: readonly Gate[], options: readonly string[]): readonly Verdict[] {
  const first = measured(gates, options);
  const bad = first.filter(({ passed }) => !passed).map(({ gate }) => gate);
  const again = new Map(measured(bad, options).map((verdict) => [verdict.gate, verdict]));
  const verdicts = first.map((verdict) => again.get(verdict.gate) ?? verdict);
  for (const verdict of verdicts) {
    const note = again.has(verdict.gate) ? ', measured twice' : '';
    console.log(`${verdictLine(verdict)}${note}`);
  }
  const failed = verdicts.filter(({ passed }) => !passed).length;
  console.log(failed === 0 ? 'gates: all held' : `gates: ${failed} of ${verdicts.length} failed`);
  return verdicts;
}

function measured(gates: readonly Gate[], options: readonly string[]): readonly Verdict[] {
  const names = new Set(gates.map(({ report }) => report));
  const broken = new Set([...names].filter((name) => !run(name, options)));
  return judge(gates, (name) => (broken.has(name) ? undefined : latestReport(name)));
}

function run(name: string, added: readonly string[]): boolean {
  const script = join(import.meta.dirname, '..', `${name}.ts`);
  const options = [
    '--quick',
    '--peers',
    GATE_PEERS.join(','),
    ...(GATE_RUNS[name] ?? []),
    ...added,
  ];
  const { status, stderr } = spawnSync(process.execPath, [script, ...options], {
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    timeout: BENCH_LIMIT_MS,
  });
  if (status !== 0) console.error(`bench: ${name} failed: ${stderr.trim()}`);
  return status === 0;
}
