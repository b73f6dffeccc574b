// Growth in a straight line and growth that is worse are told apart.
import { expect, test } from 'vitest';
import { growthOf } from './growth.ts';

const COUNTS = [1, 10, 50, 100, 200];

test('a straight line has its steepness, no residuals, and is as steep at its end', () => {
  const growth = growthOf(COUNTS.map((count) => [count, 30 + 2.5 * count]));
  expect(growth.perUnit).toBeCloseTo(2.5, 9);
  expect(growth.explained).toBeCloseTo(1, 9);
  expect(growth.largestResidual).toBeCloseTo(0, 9);
  expect(growth.lateSteepness).toBeCloseTo(1, 9);
});

test('a parabola explains itself almost as a line, and is given away by its end and its residuals', () => {
  const growth = growthOf(COUNTS.map((count) => [count, count * count]));
  expect(growth.explained).toBeGreaterThan(0.9);
  expect(growth.lateSteepness).toBeGreaterThan(1.2);
  expect(growth.largestResidual).toBeGreaterThan(0.05);
});

test('what does not grow has a steepness of nothing', () => {
  const growth = growthOf(COUNTS.map((count) => [count, 7]));
  expect(growth).toMatchObject({ perUnit: 0, explained: 1, largestResidual: 0 });
});
