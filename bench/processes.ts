// Reads from /proc what the processes of a peer cost: who they are, memory and processor time.
import { readdirSync, readFileSync } from 'node:fs';
import { memoryKib, processorMs as ticked } from '@codex-voice/metrics';

const KIB_PER_MIB = 1_024;
const NANOSECONDS_PER_MS = 1e6;

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** A process and all its descendants, itself first. */
export function family(pid: number): number[] {
  const children = read(`/proc/${pid}/task/${pid}/children`).trim();
  const below = children === '' ? [] : children.split(' ').map(Number);
  return [pid, ...below.flatMap(family)];
}

export function commandLine(pid: number): string {
  return read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim();
}

/** The most memory a process has had resident so far, in MiB; 0 once it is gone. */
export function peakResidentMiB(pid: number): number {
  return (memoryKib(pid, 'VmHWM') ?? 0) / KIB_PER_MIB;
}

/** The memory a process has resident now, in MiB. */
export function residentMiB(pid: number): number {
  return (memoryKib(pid, 'VmRSS') ?? 0) / KIB_PER_MIB;
}

/** Processor time a process has used, in milliseconds, its children left out; 0 once it is gone. */
export function processorMs(pid: number): number {
  return ticked(pid) ?? 0;
}

/** Where /proc/PID/stat has the scheduling policy behind the name, counted from 0, and that of `chrt --rr`. */
const POLICY_FIELD = 38;
const ROUND_ROBIN = '2';

/** Whether this process, and with it what it starts, comes before all programs that are scheduled as usual. */
export function comesFirst(): boolean {
  const stat = read('/proc/self/stat');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[POLICY_FIELD] === ROUND_ROBIN;
}

/**
 * Processor time of processes to the nanosecond, thread by thread: what a thread has used that ended meanwhile
 * counts as it was at the last look.
 */
export class ProcessorBooks {
  readonly #pids: readonly number[];
  readonly #byThread = new Map<string, number>();

  constructor(pids: readonly number[]) {
    this.#pids = pids;
  }

  /** All of it until now, in milliseconds. */
  look(): number {
    for (const pid of this.#pids) {
      for (const thread of threadsOf(pid)) {
        const path = `/proc/${pid}/task/${thread}/schedstat`;
        const ranNs = Number(read(path).split(' ')[0]);
        if (ranNs > 0) this.#byThread.set(path, ranNs);
      }
    }
    return [...this.#byThread.values()].reduce((sum, ns) => sum + ns, 0) / NANOSECONDS_PER_MS;
  }
}

function threadsOf(pid: number): readonly string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}
