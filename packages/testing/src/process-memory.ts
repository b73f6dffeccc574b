// What the system says a process costs in memory. Reads /proc, so it knows nothing outside Linux.
import { readFileSync } from 'node:fs';

/** Memory of one process, in KiB. */
export interface ProcessMemory {
  /** All that is resident, shared pages counted in full. */
  readonly residentKiB: number;
  /** Resident, shared pages counted by the share of those who share them. */
  readonly proportionalKiB: number;
}

/** Memory of a process now; undefined when it is gone. */
export function processMemory(pid: number): ProcessMemory | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
    const field = (name: string) =>
      Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? 0);
    return { residentKiB: field('Rss'), proportionalKiB: field('Pss') };
  } catch {
    return undefined;
  }
}
