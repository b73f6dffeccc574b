// Runs the benchmarks one after the other, keeps their figures in reports/ and writes the tables to RESULTS.md;
// each can also be run by itself, and keeps nothing then. `node bench/run.ts [--quick] [NAME…] [-- OPTION…]`;
// the name `page` only writes the page anew; `--gate` measures briefly and fails where a ratio is worse than
// its gate, and keeps nothing; `--gate --brief` are the few gates of every change; with `--slowed` it fails where none
// of these sees what was made slower on purpose.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { BRIEF_GATES, GATES } from './gates/gates.table.ts';
import { sawSlowness } from './gates/judge.ts';
import { runGates } from './gates/run-gates.ts';
import { keepReport, writeResultsPage } from './reports.ts';

/** In the order of the results page. */
const BENCHMARKS = [
  'key-to-echo',
  'throughput',
  'start-up',
  'help',
  'attach',
  'remote',
  'interrupt',
  'idle',
  'sessions',
  'scrollback',
  'hours',
  'observing',
  'filter',
  'recognition',
  'command-channel',
  'voice-activity',
  'wake',
  'speakers',
  'voice-latency',
  'voice-stages',
  'model-latency',
  'voice-cost',
  'agent-driver',
  'barge-in',
  'prompts',
  'capture-memory',
  'vocabulary',
  'vocabulary-gathering',
  'replay',
];

/** The reports each leaves behind, where they are not called as it is. */
const REPORTS: Readonly<Record<string, readonly string[]>> = {
  recognition: ['recognition-phrases', 'recognition-false-phrases', 'recognition-cost'],
  'command-channel': ['command-channel', 'command-channel-cost'],
  remote: ['remote', 'remote-bytes'],
  sessions: ['sessions', 'sessions-growth'],
  scrollback: ['scrollback', 'scrollback-growth'],
  hours: ['hours', 'hours-growth'],
  wake: ['wake-phrase', 'wake-false'],
  'voice-latency': ['voice-latency', 'voice-latency-noise', 'voice-latency-key'],
  speakers: ['speakers', 'speakers-groups', 'speakers-enrolment', 'speakers-cost'],
};

const words = process.argv.slice(2);
const behind = words.indexOf('--');
const own = behind < 0 ? words : words.slice(0, behind);
const switches = own.filter((word) => word.startsWith('--'));
const named = own.filter((word) => !word.startsWith('--'));
const unknown = named.filter((name) => name !== 'page' && !BENCHMARKS.includes(name));
if (unknown.length > 0) {
  console.error(`bench: no benchmark ${unknown.join(', ')}: choose from ${BENCHMARKS.join(', ')}`);
  process.exit(2);
}
if (switches.includes('--gate')) {
  const gates = switches.includes('--brief') ? BRIEF_GATES : GATES;
  const slowed = switches.filter((word) => word === '--slowed');
  const verdicts = runGates(gates, slowed);
  const isWell = slowed.length > 0 ? sawSlowness(verdicts) : verdicts.every(({ passed }) => passed);
  if (slowed.length > 0)
    console.log(isWell ? 'gates: saw what was slowed' : 'gates: did not see what was slowed');
  process.exit(isWell ? 0 : 1);
}

const reportsOf = (name: string): readonly string[] => REPORTS[name] ?? [name];
const options = [...switches, ...(behind < 0 ? [] : words.slice(behind + 1))];
const chosen = BENCHMARKS.filter((name) => named.length === 0 || named.includes(name));
const failed = chosen.filter((name) => {
  const script = join(import.meta.dirname, `${name}.ts`);
  if (!existsSync(script)) return false;
  const { status } = spawnSync(process.execPath, [script, ...options], { stdio: 'inherit' });
  if (status === 0) for (const report of reportsOf(name)) keepReport(report);
  return status !== 0;
});
writeResultsPage(BENCHMARKS.flatMap(reportsOf));
if (failed.length > 0) {
  console.error(`bench: ${failed.join(', ')} failed`);
  process.exit(1);
}
