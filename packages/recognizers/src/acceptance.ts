// Decides whether the evidence is enough to take what was said for a phrase. The weights are a
// logistic regression on the development voices of bench/recognition, with as much weight on the
// phrases as on everything else; the held-out voices only measure the outcome.

import type { Evidence } from './evidence.ts';

/** What each figure adds to the logit. */
const WEIGHTS = { ratioPerPhone: 0.0138, distancePerPhone: -5.02, unexplainedFrame: -0.0224 };

/**
 * The logit at which a phrase is taken. The regression's own border, -5.97, weighs a phrase missed
 * like a false one; here a false one is worse, since it types. This lies half a unit above the last
 * false phrase of the development set (-5.55) and costs 3 % of its phrases, most of them quiet ones.
 */
const LEAST_LOGIT = -5;

/** 450 ms, two syllables: more than that beside the phrase, and a sentence was said that has the phrase in it. */
const MOST_UNEXPLAINED_FRAMES = 45;

/** 200 ms: the shortest phrase of two syllables that a person says. */
const LEAST_SPEECH_FRAMES = 20;

/** Confidence in 0–1; 0.5 and more is accepted. */
export interface Judgement {
  readonly verdict: 'accepted' | 'rejected';
  readonly confidence: number;
}

/** No evidence at all is the strongest case against a phrase. */
export function judge(evidence: Evidence | undefined): Judgement {
  if (
    evidence === undefined ||
    evidence.speechFrames < LEAST_SPEECH_FRAMES ||
    evidence.unexplainedFrames > MOST_UNEXPLAINED_FRAMES
  ) {
    return { verdict: 'rejected', confidence: 0 };
  }
  const logit =
    WEIGHTS.ratioPerPhone * evidence.ratioPerPhone +
    WEIGHTS.distancePerPhone * evidence.distancePerPhone +
    WEIGHTS.unexplainedFrame * evidence.unexplainedFrames;
  const confidence = 1 / (1 + Math.exp(LEAST_LOGIT - logit));
  return { verdict: confidence >= 0.5 ? 'accepted' : 'rejected', confidence };
}
