// What it costs to measure: throughput and key-to-echo of the same program with its figures recorded and not,
// in one run. The rounds alternate, and each pair of them is compared by itself, so that a slow minute of the
// machine counts for both.
import { openProbes, strikeInTurn } from './echo-probe.ts';
import { colouredFile, type FloodPeer, type FloodSample, MEGABYTE, measureFlood } from './flood.ts';
import { benchHome, codexVoice, isBuilt } from './peers.ts';
import { countOption, digits, median, publish, quantile } from './statistics.ts';

/** What one of the ways is, and the variable that makes it so. */
const WAYS = [
  { name: 'not recorded', metrics: 'false' },
  { name: 'recorded', metrics: 'true' },
  // The same once more: how far two of a kind lie apart is what the run can tell.
  { name: 'not recorded, again', metrics: 'false' },
] as const;

if (!isBuilt()) throw new Error('nothing is bundled: npm run build');
const sizeBytes = countOption('megabytes', 32, 4) * MEGABYTE;
const rounds = countOption('rounds', 21, 3);
const keys = countOption('keys', 3000, 100);

const homes = WAYS.map(({ metrics }) => {
  const home = benchHome();
  return { ...home, env: { ...home.env, CODEX_VOICE_METRICS_ENABLED: metrics } };
});
const all: FloodPeer[] = WAYS.map(({ name }, at) => {
  const { start } = codexVoice('codex-voice', ['--no-voice'], homes[at]);
  return { name, start };
});

const file = colouredFile(sizeBytes);
// Compiled and its host started, before anything counts.
for (const way of all) await measureFlood(way, file);
const floods = all.map((): FloodSample[] => []);
for (let round = 0; round < rounds; round += 1) {
  for (let turn = 0; turn < all.length; turn += 1) {
    const at = (turn + round) % all.length;
    const way = all[at];
    if (way !== undefined) floods[at]?.push(await measureFlood(way, file));
  }
}

const probes = await openProbes(all);
await strikeInTurn(probes, keys);
for (const probe of probes) await probe.run.end();
for (const home of homes) home[Symbol.dispose]();

/** The median over the rounds of how many per cent more than the first way it took. */
function morePercent(at: number, of: (sample: FloodSample) => number): number {
  const base = floods[0] ?? [];
  const pairs = (floods[at] ?? []).map((sample, round) => {
    const first = base[round];
    return first === undefined ? Number.NaN : (of(sample) / of(first) - 1) * 100;
  });
  return median(pairs);
}

const echo = (at: number, share: number) => quantile(probes[at]?.samplesMs ?? [], share);
publish({
  name: 'observing',
  about: `The same program with its times and counts recorded and not (\`metrics.enabled\`), and not recorded once more: what lies between the two of a kind is what this run can tell apart. \`cat\` of ${sizeBytes / MEGABYTE} MB of coloured lines, ${rounds} alternating rounds, each round's ratio by itself, their median; then ${keys} keys for each in turn. Bounds: 1 % of throughput, 0.05 ms of the median.`,
  columns: [
    'figures are',
    'seconds',
    'time more, %',
    'processor time more, %',
    'key-to-echo p50 ms',
    'more, ms',
    'p99 ms',
  ],
  rows: all.map(({ name }, at) => [
    name,
    digits(median((floods[at] ?? []).map(({ elapsedMs }) => elapsedMs)) / 1000, 3),
    digits(
      morePercent(at, ({ elapsedMs }) => elapsedMs),
      2,
    ),
    digits(
      morePercent(at, ({ processorMs }) => processorMs),
      2,
    ),
    digits(echo(at, 0.5), 3),
    digits(echo(at, 0.5) - echo(0, 0.5), 3),
    digits(echo(at, 0.99), 3),
  ]),
});
process.exit(0);
