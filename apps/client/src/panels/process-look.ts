// A process of ours as the kernel tells of it; where it does not, nothing is told.
import { readdirSync, readFileSync } from 'node:fs';

const NANOSECONDS_PER_MS = 1e6;

export interface ProcessLook {
  /** How long its threads have run so far, in ms. */
  readonly ranMs: number;
  readonly residentKib: number;
}

export function lookAt(pid: number): ProcessLook | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const ranMs = readdirSync(`/proc/${pid}/task`).reduce((sum, thread) => {
      const [ns = ''] = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ');
      return sum + Number(ns) / NANOSECONDS_PER_MS;
    }, 0);
    return { ranMs, residentKib: Number(/^VmRSS:\s+(\d+)/mu.exec(status)?.[1] ?? 0) };
  } catch {
    return undefined;
  }
}
