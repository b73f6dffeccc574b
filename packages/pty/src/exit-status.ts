// Turns the way a child ended into the status a shell would report for it; leaves exiting to the caller.

/** How a child ended: its own code, or the number of the signal that killed it (0 when none did). */
export interface PtyExit {
  /** The child's exit code, 0..255. Meaningless when `signal` is not 0. */
  readonly exitCode: number;
  /** The signal number that ended the child, 0 when it ended by itself. */
  readonly signal: number;
}

/** POSIX shells report death by signal n as 128 + n. */
const SIGNAL_STATUS_BASE = 128;

/** The exit status to end with so that a caller sees what it would have seen without us: 0..255. */
export function exitStatus({ exitCode, signal }: PtyExit): number {
  return signal > 0 ? SIGNAL_STATUS_BASE + signal : exitCode;
}
