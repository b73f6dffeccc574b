// What was recorded of a run, kept as bytes: every byte of output with its time, and beside it what the viewer
// can't hear or see otherwise. What the events are is the `pictures` package's.
import { deserialize, serialize } from 'node:v8';
import type { FilmedSession } from '@codex-voice/pictures';

/** For {@link readRecordings}, of the same Node. */
export function writtenRecordings(recordings: readonly FilmedSession[]): Uint8Array {
  return serialize(recordings);
}

export function readRecordings(bytes: Uint8Array): FilmedSession[] {
  // Nothing but writtenRecordings writes such files.
  return deserialize(bytes) as FilmedSession[];
}
