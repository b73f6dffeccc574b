// The memory that the newest output is kept in: one for the log and for the thread that follows the
// screen, where the log is as large as that thread needs and of a size that its ring can have.
import type { SharedLogMemory } from '@codex-voice/session';
import { ByteRing, RING_BYTES } from '@codex-voice/shadow';

/** Undefined where each keeps its own. */
export function outputMemory(logBytes: number): (ByteRing & SharedLogMemory) | undefined {
  const isPowerOfTwo = Number.isInteger(Math.log2(logBytes));
  return isPowerOfTwo && logBytes >= RING_BYTES ? ByteRing.create(logBytes) : undefined;
}
