// Where frames come from: a device or a list of recordings, behind one face. Opening can fail for a
// reason that a person can be told; recordings end, devices may be lost.
import type { UnavailableReason } from '@codex-voice/protocol';

export interface FrameSourceHandlers {
  /** Overwritten once the call has returned. `arrivedMs`: when the last sample of the frame reached us, on the monotonic clock. */
  readonly onFrame: (frame: Float32Array, arrivedMs: number) => void;
  /** The sound of the frames given so far without its noise, a little later: for whoever only looks at it. */
  readonly onQuietFrame: (frame: Float32Array) => void;
  readonly onLost: (reason: UnavailableReason, detail: string) => void;
  /** One recording has been given out to its end. The next begins when the promise resolves. */
  readonly onRecordingEnded: (end: {
    readonly path: string;
    readonly durationMs: number;
  }) => Promise<void>;
  /** Resolves when what has been said so far is recognised: a source that could run ahead waits for it. */
  readonly caughtUp: () => Promise<void>;
  /** Every recording has been given out. */
  readonly onPlayedOut: () => void;
  readonly onWarning: (message: string, kind?: 'bad-audio' | 'audio-dropped') => void;
}

export type Opened =
  | { readonly kind: 'open'; readonly name: string; readonly openMs: number }
  | { readonly kind: 'unavailable'; readonly reason: UnavailableReason; readonly detail: string };

export interface FrameSource {
  /** Starts giving out frames. Never throws. */
  open(): Promise<Opened>;
  /** Stops giving out frames; a recording goes on from the same place when opened again. */
  close(): Promise<void>;
}
