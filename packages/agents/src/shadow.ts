// The port through which an app watches a screen, with its times and bounds. The implementation is
// beside it.
import type { AgentKind } from './known-agents.ts';
import type { Assessment, ScreenSize } from './shadow-screen.ts';

/** Rest in the output after which the screen is looked at, in ms: shorter than a frame of 60 Hz. */
export const QUIET_MS = 8;

/** Longest time between two looks while output flows, in ms: about 30 a second. */
export const LOOK_AT_LEAST_EVERY_MS = 33;

/** Output that may wait to be taken in, in bytes: beyond about 100 ms of parsing it is a flood. */
export const BACKLOG_LIMIT_BYTES = 1024 * 1024;

/** A flood is over when nothing was written for this long, in ms. */
export const FLOOD_OVER_MS = 30;

/** What is kept when that is exceeded, the most recent bytes: enough for several full screens. */
export const BACKLOG_KEPT_BYTES = 256 * 1024;

export interface ShadowOptions extends ScreenSize {
  readonly kind: AgentKind;
  /** Called after output has come to rest, and at least every 33 ms while it flows. Not called after `dispose`. */
  readonly onAssessment: (assessment: Assessment) => void;
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
