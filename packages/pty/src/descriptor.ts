// Non-blocking reads and writes on a descriptor, answered by value instead of by exception;
// waiting for room or for data is left to the callers.
import { readSync, writeSync } from 'node:fs';
import type { RoomWaiter, WriteAttempt } from './ordered-writer.ts';

/** One write to a non-blocking descriptor. */
export function attemptOn(fd: number): WriteAttempt {
  return (bytes) => {
    const result = quietly(() => writeSync(fd, bytes));
    // A terminal that takes nothing answers 0 on some systems and EAGAIN on others.
    if (result === 0 || result === 'EAGAIN' || result === 'EINTR') return 'full';
    return typeof result === 'number' ? result : 'gone';
  };
}

/**
 * One read from a non-blocking descriptor into the room from `at` on: bytes read, 'empty' when none are
 * there now, 'ended'.
 */
export function readNow(fd: number, into: Uint8Array, at = 0): number | 'empty' | 'ended' {
  const result = quietly(() => readSync(fd, into, at, into.length - at, null));
  if (result === 'EAGAIN' || result === 'EINTR') return 'empty';
  return typeof result === 'number' && result > 0 ? result : 'ended';
}

/** The waits between attempts that made no progress, in milliseconds; the last one repeats. The first
 *  is a turn of the event loop: a reader that is awake has usually made room by then. */
const RETRY_DELAYS_MS = [0, 0, 1, 1, 2, 4, 8] as const;

/**
 * Waits for room by the clock. For the master side of a PTY: the runtime cannot wait for room there
 * (it would spin), and only a long paste into a busy program ever fills it.
 */
export const clockWaiter: RoomWaiter = {
  takesBytes: 0,
  wait: ({ fruitless, ready }) => {
    const delayMs = RETRY_DELAYS_MS[Math.min(fruitless, RETRY_DELAYS_MS.length - 1)] ?? 0;
    if (delayMs === 0) {
      const immediate = setImmediate(ready);
      return () => {
        clearImmediate(immediate);
        return 0;
      };
    }
    const timer = setTimeout(ready, delayMs);
    return () => {
      clearTimeout(timer);
      return 0;
    };
  },
};

// "Try again" is the normal answer of a full descriptor, so the cost of a stack trace is not paid.
function quietly(call: () => number): number | string {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return call();
  } catch (error) {
    return errorCode(error);
  } finally {
    Error.stackTraceLimit = limit;
  }
}

/** The system's name for an error (`EAGAIN`), or an empty string when it has none. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : '';
}
