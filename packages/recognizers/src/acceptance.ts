// Decides whether the evidence is enough to take what was said for a phrase. The figures come from
// the development voices of bench/recognition; the held-out voices only measure them.

import type { Evidence } from './evidence.ts';

/** Score the phrase must win by, per frame of speech. */
const LEAST_RATIO_PER_FRAME = 2;

/** Ratio over which confidence rises from 0.5 to 0.73: the spread of true phrases in the development set. */
const RATIO_SCALE = 3;

/** 200 ms: the shortest phrase of two syllables that a person says. */
const LEAST_SPEECH_FRAMES = 20;

/** 250 ms: a syllable more than the phrase has. */
const MOST_UNEXPLAINED_FRAMES = 25;

/** Confidence in 0–1; 0.5 is the border between rejecting and accepting. */
export interface Judgement {
  readonly verdict: 'accepted' | 'rejected';
  readonly confidence: number;
}

export function judge(evidence: Evidence | undefined): Judgement {
  if (evidence === undefined) return { verdict: 'rejected', confidence: 0 };
  const margin = evidence.ratioPerFrame - LEAST_RATIO_PER_FRAME;
  const confidence = 1 / (1 + Math.exp(-margin / RATIO_SCALE));
  const plausible =
    evidence.speechFrames >= LEAST_SPEECH_FRAMES &&
    evidence.unexplainedFrames <= MOST_UNEXPLAINED_FRAMES;
  return { verdict: plausible && margin >= 0 ? 'accepted' : 'rejected', confidence };
}
