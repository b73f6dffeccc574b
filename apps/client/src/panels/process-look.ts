// A process of ours as the kernel tells of it; where it does not, nothing is told.
import { memoryKib, threadsMs } from '@codex-voice/metrics';

export interface ProcessLook {
  /** How long its threads have run so far, in ms. */
  readonly ranMs: number;
  readonly residentKib: number;
}

export function lookAt(pid: number): ProcessLook | undefined {
  const ranMs = threadsMs(pid);
  return ranMs === undefined ? undefined : { ranMs, residentKib: memoryKib(pid, 'VmRSS') ?? 0 };
}
