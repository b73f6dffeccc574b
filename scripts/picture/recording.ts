// What was recorded of a run: every byte of output with its time, and beside it what the viewer can't hear
// or see otherwise: words that were said, keys that were pressed, moments worth a picture of their own.
import { deserialize, serialize } from 'node:v8';

export type RecordedEvent =
  | { readonly kind: 'output'; readonly atMs: number; readonly bytes: Uint8Array }
  /** The film begins, or ends: what is before and after is for the moments only. */
  | { readonly kind: 'begins' | 'ends'; readonly atMs: number }
  /** Words are being played into the microphone; undefined: no more. */
  | { readonly kind: 'said'; readonly atMs: number; readonly words: string | undefined }
  /** Keys as a person calls them; undefined: they need no longer be seen. */
  | { readonly kind: 'pressed'; readonly atMs: number; readonly keys: string | undefined }
  /** The screen as it is now is a picture of this name. */
  | { readonly kind: 'moment'; readonly atMs: number; readonly name: string };

export interface Recording {
  /** The command as it was typed. */
  readonly title: string;
  readonly columns: number;
  readonly rows: number;
  /** In the order of their times. */
  readonly events: readonly RecordedEvent[];
}

/** For {@link readRecordings}, of the same Node. */
export function writtenRecordings(recordings: readonly Recording[]): Uint8Array {
  return serialize(recordings);
}

export function readRecordings(bytes: Uint8Array): Recording[] {
  // Nothing but writtenRecordings writes such files.
  return deserialize(bytes) as Recording[];
}
