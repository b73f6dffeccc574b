import { expect, test } from 'vitest';
import { inRuns } from './runs.ts';

test('what stands alone comes first, the rest in runs, each once and in order', () => {
  const standsAlone = (item: number): boolean => item > 10;
  expect(inRuns([1, 20, 2, 3, 11, 4], { size: 3, standsAlone })).toEqual([
    [20],
    [11],
    [1, 2, 3],
    [4],
  ]);
  expect(inRuns([], { size: 3, standsAlone })).toEqual([]);
});
