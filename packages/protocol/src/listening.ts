// How a session is listened to: the modes a person chooses from, what a microphone is opened for, and
// what can be tuned while it listens. What follows from a mode is the `control` package's.
import * as v from 'valibot';

/**
 * - `tap`: a key opens, a key closes. `auto`: always open.
 * - `hold`: as long as the key is down, where the terminal tells of it.
 * - `hybrid`: a key opens, a hush closes; a key that is held closes when it is let go.
 * - `continuous`: always, in long pieces, for dictation. `wake`: a phrase opens, a hush closes.
 */
export const LISTEN_MODES = ['tap', 'auto', 'hold', 'hybrid', 'continuous', 'wake'] as const;
export type ListenMode = (typeof LISTEN_MODES)[number];
export const listenModeSchema = v.picklist(LISTEN_MODES);

/** Whether the microphone opens without a key. */
export function listensByItself(mode: ListenMode): boolean {
  return mode === 'auto' || mode === 'continuous' || mode === 'wake';
}

/**
 * What the microphone is open for.
 * - `on`: everything, until it is closed. `once`: until a hush after what is said.
 * - `wake`: the wake phrase, then as `once`, then the wake phrase again. `awake`: as after the phrase.
 */
export const listenFor = v.picklist(['on', 'once', 'wake', 'awake']);
export type ListenFor = v.InferOutput<typeof listenFor>;

/** What can be tuned while it listens; what is absent is as at the start. Times in ms. */
export const listenMannerSchema = v.object({
  silenceMs: v.exactOptional(v.number()),
  maximumSegmentMs: v.exactOptional(v.number()),
  /** Probability of speech at which a segment opens, and down to which it goes on, in 0–1. */
  startThreshold: v.exactOptional(v.number()),
  stopThreshold: v.exactOptional(v.number()),
  /** With `once` and after a wake phrase: the hush after what was said that closes. */
  closeAfterMs: v.exactOptional(v.number()),
});
export type ListenManner = v.InferOutput<typeof listenMannerSchema>;
