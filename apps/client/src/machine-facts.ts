// What a recommendation needs to know of this machine, read and not measured.
import { existsSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import type { MachineFacts } from '@codex-voice/models';

export function machineFacts(): MachineFacts {
  const limit = process.constrainedMemory();
  const total = totalmem();
  return {
    cores: availableParallelism(),
    // A container without a limit says 0 or more than there is.
    memoryBytes: limit > 0 && limit < total ? limit : total,
    graphics: hasGraphicsCard() ? 'present' : 'none',
  };
}

/** Apple's own processors have one; of NVIDIA's the driver tells. Others are not looked for. */
function hasGraphicsCard(): boolean {
  if (process.platform === 'darwin') return process.arch === 'arm64';
  return existsSync('/proc/driver/nvidia/version');
}
