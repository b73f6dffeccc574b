// Where a session keeps what its next host must know, as a port: on disk, or nowhere.
import type { ListenManner, ListenMode, SessionSettings } from '@codex-voice/protocol';
import type { DeliveryMemory } from '@codex-voice/session';
import type { DictationMemory } from './dictation.ts';

/** All that one session's control needs to go on after its process died, as plain JSON. */
export interface ControlMemory {
  readonly delivery: DeliveryMemory;
  readonly dictation: DictationMemory;
  /** As the session was started; absent: nobody has told. */
  readonly settings?: SessionSettings;
  /** How the person had set it; absent: as the session was started. */
  readonly mode?: ListenMode;
  readonly intent?: 'compose' | 'send';
  readonly aloud?: 'on' | 'off';
  readonly tuned?: ListenManner;
}

export type Kept =
  | { readonly kind: 'kept' }
  | { readonly kind: 'failed'; readonly message: string };

export interface QueueStore {
  /** What was kept last; undefined: nothing. Throws the system's error where that can't be told just now. */
  load(): ControlMemory | undefined;
  /** Keeps it: when this returns, the death of the process can't take it away. Never throws. */
  save(memory: ControlMemory): Kept;
  close(): void;
}

/** Keeps nothing: for a session that ends with its process. */
export function forgetfulStore(): QueueStore {
  return {
    load: () => undefined,
    save: () => ({ kind: 'kept' }),
    close: () => undefined,
  };
}
