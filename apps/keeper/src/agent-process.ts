// The agent's process on its pseudo-terminal, as the keeper needs it.
import { readFileSync } from 'node:fs';
import type { PtyProcess } from '@codex-voice/pty';
import type { KeeperAgent } from '@codex-voice/session';

const BYTES_PER_KIB = 1024;

export function agentOn(pty: PtyProcess): KeeperAgent {
  return {
    write: (bytes) => {
      pty.write(bytes);
    },
    get pendingInputBytes() {
      return pty.pendingInputBytes;
    },
    resize: (size) => pty.resize(size),
    pause: () => pty.pause(),
    resume: () => pty.resume(),
    get stopped() {
      return pty.stopped;
    },
    signal: (signal, to) => {
      pty.kill(signal, to);
    },
  };
}

/** Resident memory of a process, in bytes; absent where the system does not tell. */
export function memoryBytesOf(pid: number): number | undefined {
  try {
    const found = /^VmRSS:\s+(\d+) kB$/mu.exec(readFileSync(`/proc/${pid}/status`, 'latin1'));
    return found?.[1] === undefined ? undefined : Number(found[1]) * BYTES_PER_KIB;
  } catch {
    return undefined;
  }
}
