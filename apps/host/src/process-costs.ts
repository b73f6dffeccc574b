// What the host and its voice processes cost, looked at now and then: memory and processor time from the
// kernel's own books. Where the kernel keeps none of that kind, only the host is told.
import { readFileSync } from 'node:fs';
import type { MetricRecord } from '@codex-voice/metrics';

/** Often enough to see memory grow over an hour; a look takes less than a millisecond. */
const LOOK_MS = 60_000;
const BYTES_PER_MIB = 1_048_576;
const KIB_PER_MIB = 1_024;
const MICROSECONDS_PER_MS = 1_000;
/** Ticks of processor time in /proc/PID/stat; user space always sees 100 a second. */
const MS_PER_TICK = 10;
/** Behind the program's name in /proc/PID/stat, counted from 0: its own time in the program and the kernel. */
const STAT_FIELDS = { user: 11, system: 12 } as const;
const PERCENT = 100;

export interface ProcessCostsParts {
  readonly record: (record: MetricRecord) => void;
  readonly voicePids: () => readonly number[];
  readonly sessionCount: () => number;
  readonly lookMs?: number;
}

interface Look {
  readonly atMs: number;
  readonly hostMs: number;
  readonly voiceMs: ReadonlyMap<number, number>;
}

export class ProcessCosts {
  readonly #parts: ProcessCostsParts;
  readonly #timer: NodeJS.Timeout;
  #before: Look;

  constructor(parts: ProcessCostsParts) {
    this.#parts = parts;
    this.#before = this.#look();
    this.#timer = setInterval(() => this.#tell(), parts.lookMs ?? LOOK_MS).unref();
  }

  dispose(): void {
    clearInterval(this.#timer);
  }

  #look(): Look {
    const { user, system } = process.cpuUsage();
    const voice = this.#parts.voicePids().flatMap((pid) => {
      const ms = processorMs(pid);
      return ms === undefined ? [] : [[pid, ms] as const];
    });
    return {
      atMs: performance.now(),
      hostMs: (user + system) / MICROSECONDS_PER_MS,
      voiceMs: new Map(voice),
    };
  }

  #tell(): void {
    const before = this.#before;
    const now = this.#look();
    this.#before = now;
    const elapsedMs = now.atMs - before.atMs;
    const percent = (ms: number): number => (ms / elapsedMs) * PERCENT;
    this.#gauge('host', 'sessions', this.#parts.sessionCount());
    this.#gauge('host', 'memory-mib', process.memoryUsage.rss() / BYTES_PER_MIB);
    this.#gauge('host', 'cpu-percent', percent(now.hostMs - before.hostMs));
    const lived = [...now.voiceMs].filter(([pid]) => before.voiceMs.has(pid));
    if (lived.length === 0) return;
    const ranMs = lived.reduce((sum, [pid, ms]) => sum + ms - (before.voiceMs.get(pid) ?? ms), 0);
    this.#gauge('voice', 'cpu-percent', percent(ranMs));
    const mib = lived.reduce((sum, [pid]) => sum + residentMib(pid), 0);
    this.#gauge('voice', 'memory-mib', mib);
  }

  #gauge(phase: string, event: string, value: number): void {
    this.#parts.record({ atMs: Date.now(), phase, event, fields: { value } });
  }
}

/** Undefined: it is gone, or the kernel does not tell. */
function processorMs(pid: number): number | undefined {
  const text = read(`/proc/${pid}/stat`);
  // The name may have blanks and brackets in it.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const ticks = Number(fields[STAT_FIELDS.user]) + Number(fields[STAT_FIELDS.system]);
  return Number.isNaN(ticks) ? undefined : ticks * MS_PER_TICK;
}

function residentMib(pid: number): number {
  return Number(/^VmRSS:\s+(\d+)/mu.exec(read(`/proc/${pid}/status`))?.[1] ?? 0) / KIB_PER_MIB;
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
