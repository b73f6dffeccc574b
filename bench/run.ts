// Runs the benchmarks one after the other and writes their tables to RESULTS.md; each can also be
// run by itself. `node bench/run.ts [--quick] [NAME…]`; the name `page` only writes the page anew.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BenchReport, markdown, REPORT_FOLDER } from './statistics.ts';

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
  'soak',
  'filter',
  'recognition',
  'command-channel',
  'voice-activity',
  'wake',
  'speakers',
  'voice-latency',
  'model-latency',
  'voice-cost',
  'agent-driver',
  'barge-in',
  'prompts',
  'capture-memory',
  'vocabulary',
  'vocabulary-gathering',
];

/** The reports each leaves behind, where they are not called as it is. */
const REPORTS: Readonly<Record<string, readonly string[]>> = {
  recognition: ['recognition-phrases', 'recognition-false-phrases', 'recognition-cost'],
  'command-channel': ['command-channel', 'command-channel-cost'],
  remote: ['remote', 'remote-bytes'],
  wake: ['wake-phrase', 'wake-false'],
  'voice-latency': ['voice-latency', 'voice-latency-noise', 'voice-latency-key'],
  speakers: ['speakers', 'speakers-groups', 'speakers-enrolment', 'speakers-cost'],
};

const words = process.argv.slice(2);
const switches = words.filter((word) => word.startsWith('--'));
const named = words.filter((word) => !word.startsWith('--'));
const unknown = named.filter((name) => name !== 'page' && !BENCHMARKS.includes(name));
if (unknown.length > 0) {
  console.error(`bench: no benchmark ${unknown.join(', ')}: choose from ${BENCHMARKS.join(', ')}`);
  process.exit(2);
}
const chosen = BENCHMARKS.filter((name) => named.length === 0 || named.includes(name));
const failed = chosen.filter((name) => {
  const script = join(import.meta.dirname, `${name}.ts`);
  return (
    existsSync(script) &&
    spawnSync(process.execPath, [script, ...switches], { stdio: 'inherit' }).status !== 0
  );
});

interface StoredReport extends BenchReport {
  readonly machine?: { readonly cpu: string; readonly cores: number; readonly node: string };
}

const reportNames = BENCHMARKS.flatMap((name) => REPORTS[name] ?? [name]);
const reports = reportNames.flatMap((name): StoredReport[] => {
  const path = join(REPORT_FOLDER, `${name}.json`);
  // Written by `publish`, nobody else.
  return existsSync(path) ? [JSON.parse(readFileSync(path, 'utf8')) as StoredReport] : [];
});
const machine = reports.find((report) => report.machine !== undefined)?.machine;
const page = `# Benchmark results

Figures of one machine, each table of one run, to be read as ratios between the rows of a table: ${machine?.cores ?? '?'} cores of ${machine?.cpu ?? 'an unknown processor'}, Node ${machine?.node ?? ''}. Made by \`npm run bench\`.

${reports.map(markdown).join('\n\n')}
`;
writeFileSync(join(import.meta.dirname, 'RESULTS.md'), page);
if (failed.length > 0) {
  console.error(`bench: ${failed.join(', ')} failed`);
  process.exit(1);
}
