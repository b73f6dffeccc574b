// What trials tell of their mean, against an example of the textbooks.
import { expect, test } from 'vitest';
import { estimate } from './statistics.ts';

test('a mean of trials is told with half of its 95 % interval', () => {
  const { mean, plusMinus } = estimate([4.8, 5.2, 5.1, 4.9, 5.0]);
  expect(mean).toBeCloseTo(5, 9);
  // s = 0.15811, t = 2.776, √5.
  expect(plusMinus).toBeCloseTo(0.19629, 4);
  expect(estimate([1, 1, 1])).toEqual({ mean: 1, plusMinus: 0 });
  expect(estimate([7]).plusMinus).toBeNaN();
});
