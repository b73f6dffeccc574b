// Whose voice it is, among those that are known, and whether somebody is listened to at all.
import { likeness } from './likeness.ts';
import type { SpeakerEmbedding } from './speaker-embedder.ts';

/** A voice that is known by name. */
export interface KnownSpeaker {
  readonly name: string;
  /** Of length 1, of the model in use. */
  readonly vector: readonly number[];
}

export interface SpeakerRules {
  readonly known: readonly KnownSpeaker[];
  /** From this likeness on it is that person. */
  readonly threshold: number;
  /** With less speech nothing is decided, in ms. */
  readonly minimumSpeechMs: number;
  /** Nobody else is listened to; absent: everybody is. */
  readonly only?: readonly string[];
}

export interface SpeakerMatch {
  /** The likeliest one, where it is like enough. */
  readonly speaker?: string;
  /** Likeness to the likeliest known speaker, -1 to 1; absent where nothing could be said. */
  readonly score?: number;
  /** What the rules make of it. Whoever can't be told is listened to: a word of one's own is not lost. */
  readonly verdict: 'heard' | 'other-voice';
}

export const UNDECIDED: SpeakerMatch = { verdict: 'heard' };

/**
 * Short speech is less like its own speaker, whatever the embedder: below this much the threshold is lower,
 * by up to `SHORT_ALLOWANCE` for none at all. Both from the figures for a second, two seconds and a sentence
 * of `bench/speakers.ts`.
 */
const WHOLE_SPEECH_MS = 2_500;
const SHORT_ALLOWANCE = 0.2;

/** The likeness that so much speech must have. */
export function requiredLikeness(threshold: number, speechMs: number): number {
  return threshold - SHORT_ALLOWANCE * Math.max(0, 1 - speechMs / WHOLE_SPEECH_MS);
}

/** Decides for one utterance. */
export function matchSpeaker(embedding: SpeakerEmbedding, rules: SpeakerRules): SpeakerMatch {
  if (embedding.kind !== 'embedded' || embedding.speechMs < rules.minimumSpeechMs) return UNDECIDED;
  let best: { readonly name: string; readonly score: number } | undefined;
  for (const { name, vector } of rules.known) {
    const score = likeness(embedding.vector, vector);
    if (best === undefined || score > best.score) best = { name, score };
  }
  if (best === undefined) return UNDECIDED;
  const { score } = best;
  const isAlike = score >= requiredLikeness(rules.threshold, embedding.speechMs);
  const speaker = isAlike ? best.name : undefined;
  const isListenedTo =
    rules.only === undefined || (speaker !== undefined && rules.only.includes(speaker));
  return {
    ...(speaker === undefined ? {} : { speaker }),
    score,
    verdict: isListenedTo ? 'heard' : 'other-voice',
  };
}
