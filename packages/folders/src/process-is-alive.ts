// Whether the process lives that a file names as its own: its writer, its maker, its keeper. A number that the
// system gives to another process later can't be told from the first.
import { readFileSync } from 'node:fs';

/** Of another user's, too. One that is dead and that nobody has asked after yet does not live. */
export function processIsAlive(pid: number): boolean {
  // A signal to these would go to several processes, or to none.
  if (!Number.isSafeInteger(pid) || pid < 1) return false;
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** A process that was killed keeps its number until its parent, or who took its place, has looked. */
function isZombie(pid: number): boolean {
  try {
    // "PID (NAME) STATE …"; the name may hold anything, so the state is after the last bracket.
    const status = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return status.charAt(status.lastIndexOf(')') + 2) === 'Z';
  } catch {
    return false;
  }
}
