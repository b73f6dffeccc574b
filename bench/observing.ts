// What it costs to observe: throughput and key-to-echo of the same program with its figures kept, with the session
// recorded as well, and with neither, in one run. All ways stand side by side and take short turns in changing order,
// so that a slow minute of the machine counts for all. That is done several times with sessions started anew, because
// two processes of a kind are not equally fast: between those trials lies what the figure may be wrong by.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ScratchHome } from '@codex-voice/testing';
import { openProbes, strikeInTurn, WARM_UP_KEYS } from './echo-probe.ts';
import { colouredFile, MEGABYTE } from './flood.ts';
import { Floodgate, gatedCommand } from './floodgate.ts';
import { benchHome, codexVoice, isBuilt } from './peers.ts';
import { countOption, digits, estimate, median, publish, quantile, sleep } from './statistics.ts';
import { turns } from './turns.ts';

/** What each of the ways is, and the settings that make it so; the first is what the others are compared with. */
const WAYS = [
  { name: 'nothing kept', metrics: 'false', recording: 'false' },
  { name: 'metrics', metrics: 'true', recording: 'false' },
  { name: 'metrics and a recording', metrics: 'true', recording: 'true' },
  // The same once more: how far two of a kind lie apart is what the run can tell.
  { name: 'nothing kept, again', metrics: 'false', recording: 'false' },
] as const;

const OURS = ['client', 'keeper', 'host'] as const;
/** Before the counted ones: compilers settle. */
const WARM_UP_FLOODS = 8;
/** What is recorded is held back for 2 s, and written then. */
const WRITTEN_MS = 2500;

/** What one way was in one trial. */
interface Found {
  readonly name: string;
  readonly floodsMs: readonly number[];
  /** Of its processes, from the first flood until all is at rest. */
  readonly processorMs: number;
  readonly echoesMs: readonly number[];
  readonly peakMiB: number;
}

if (!isBuilt()) throw new Error('nothing is bundled: npm run build');
const trials = countOption('trials', 8, 2);
/** No trial begins that would end later. */
const seconds = countOption('seconds', 400);
// Less than a keeper lets go of (SHADOW-5): it follows all of it, and each flood is the same work.
const sizeBytes = countOption('megabytes', 1) * MEGABYTE;
const rounds = countOption('rounds', 45, 5);
const keys = countOption('keys', 300, 50);
const file = colouredFile(sizeBytes);

/** Whoever asks for a recording and gets none would measure nothing. */
function checkRecorded(home: ScratchHome): void {
  const folder = join(home.stateDirectory, 'recordings');
  const sizes = readdirSync(folder).map((name) => statSync(join(folder, name)).size);
  if (!sizes.some((size) => size > 0)) throw new Error(`nothing was recorded: ${folder}`);
}

const orders = turns(WAYS.length);

/** Each gate so many times, in changing turns: how long each of its floods took. */
async function floodInTurn(
  gates: readonly Floodgate[],
  times: number,
): Promise<readonly (readonly number[])[]> {
  const floodsMs: number[][] = gates.map(() => []);
  for (let round = 0; round < times; round += 1) {
    for (const turn of orders.next().value) {
      const elapsedMs = await gates[turn]?.flood();
      if (elapsedMs !== undefined) floodsMs[turn]?.push(elapsedMs);
    }
  }
  return floodsMs;
}

/** All ways once, from their start to their end; `first` is started first. */
async function trial(first: number): Promise<readonly Found[]> {
  const inOrder = [...WAYS.slice(first), ...WAYS.slice(0, first)];
  const ways = inOrder.map(({ name, metrics, recording }) => {
    const home = benchHome();
    const env = {
      ...home.env,
      CODEX_VOICE_METRICS_ENABLED: metrics,
      CODEX_VOICE_RECORDING_ENABLED: recording,
    };
    const { start } = codexVoice('codex-voice', ['--no-voice'], { ...home, env });
    return { name, home, recording, start };
  });
  const probes = await openProbes(ways, gatedCommand(WARM_UP_KEYS + keys, file));
  await strikeInTurn(probes, keys);
  const gates = probes.map(({ run }, at) => {
    const home = ways[at]?.home;
    return new Floodgate(run, home === undefined ? [] : OURS.flatMap((role) => home.pids(role)));
  });
  for (const gate of gates) await gate.open();
  await floodInTurn(gates, WARM_UP_FLOODS);
  await sleep(WRITTEN_MS);
  const before = gates.map((gate) => gate.usedMs());
  const floodsMs = await floodInTurn(gates, rounds);
  await sleep(WRITTEN_MS);
  const found = probes.map(({ name, samplesMs }, at) => ({
    name,
    echoesMs: samplesMs,
    floodsMs: floodsMs[at] ?? [],
    processorMs: (gates[at]?.usedMs() ?? Number.NaN) - (before[at] ?? 0),
    peakMiB: gates[at]?.peakMiB() ?? Number.NaN,
  }));
  for (const { run } of probes) await run.end();
  for (const { home, recording } of ways) {
    if (recording === 'true') checkRecorded(home);
    home[Symbol.dispose]();
  }
  return found;
}

const all: (readonly Found[])[] = [];
const startMs = performance.now();
for (let at = 0; at < trials; at += 1) {
  all.push(await trial(at % WAYS.length));
  const perTrialMs = (performance.now() - startMs) / all.length;
  if (performance.now() - startMs + perTrialMs > seconds * 1000) break;
}

const of = (way: string) => all.flatMap((found) => found.filter(({ name }) => name === way));

/** What a way has more than the first one: the mean of the trials, and half of its 95 % interval. */
function more(way: string, than: (found: Found, first: Found) => number, count: number): string {
  const base = of(WAYS[0].name);
  if (way === WAYS[0].name) return '–';
  const { mean, plusMinus } = estimate(
    of(way).flatMap((found, at) => {
      const first = base[at];
      return first === undefined ? [] : [than(found, first)];
    }),
  );
  return `${digits(mean, count)} ± ${digits(plusMinus, count)}`;
}

/** Whatever else a machine does makes floods longer, never shorter: the quicker ones tell what they take. */
const QUICKER = 0.25;
const quickMs = ({ floodsMs }: Pick<Found, 'floodsMs'>): number => quantile(floodsMs, QUICKER);
const timeMore = (one: Found, first: Found): number => (quickMs(one) / quickMs(first) - 1) * 100;
const processorMore = (one: Found, first: Found): number =>
  (one.processorMs / first.processorMs - 1) * 100;
const echoMore = (one: Found, first: Found): number =>
  median(one.echoesMs) - median(first.echoesMs);

publish({
  name: 'observing',
  about: `The same program with nothing kept, with \`metrics.enabled\`, with \`recording.enabled\` as well, and with nothing kept once more: what lies between the two of a kind is what this run can tell apart. ${all.length} trials with sessions started anew; in each, in changing order, ${keys} keys, then ${rounds} times ${sizeBytes / MEGABYTE} MB of coloured lines for each way. Of the floods the quicker quarter's bound counts, as others' work can only make them longer; processor time is that of our processes. More: than the first way in the same trial, the mean of the trials and its 95 % interval. Bounds: 1 % of throughput, 0.05 ms of the median.`,
  columns: [
    'kept',
    'MB/s',
    'time more, %',
    'processor time more, %',
    'key-to-echo p50 ms',
    'p50 more, ms',
    'p99 ms',
    'peak MiB',
  ],
  rows: WAYS.map(({ name }) => {
    const floodsMs = of(name).flatMap((found) => found.floodsMs);
    const echoesMs = of(name).flatMap((found) => found.echoesMs);
    return [
      name,
      digits(sizeBytes / 1000 / quickMs({ floodsMs }), 1),
      more(name, timeMore, 2),
      more(name, processorMore, 2),
      digits(median(echoesMs), 3),
      more(name, echoMore, 3),
      digits(quantile(echoesMs, 0.99), 3),
      digits(median(of(name).map(({ peakMiB }) => peakMiB)), 1),
    ];
  }),
});
process.exit(0);
