// What a watched screen is started with, and its times and bounds, whichever thread it is watched on.
import type { AgentKind } from '@codex-voice/agents';
import type { ScreenSize } from './shadow-screen.ts';

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

/** Why a screen or its scrollback isn't whole, in words for a person. */
export const WENT_BY = 'output came faster than it could be followed';
export const MISSED = 'output went by before the screen was watched';

export interface ShadowOptions extends ScreenSize {
  readonly kind: AgentKind;
  /** Lines kept that have scrolled off the screen. */
  readonly scrollbackLines?: number;
  /** Output that went by before: counts as fed and consumed, and the screen is torn. 0 when left out. */
  readonly missedBytes?: number;
}
