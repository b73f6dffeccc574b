// Keeps a PTY's master side out of the other processes we start: whoever holds it keeps the agent
// from being told that its terminal is gone.
import { openSync } from 'node:fs';

/** One entry of `child_process` stdio: a mode, or one of our descriptors. */
export type StdioEntry = 'pipe' | 'ignore' | 'inherit' | 'ipc' | number;

let nullFd: number | undefined;

/**
 * The stdio list for `child_process.spawn` that leaves `masterFd` behind. The binding opens the
 * master inheritable and nothing in the runtime can change that, so the number is covered in the
 * child by the null device.
 */
export function withoutInheriting(
  masterFd: number,
  stdio: readonly StdioEntry[],
): readonly StdioEntry[] {
  if (stdio.length > masterFd) {
    throw new RangeError(
      `stdio has ${stdio.length} entries and would reach descriptor ${masterFd}`,
    );
  }
  nullFd ??= openSync('/dev/null', 'r');
  // 'ignore' above descriptor 2 leaves it as it is: closed, for all that the runtime opened itself.
  const padding = Array.from({ length: masterFd - stdio.length }, () => 'ignore' as const);
  return [...stdio, ...padding, nullFd];
}
