// How far stretches of speech are of one voice: each is held against what the others have in common. What
// counts as one voice, and what follows, is left to whoever asks.
import { likeness, meanVector } from './likeness.ts';
import { requiredLikeness } from './match-speaker.ts';

/** A stretch of speech whose voice is known as a vector of length 1. */
export interface VoiceStretch {
  readonly vector: readonly number[];
  readonly speechMs: number;
}

/**
 * Of the stretch that fits least: its likeness to the mean of all others, raised by what a short one is allowed.
 * Undefined for fewer than two, which nothing can be held against.
 */
export function leastAgreement(stretches: readonly VoiceStretch[]): number | undefined {
  if (stretches.length < 2) return undefined;
  const agreements = stretches.map(({ vector, speechMs }, index) => {
    const others = stretches.filter((_, other) => other !== index);
    const mean = meanVector(others.map((each) => each.vector)) ?? [];
    return likeness(vector, mean) - requiredLikeness(0, speechMs);
  });
  return Math.min(...agreements);
}
