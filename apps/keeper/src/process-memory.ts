// What the system tells of a process's memory.
import { readFileSync } from 'node:fs';

const BYTES_PER_KIB = 1024;

/** Resident memory of a process, in bytes; absent where the system does not tell. */
export function memoryBytesOf(pid: number): number | undefined {
  try {
    const found = /^VmRSS:\s+(\d+) kB$/mu.exec(readFileSync(`/proc/${pid}/status`, 'latin1'));
    return found?.[1] === undefined ? undefined : Number(found[1]) * BYTES_PER_KIB;
  } catch {
    return undefined;
  }
}
