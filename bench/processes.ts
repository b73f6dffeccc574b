// Reads from /proc what the processes of a peer cost: who they are, memory and processor time.
import { readFileSync } from 'node:fs';

/** Clock ticks a second in /proc/PID/stat; fixed at 100 on Linux for user space. */
const TICKS_PER_SECOND = 100;

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
  return statusKiB(pid, 'VmHWM') / 1024;
}

/** The memory a process has resident now, in MiB. */
export function residentMiB(pid: number): number {
  return statusKiB(pid, 'VmRSS') / 1024;
}

function statusKiB(pid: number, field: string): number {
  return Number(
    new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(read(`/proc/${pid}/status`))?.[1] ?? 0,
  );
}

/** Processor time a process has used, in milliseconds, its waited-for children left out. */
export function processorMs(pid: number): number {
  const fields = read(`/proc/${pid}/stat`)
    .replace(/^.*\) /s, '')
    .split(' ');
  const ticks = Number(fields[11] ?? 0) + Number(fields[12] ?? 0);
  return (ticks * 1000) / TICKS_PER_SECOND;
}
