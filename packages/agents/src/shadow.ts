// The port through which an app watches a screen, whatever thread the work is done on, and the
// times and bounds that both implementations share.
import type { AgentKind } from './known-agents.ts';
import type { Assessment, ScreenSize } from './shadow-screen.ts';

/** Rest in the output after which the screen is looked at, in ms: shorter than a frame of 60 Hz. */
export const QUIET_MS = 8;

/** Longest time between two looks while output flows, in ms: about 30 a second. */
export const LOOK_AT_LEAST_EVERY_MS = 33;

/** Output that may wait to be taken in, in bytes: about half a second of parsing. */
export const BACKLOG_LIMIT_BYTES = 4 * 1024 * 1024;

/** What is kept when that is exceeded, the most recent bytes: enough for several full screens. */
export const BACKLOG_KEPT_BYTES = 256 * 1024;

export interface ShadowOptions extends ScreenSize {
  readonly kind: AgentKind;
  /** Called after output has come to rest, and at least every 33 ms while it flows. Not called after `dispose`. */
  readonly onAssessment: (assessment: Assessment) => void;
  /** The watching itself has ended (a thread died): no assessment will come any more. */
  readonly onFailure?: (message: string) => void;
}

/** A screen being watched. */
export interface Shadow {
  /** Output of the program, in order; the chunk may be reused by the caller after the call. */
  feed(bytes: Uint8Array): void;
  /** The child's window has a new size, from here on in the order of `feed`. */
  resize(size: ScreenSize): void;
  /** Bytes fed so far: an assessment with as many `consumedBytes` covers everything. */
  readonly fedBytes: number;
  dispose(): Promise<void>;
}
