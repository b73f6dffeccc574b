// The port through which an app watches a screen, with its times and bounds. The implementation is
// beside it.
import type { AgentKind } from '@codex-voice/agents';
import type { Assessment, ScreenSize } from './shadow-screen.ts';

/** Rest in the output after which the screen is looked at, in ms: shorter than a frame of 60 Hz. */
export const QUIET_MS = 8;

/** Longest time between two looks while output flows, in ms: about 30 a second. */
export const LOOK_AT_LEAST_EVERY_MS = 33;

/**
 * Output is taken in once it has rested this long, in ms: what comes in one go is one burst, and the
 * thread is free for the next chunk of it. Not felt before `QUIET_MS`.
 */
export const BURST_REST_MS = 2;

/** Longest wait of a burst that does not rest, in ms: half of the time between two looks. */
export const BURST_LONGEST_MS = 16;

/**
 * More output than this within `FLOOD_WINDOW_MS`, or waiting to be taken in, in bytes, is a flood:
 * about what can be parsed in that time, and faster than anything meant to be read as it comes.
 */
export const FLOOD_BYTES = 512 * 1024;

/** The time over which output is counted, in ms. */
export const FLOOD_WINDOW_MS = 100;

/** A flood is over when nothing was written for this long, in ms. */
export const FLOOD_OVER_MS = 30;

/** What is kept of a flood, the most recent bytes: enough for several full screens. */
export const FLOOD_KEPT_BYTES = 256 * 1024;

export interface ShadowOptions extends ScreenSize {
  readonly kind: AgentKind;
  /** Output that went by before: counts as fed and consumed, and the screen is torn. 0 when left out. */
  readonly missedBytes?: number;
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
