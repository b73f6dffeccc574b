// What it costs to measure: throughput and key-to-echo of the same program with its figures recorded and not,
// in one run. Each way is one session that stands throughout; the rounds alternate, and each round is compared
// by itself, so that a slow minute of the machine counts for all.
import type { ScratchHome } from '@codex-voice/testing';
import { openProbes, strikeInTurn } from './echo-probe.ts';
import { colouredFile, MEGABYTE } from './flood.ts';
import { attend, benchHome, codexVoice, isBuilt, type PeerRun, shellLine } from './peers.ts';
import { processorMs } from './processes.ts';
import { untilSaid } from './standing-session.ts';
import { countOption, digits, median, publish, quantile, sleep } from './statistics.ts';

/** What one of the ways is, and the variables that make it so. */
const WAYS = [
  { name: 'not recorded', metrics: 'false' },
  { name: 'recorded', metrics: 'true' },
  // The same once more: how far two of a kind lie apart is what the run can tell.
  { name: 'not recorded, again', metrics: 'false' },
] as const;

const OURS = ['client', 'keeper', 'host'] as const;
const OVER = Buffer.from('flood-is-over');
/** Of what is read at once, its end is looked at, not all of it. */
const LOOKED_AT_BYTES = 4096;
/** Longer than any flood: the bench stops rather than waiting for ever. */
const PATIENCE_MS = 60_000;
/** Between two floods: screens are drawn, what was put off is done. */
const REST_MS = 150;

interface Sample {
  readonly elapsedMs: number;
  readonly processorMs: number;
}

/** A session that prints the whole file whenever a key is struck. */
class Floodgate {
  readonly samples: Sample[] = [];
  readonly #home: ScratchHome;
  readonly #run: PeerRun;
  #tail = Buffer.alloc(0);
  #over: (() => void) | undefined;

  private constructor(home: ScratchHome, run: PeerRun) {
    this.#home = home;
    this.#run = run;
    attend(run.pty, (chunk) => {
      // Words may be cut between two reads; behind them our row may be drawn.
      const end = Buffer.concat([this.#tail, chunk.subarray(-LOOKED_AT_BYTES)]);
      this.#tail = end.subarray(-OVER.length);
      if (end.includes(OVER)) this.#over?.();
    });
  }

  static async open(
    home: ScratchHome,
    start: (command: readonly string[]) => PeerRun,
    file: string,
  ): Promise<Floodgate> {
    const once = `dd bs=1 count=1 >/dev/null 2>&1; ${shellLine(['cat', file])}; printf '${OVER}'`;
    const run = start([
      'sh',
      '-c',
      `stty raw -echo; printf at-the-gate; while :; do ${once}; done`,
    ]);
    await untilSaid(run.pty, 'at-the-gate');
    return new Floodgate(home, run);
  }

  async flood(): Promise<Sample> {
    await sleep(REST_MS);
    const before = this.#usedMs();
    // The last one's word must not end this one.
    this.#tail = Buffer.alloc(0);
    const startMs = performance.now();
    await new Promise<void>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error('a flood that never ended')), PATIENCE_MS);
      this.#over = () => {
        this.#over = undefined;
        clearTimeout(late);
        resolve();
      };
      this.#run.pty.write(Buffer.from('x'));
    });
    const elapsedMs = performance.now() - startMs;
    // What the keeper still has to follow belongs to it.
    await sleep(REST_MS);
    return { elapsedMs, processorMs: this.#usedMs() - before };
  }

  async end(): Promise<void> {
    await this.#run.end();
  }

  #usedMs(): number {
    const pids = OURS.flatMap((role) => this.#home.pids(role));
    return pids.reduce((sum, pid) => sum + processorMs(pid), 0);
  }
}

if (!isBuilt()) throw new Error('nothing is bundled: npm run build');
const sizeBytes = countOption('megabytes', 32, 4) * MEGABYTE;
const rounds = countOption('rounds', 21, 3);
const keys = countOption('keys', 2000, 100);

const ways = WAYS.map(({ name, metrics }) => {
  const home = benchHome();
  const env = { ...home.env, CODEX_VOICE_METRICS_ENABLED: metrics };
  const { start } = codexVoice('codex-voice', ['--no-voice'], { ...home, env });
  return { name, home, start };
});

const file = colouredFile(sizeBytes);
const gates: Floodgate[] = [];
for (const { home, start } of ways) gates.push(await Floodgate.open(home, start, file));
// Compilers settle.
for (const gate of gates) await gate.flood();
for (let round = 0; round < rounds; round += 1) {
  for (let turn = 0; turn < gates.length; turn += 1) {
    const gate = gates[(turn + round) % gates.length];
    gate?.samples.push(await gate.flood());
  }
}
for (const gate of gates) await gate.end();

const probes = await openProbes(ways);
await strikeInTurn(probes, keys);
for (const probe of probes) await probe.run.end();
for (const { home } of ways) home[Symbol.dispose]();

/** Over the rounds: the quantile of how many per cent more than the first way it took. */
function morePercent(at: number, of: (sample: Sample) => number, share: number): number {
  const base = gates[0]?.samples ?? [];
  const pairs = (gates[at]?.samples ?? []).map((sample, round) => {
    const first = base[round];
    return first === undefined ? Number.NaN : (of(sample) / of(first) - 1) * 100;
  });
  return quantile(pairs, share);
}

const elapsed = ({ elapsedMs }: Sample) => elapsedMs;
const used = (sample: Sample) => sample.processorMs;
const echo = (at: number, share: number) => quantile(probes[at]?.samplesMs ?? [], share);
publish({
  name: 'observing',
  about: `The same program with its times and counts recorded and not (\`metrics.enabled\`), and not recorded once more: what lies between the two of a kind is what this run can tell apart. ${sizeBytes / MEGABYTE} MB of coloured lines through a session that stands, ${rounds} alternating rounds, each compared by itself: the median, and the middle half of them; processor time is that of our processes. Then ${keys} keys for each in turn. Bounds: 1 % of throughput, 0.05 ms of the median.`,
  columns: [
    'figures are',
    'seconds',
    'time more, %',
    'middle half, %',
    'processor time more, %',
    'key-to-echo p50 ms',
    'more, ms',
    'p99 ms',
  ],
  rows: ways.map(({ name }, at) => [
    name,
    digits(median((gates[at]?.samples ?? []).map(elapsed)) / 1000, 3),
    digits(morePercent(at, elapsed, 0.5), 2),
    [0.25, 0.75].map((share) => digits(morePercent(at, elapsed, share), 2)).join(' to '),
    digits(morePercent(at, used, 0.5), 2),
    digits(echo(at, 0.5), 3),
    digits(echo(at, 0.5) - echo(0, 0.5), 3),
    digits(echo(at, 0.99), 3),
  ]),
});
process.exit(0);
