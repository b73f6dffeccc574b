import { expect, test } from 'vitest';
import { unitVector } from './likeness.ts';
import { leastAgreement } from './one-voice.ts';

const LONG_MS = 5_000;

function stretch(vector: readonly number[], speechMs = LONG_MS) {
  return { vector: unitVector(vector) ?? [], speechMs };
}

test('SPEECH-108 a stretch is held against the others, and not against a mean that it is part of', () => {
  const [one, other] = [stretch([1, 0]), stretch([0, 1])];
  expect(leastAgreement([one, one, one])).toBeCloseTo(1);
  expect(leastAgreement([one, other])).toBeCloseTo(0);
  // Against the mean of all three it would be 0.45.
  expect(leastAgreement([one, one, other])).toBeCloseTo(0);
  expect(leastAgreement([one, other, one, other])).toBeLessThan(0.5);
});

test('SPEECH-108 a short stretch may be less alike, and one alone says nothing', () => {
  const [one, near] = [
    [1, 0],
    [1, 1],
  ] as const;
  const long = leastAgreement([stretch(one), stretch(near)]) ?? 0;
  const short = leastAgreement([stretch(one, 0), stretch(near, 0)]) ?? 0;
  expect(long).toBeCloseTo(Math.SQRT1_2);
  expect(short).toBeGreaterThan(long + 0.1);
  expect(leastAgreement([stretch(one)])).toBeUndefined();
  expect(leastAgreement([])).toBeUndefined();
});
