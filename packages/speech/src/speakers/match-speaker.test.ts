import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { likeness, meanVector, unitVector } from './likeness.ts';
import { matchSpeaker, requiredLikeness, type SpeakerRules } from './match-speaker.ts';
import type { SpeakerEmbedding } from './speaker-embedder.ts';

const known = [
  { name: 'Ana', vector: [1, 0] },
  { name: 'Ben', vector: [0, 1] },
];
const rules: SpeakerRules = { known, threshold: 0.8, minimumSpeechMs: 600 };

function spoken(vector: readonly number[], speechMs = 5_000): SpeakerEmbedding {
  return { kind: 'embedded', vector: unitVector(vector) ?? [], speechMs };
}

describe('likeness', () => {
  test('SPEECH-100 is the cosine: 1 for one direction, 0 across, -1 against, and 0 for another kind', () => {
    expect(likeness([1, 0], [1, 0])).toBe(1);
    expect(likeness([1, 0], [0, 1])).toBe(0);
    expect(likeness([1, 0], [-1, 0])).toBe(-1);
    expect(likeness([1, 0], [1, 0, 0])).toBe(0);
  });

  test('SPEECH-100 a mean has length 1, and there is none of nothing or of opposites', () => {
    expect(meanVector([])).toBeUndefined();
    expect(
      meanVector([
        [1, 0],
        [-1, 0],
      ]),
    ).toBeUndefined();
    const vector = fc.array(fc.double({ min: 0.1, max: 1, noNaN: true }), {
      minLength: 3,
      maxLength: 3,
    });
    fc.assert(
      fc.property(fc.array(vector, { minLength: 1 }), (vectors) => {
        expect(Math.hypot(...(meanVector(vectors) ?? []))).toBeCloseTo(1);
      }),
    );
    expect(unitVector([0, 0])).toBeUndefined();
    expect(unitVector([1, Number.NaN])).toBeUndefined();
  });
});

describe('whose voice it is', () => {
  test('SPEECH-101 the likeliest known one, from the threshold on, with its score', () => {
    expect(matchSpeaker(spoken([1, 0.1]), rules)).toMatchObject({ speaker: 'Ana' });
    expect(matchSpeaker(spoken([0.1, 1]), rules)).toMatchObject({ speaker: 'Ben' });
    const between = matchSpeaker(spoken([1, 1]), rules);
    expect(between.speaker).toBeUndefined();
    expect(between.score).toBeCloseTo(Math.SQRT1_2);
  });

  test('SPEECH-102 less speech needs less likeness, and enough of it all of it', () => {
    expect(requiredLikeness(0.8, 2_500)).toBe(0.8);
    expect(requiredLikeness(0.8, 60_000)).toBe(0.8);
    expect(requiredLikeness(0.8, 1_250)).toBeCloseTo(0.7);
    const voice = [1, 0.9];
    expect(matchSpeaker(spoken(voice, 700), rules).speaker).toBe('Ana');
    expect(matchSpeaker(spoken(voice, 5_000), rules).speaker).toBeUndefined();
  });

  test('SPEECH-103 with too little speech, none at all, or nobody known nothing is said, and all are heard', () => {
    const only = { ...rules, only: ['Ana'] };
    for (const embedding of [
      spoken([0, 1], 599),
      { kind: 'too-little', speechMs: 100 } as const,
      { kind: 'failed', message: 'gone' } as const,
    ]) {
      expect(matchSpeaker(embedding, only)).toEqual({ verdict: 'heard' });
    }
    expect(matchSpeaker(spoken([0, 1]), { ...only, known: [] })).toEqual({ verdict: 'heard' });
  });

  test('SPEECH-104 where some are listened to, another known voice and a strange one are not', () => {
    const only = { ...rules, only: ['Ana'] };
    expect(matchSpeaker(spoken([1, 0]), only).verdict).toBe('heard');
    expect(matchSpeaker(spoken([0, 1]), only)).toMatchObject({
      speaker: 'Ben',
      verdict: 'other-voice',
    });
    expect(matchSpeaker(spoken([1, 1]), only).verdict).toBe('other-voice');
    expect(matchSpeaker(spoken([1, 1]), rules).verdict).toBe('heard');
  });
});
