// What the host, its voice processes and the keepers cost, looked at now and then: memory and processor
// time from the kernel's own books, and how long all runs. Where the kernel keeps none, only the host is told.
import { type MetricRecord, memoryKib, processorMs } from '@codex-voice/metrics';

/** Often enough to see memory grow over an hour; a look takes less than a millisecond. */
const LOOK_MS = 60_000;
const BYTES_PER_MIB = 1_048_576;
const KIB_PER_MIB = 1_024;
const MICROSECONDS_PER_MS = 1_000;
const PERCENT = 100;
const MS_PER_SECOND = 1_000;

export interface ProcessCostsParts {
  readonly record: (record: MetricRecord) => void;
  readonly voicePids: () => readonly number[];
  /** Each session's keeper, as it tells of itself; those that do not answer are left out. */
  readonly keepers: () => Promise<readonly KeeperFigures[]>;
  readonly sessionCount: () => number;
  /** How many records there have been of what went on in sessions. */
  readonly happened: () => number;
  readonly lookMs?: number;
}

export interface KeeperFigures {
  readonly pid: number;
  readonly startedAtMs: number;
}

interface Look {
  readonly atMs: number;
  readonly happened: number;
  readonly hostMs: number;
  readonly keeperMs: ReadonlyMap<number, number>;
  readonly voiceMs: ReadonlyMap<number, number>;
}

export class ProcessCosts {
  readonly #parts: ProcessCostsParts;
  readonly #timer: NodeJS.Timeout;
  #before: Look;

  constructor(parts: ProcessCostsParts) {
    this.#parts = parts;
    this.#before = this.#look([]);
    this.#timer = setInterval(() => void this.#tell(), parts.lookMs ?? LOOK_MS).unref();
  }

  dispose(): void {
    clearInterval(this.#timer);
  }

  #look(keepers: readonly KeeperFigures[]): Look {
    const { user, system } = process.cpuUsage();
    return {
      atMs: performance.now(),
      happened: this.#parts.happened(),
      hostMs: (user + system) / MICROSECONDS_PER_MS,
      keeperMs: ranMs(keepers.map(({ pid }) => pid)),
      voiceMs: ranMs(this.#parts.voicePids()),
    };
  }

  async #tell(): Promise<void> {
    const keepers = await this.#parts.keepers();
    const before = this.#before;
    const now = this.#look(keepers);
    this.#before = now;
    const elapsedMs = now.atMs - before.atMs;
    const percent = (ms: number): number => (ms / elapsedMs) * PERCENT;
    this.#gauge('host', 'sessions', this.#parts.sessionCount());
    this.#gauge('host', 'uptime-s', process.uptime());
    const oldestMs = Math.min(...keepers.map(({ startedAtMs }) => startedAtMs));
    if (keepers.length > 0)
      this.#gauge('session', 'uptime-s', (Date.now() - oldestMs) / MS_PER_SECOND);
    this.#gauge('host', 'memory-mib', process.memoryUsage.rss() / BYTES_PER_MIB);
    const hostMs = now.hostMs - before.hostMs;
    this.#gauge('host', 'cpu-percent', percent(hostMs));
    const keeperMs = this.#family('keeper', before.keeperMs, now.keeperMs, percent);
    const voiceMs = this.#family('voice', before.voiceMs, now.voiceMs, percent);
    if (now.happened === before.happened)
      this.#gauge('idle', 'cpu-percent', percent(hostMs + keeperMs + voiceMs));
  }

  /** Those that were there at both looks, all together; the answer is how long they ran in between. */
  #family(
    name: string,
    before: ReadonlyMap<number, number>,
    now: ReadonlyMap<number, number>,
    percent: (ms: number) => number,
  ): number {
    const lived = [...now].filter(([pid]) => before.has(pid));
    if (lived.length === 0) return 0;
    const ranMs = lived.reduce((sum, [pid, ms]) => sum + ms - (before.get(pid) ?? ms), 0);
    this.#gauge(name, 'cpu-percent', percent(ranMs));
    const mib = lived.reduce((sum, [pid]) => sum + residentMib(pid), 0);
    this.#gauge(name, 'memory-mib', mib);
    return ranMs;
  }

  #gauge(phase: string, event: string, value: number): void {
    this.#parts.record({ atMs: Date.now(), phase, event, fields: { value } });
  }
}

function ranMs(pids: readonly number[]): ReadonlyMap<number, number> {
  const told = pids.flatMap((pid) => {
    const ms = processorMs(pid);
    return ms === undefined ? [] : [[pid, ms] as const];
  });
  return new Map(told);
}

function residentMib(pid: number): number {
  return (memoryKib(pid, 'VmRSS') ?? 0) / KIB_PER_MIB;
}
