import fc from 'fast-check';
import { expect, test } from 'vitest';
import { groupVoices, MOST_GROUPED } from './group-voices.ts';
import { unitVector } from './likeness.ts';

const near = (angle: number): readonly number[] => [Math.cos(angle), Math.sin(angle)];

test('SPEECH-105 what is alike is one speaker, numbered in the order of their beginnings', () => {
  const said = [near(0), near(1.5), near(0.05), near(3), near(1.45)];
  expect(groupVoices(said, { threshold: 0.9 })).toEqual([0, 1, 0, 2, 1]);
  expect(groupVoices([], { threshold: 0.9 })).toEqual([]);
});

test('SPEECH-106 as many as were asked for, alike or not, and never more than there are stretches', () => {
  const said = [near(0), near(0.4), near(1.5), near(1.9)];
  expect(groupVoices(said, { threshold: 0.99, speakers: 2 })).toEqual([0, 0, 1, 1]);
  expect(groupVoices(said, { threshold: 0, speakers: 4 })).toEqual([0, 1, 2, 3]);
  expect(groupVoices(said, { threshold: 0, speakers: 9 })).toEqual([0, 1, 2, 3]);
  expect(groupVoices(said, { threshold: 2, speakers: 1 })).toEqual([0, 0, 0, 0]);
});

test('SPEECH-105 every stretch has a number, and the numbers have no gap', () => {
  const vector = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), {
    minLength: 3,
    maxLength: 3,
  });
  fc.assert(
    fc.property(
      fc.array(vector, { maxLength: 12 }),
      fc.double({ min: -1, max: 1, noNaN: true }),
      (vectors, threshold) => {
        const units = vectors.map((each) => unitVector(each) ?? [1, 0, 0]);
        const groups = groupVoices(units, { threshold });
        expect(groups).toHaveLength(units.length);
        const numbers = new Set(groups);
        for (let number = 0; number < numbers.size; number += 1) expect(numbers).toContain(number);
      },
    ),
  );
});

test('SPEECH-107 beyond the bound each further stretch joins the group that it is likest to', () => {
  const said = Array.from({ length: MOST_GROUPED + 20 }, (_, index) => near(index % 2));
  const groups = groupVoices(said, { threshold: 0.9 });
  expect(groups).toEqual(said.map((_, index) => index % 2));
});
