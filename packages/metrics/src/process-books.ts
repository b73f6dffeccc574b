// What a process costs, as the kernel's own books in /proc have it. Where the kernel keeps none, and once the
// process is gone, nothing is told.
import { readdirSync, readFileSync } from 'node:fs';

/** Ticks of processor time in /proc/PID/stat; user space always sees 100 a second. */
const MS_PER_TICK = 10;
const NANOSECONDS_PER_MS = 1e6;
/** Behind the program's name in /proc/PID/stat, counted from 0: its own time in the program and the kernel. */
const STAT_FIELDS = { user: 11, system: 12 } as const;

/** All that it has run so far, in ms, in steps of a tick; its children are left out. */
export function processorMs(pid: number): number | undefined {
  const text = textOf(`/proc/${pid}/stat`);
  // The name may have blanks and brackets in it.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const ticks = Number(fields[STAT_FIELDS.user]) + Number(fields[STAT_FIELDS.system]);
  return Number.isNaN(ticks) ? undefined : ticks * MS_PER_TICK;
}

/** How long the threads that it has now have run so far, in ms, finer than a tick. */
export function threadsMs(pid: number): number | undefined {
  try {
    return readdirSync(`/proc/${pid}/task`).reduce((sum, thread) => {
      const [ns = ''] = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ');
      return sum + Number(ns) / NANOSECONDS_PER_MS;
    }, 0);
  } catch {
    return undefined;
  }
}

/** `VmRSS`: resident now; `VmHWM`: the most so far. */
export function memoryKib(pid: number, field: 'VmRSS' | 'VmHWM'): number | undefined {
  const told = new RegExp(`^${field}:\\s+(\\d+)`, 'mu').exec(textOf(`/proc/${pid}/status`))?.[1];
  return told === undefined ? undefined : Number(told);
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
