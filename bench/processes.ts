// Reads from /proc what the processes of a peer cost: who they are, memory and processor time.
import { readFileSync } from 'node:fs';
import { memoryKib, processorMs as ticked } from '@codex-voice/metrics';

const KIB_PER_MIB = 1_024;

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
