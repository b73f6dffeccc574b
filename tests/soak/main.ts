// `npm run soak -- --minutes 10 [--seed N]`: sessions of the whole program live under faults of every kind, by
// chance from one seed, for as long as asked; a line a minute, a summary, and status 1 with the seed when an
// invariant broke. Ctrl-C ends it with the summary so far; `--keep` keeps the homes of what broke. `--prove` breaks every
// invariant on purpose: then what looks for it must find it.
import { spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Chance } from './chance.ts';
import { drivenLane } from './driven-lane.ts';
import { SmallDisk } from './full-disk.ts';
import { MemoryWatch, MOST_MIB } from './memory-watch.ts';
import { mortalLane } from './mortal-lane.ts';
import { outputLane } from './output-lane.ts';
import { saidLane } from './said-lane.ts';
import { INVARIANTS, SoakRecord } from './soak-record.ts';
import type { LaneParts, Mutant } from './soak-session.ts';

const USUAL_MINUTES = 10;
const MINUTE_MS = 60_000;
/** One session of a lane; then a fresh one, so that its end is looked at as well. */
const ROUND_MS = { said: 120_000, driven: 90_000, disk: 60_000, microphone: 90_000 };
/** What is left of the time is not worth another session below this. */
const SHORTEST_ROUND_MS = 8_000;
/** After the last fault all lanes settle and are looked at; a loaded machine gets this long, in s. */
const USUAL_SETTLING_SECONDS = 240;
const ALL_MUTANTS: readonly Mutant[] = [
  'duplicate',
  'wrong-row',
  'spoilt-terminal',
  'orphan',
  'left-file',
];
/** 128 and the number of SIGINT. */
const INTERRUPTED_STATUS = 130;
const INSIDE = 'CODEX_VOICE_SOAK_INSIDE';

interface Wish {
  readonly durationMs: number;
  readonly settlingMs: number;
  readonly seed: number;
  readonly lanes: ReadonlySet<string>;
  readonly prove: boolean;
  readonly keep: boolean;
}

const LANE_NAMES = ['output', 'said', 'driven', 'disk', 'mortal', 'microphone', 'told'] as const;
/** `told` is `disk` where there is none: for a soak that proves itself. */
const PROVING_LANES: readonly string[] = ['output', 'mortal', 'told'];

function wishOf(): Wish {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string' },
      seconds: { type: 'string' },
      settle: { type: 'string' },
      seed: { type: 'string' },
      lanes: { type: 'string' },
      prove: { type: 'boolean' },
      keep: { type: 'boolean' },
    },
  });
  const seconds = Number(values.seconds ?? 60 * Number(values.minutes ?? USUAL_MINUTES));
  const seed = Number(values.seed ?? Date.now() % 1_000_000);
  const settlingMs = Number(values.settle ?? USUAL_SETTLING_SECONDS) * 1_000;
  if (!(seconds > 0) || !(settlingMs > 0) || !Number.isInteger(seed))
    throw new RangeError('--minutes, --settle and --seed are numbers');
  const lanes =
    values.lanes?.split(',') ??
    (values.prove === true ? PROVING_LANES : LANE_NAMES.filter((name) => name !== 'told'));
  const prove = values.prove === true;
  const keep = values.keep === true;
  return { durationMs: seconds * 1_000, settlingMs, seed, lanes: new Set(lanes), prove, keep };
}

/** Mounts are seen by this soak alone, and gone with it. Undefined: it is to go on as it is. */
function insideNamespace(): number | undefined {
  if (process.env[INSIDE] !== undefined || process.platform !== 'linux') return undefined;
  const asWho = process.getuid?.() === 0 ? ['--mount'] : ['--mount', '--map-root-user'];
  if (spawnSync('unshare', [...asWho, 'true']).status !== 0) return undefined;
  const command = [process.execPath, ...process.execArgv, ...process.argv.slice(1)];
  const env = { ...process.env, [INSIDE]: '1' };
  // Ctrl-C reaches both: the one inside tells what it has, and this one ends with it.
  process.on('SIGINT', () => undefined);
  return spawnSync('unshare', [...asWho, ...command], { stdio: 'inherit', env }).status ?? 1;
}

function isThere(program: string): boolean {
  return spawnSync(program, ['--version']).status === 0;
}

class Soak {
  readonly record = new SoakRecord();
  readonly memory: MemoryWatch;
  readonly #wish: Wish;
  readonly #untilMs: number;
  readonly #disk = SmallDisk.mounted();

  constructor(wish: Wish) {
    this.#wish = wish;
    this.#untilMs = performance.now() + wish.durationMs;
    this.memory = new MemoryWatch({
      ...(wish.prove ? { mostMib: { client: 1, keeper: 1, host: 1, voice: 1 } } : {}),
      onLook: () => this.record.looked('memory bounded'),
      onBreach: (what) => this.record.breach({ invariant: 'memory bounded', lane: 'all', what }),
    });
  }

  async run(): Promise<void> {
    const ticking = setInterval(() => this.#minute(), MINUTE_MS);
    const { durationMs, settlingMs } = this.#wish;
    const patience = sleep(durationMs + settlingMs, 'late', { ref: false });
    const ended = await Promise.race([Promise.all(this.#lanes()).then(() => 'done'), patience]);
    clearInterval(ticking);
    if (ended === 'late') this.#failed('all', 'lanes have not ended');
    this.memory.judge();
    this.dispose();
  }

  dispose(): void {
    this.#disk?.[Symbol.dispose]();
  }

  #lanes(): readonly Promise<void>[] {
    const disk = this.#disk;
    const hasSound = isThere('pulseaudio');
    const rounds: Readonly<Record<string, (parts: LaneParts, round: number) => Promise<void>>> = {
      output: (parts) => outputLane(parts),
      said: (parts, round) =>
        saidLane(parts, { voice: round % 2 === 0 ? 'phrases' : 'bad-server' }),
      ...(hasSound
        ? { microphone: (parts: LaneParts) => saidLane(parts, { voice: 'microphone' }) }
        : {}),
      driven: (parts) => drivenLane(parts),
      mortal: (parts) => mortalLane(parts),
      told: (parts) => saidLane(parts, {}),
      ...(disk === undefined
        ? {}
        : { disk: (parts: LaneParts) => saidLane({ ...parts, parent: disk.path }, { disk }) }),
    };
    if (disk === undefined) console.log('soak: nothing may be mounted here: no disk fills up');
    if (this.#wish.lanes.has('microphone') && !hasSound)
      console.log('soak: there is no pulseaudio here: nobody speaks into a microphone');
    const chance = new Chance(this.#wish.seed);
    return LANE_NAMES.map((name) => {
      const seed = chance.seed();
      const round = rounds[name];
      return round === undefined || !this.#wish.lanes.has(name)
        ? Promise.resolve()
        : this.#rounds({ name, seed, round });
    });
  }

  async #rounds(lane: {
    readonly name: string;
    readonly seed: number;
    readonly round: (parts: LaneParts, round: number) => Promise<void>;
  }): Promise<void> {
    const { name, round } = lane;
    const chance = new Chance(lane.seed);
    const lengths: Readonly<Record<string, number>> = ROUND_MS;
    for (let count = 0; ; count += 1) {
      const nowMs = performance.now();
      if (count > 0 && this.#untilMs - nowMs < SHORTEST_ROUND_MS) return;
      const parts: LaneParts = {
        name,
        seed: chance.seed(),
        record: this.record,
        memory: this.memory,
        untilMs: Math.min(this.#untilMs, nowMs + (lengths[name] ?? Number.POSITIVE_INFINITY)),
        mutants: new Set(this.#wish.prove ? ALL_MUTANTS : []),
        keep: this.#wish.keep,
      };
      try {
        await round(parts, count);
      } catch (error) {
        this.#failed(name, error instanceof Error ? (error.stack ?? error.message) : String(error));
      }
    }
  }

  #failed(lane: string, what: string): void {
    this.record.breach({ invariant: 'the lane itself', lane, what });
  }

  #minute(): void {
    const { record } = this;
    const minutes = Math.round(
      (performance.now() - this.#untilMs + this.#wish.durationMs) / MINUTE_MS,
    );
    const looked = INVARIANTS.slice(0, 3).map((name) => `${name} ${record.looks(name)}`);
    const most = this.memory.most();
    console.log(
      `minute ${minutes}: ${record.faultCount} faults; looked at: ${looked.join(', ')}; broken ${record.breaches.length}; most MiB: ${most}`,
    );
  }
}

function summary({ record, memory }: Soak, { seed, durationMs }: Wish): void {
  console.log(`faults: ${record.faultCount} in ${(durationMs / MINUTE_MS).toFixed(1)} minutes`);
  for (const line of record.faultLines()) console.log(`  ${line}`);
  console.log('invariants:');
  for (const line of record.invariantLines()) console.log(`  ${line}`);
  console.log(`  prompts that did not arrive: ${record.notArrived}`);
  console.log(`  most MiB: ${memory.most()}; bounds: ${JSON.stringify(MOST_MIB)}`);
  for (const line of record.breachLines()) console.log(line);
  const { firstBroken } = record;
  if (firstBroken !== undefined) console.log(`first broken: ${firstBroken} of seed ${seed}`);
  console.log(
    record.breaches.length === 0 ? `soak: held (seed ${seed})` : `soak: broken (seed ${seed})`,
  );
}

async function main(): Promise<number> {
  const wish = wishOf();
  console.log(`soak: seed ${wish.seed}, ${(wish.durationMs / MINUTE_MS).toFixed(1)} minutes`);
  const soak = new Soak(wish);
  process.once('SIGINT', () => {
    summary(soak, wish);
    console.log('soak: ended by hand');
    soak.dispose();
    process.exit(INTERRUPTED_STATUS);
  });
  await soak.run();
  summary(soak, wish);
  const { record } = soak;
  if (!wish.prove) return record.breaches.length === 0 ? 0 : 1;
  const blind = INVARIANTS.filter(
    (each) => !record.breaches.some(({ invariant }) => invariant === each),
  );
  console.log(
    blind.length === 0
      ? 'soak: every look finds what it is for'
      : `soak: blind to ${blind.join(', ')}`,
  );
  return blind.length === 0 ? 0 : 1;
}

process.exit(insideNamespace() ?? (await main()));
