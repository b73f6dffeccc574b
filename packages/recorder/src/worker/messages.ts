// What the thread that writes a recording is told, and tells.
import type { CastHeader } from '@codex-voice/recording';

export interface WorkerStart {
  readonly path: string;
  /** `new`: nobody's file is written over. `append`: one of ours goes on. */
  readonly how: 'new' | 'append';
  readonly header: Omit<CastHeader, 'version'>;
  /** Where the sound of what was said may lie; absent: nowhere. */
  readonly journalDirectory?: string;
}

/** All times are of the recording, in ms from its start. */
export type Order =
  | { readonly do: 'picture'; readonly atMs: number; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly do: 'heard'; readonly atMs: number; readonly code: string; readonly json: string }
  | { readonly do: 'size'; readonly atMs: number; readonly columns: number; readonly rows: number }
  | { readonly do: 'mark'; readonly atMs: number; readonly label: string }
  | { readonly do: 'exit'; readonly atMs: number; readonly status: string }
  | { readonly do: 'end' };

export type Told =
  /** The file is there. */
  | { readonly type: 'begun' }
  /** As much of what it was given is dealt with, in units of `unitsOf`. */
  | { readonly type: 'done'; readonly units: number }
  | { readonly type: 'full' }
  | { readonly type: 'failed'; readonly why: string }
  | { readonly type: 'ended' };

/** What an order weighs while it waits. */
export function unitsOf(order: Order): number {
  switch (order.do) {
    case 'picture':
      return order.bytes.length + 64;
    case 'heard':
      return order.json.length + 64;
    case 'size':
    case 'mark':
    case 'exit':
    case 'end':
      return 64;
  }
}
