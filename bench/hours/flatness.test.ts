// A leak is told from work that comes and goes, and from what fills up once.
import { expect, test } from 'vitest';
import { FLAT_RISE, flatness } from './flatness.ts';

const HOURS = 8;
const LOOKS_AN_HOUR = 30;

/** Looks at something that is used and collected in waves above its level. */
function looksAt(level: (hour: number) => number): [number, number][] {
  return Array.from({ length: HOURS * LOOKS_AN_HOUR + 1 }, (_, at) => {
    const hour = at / LOOKS_AN_HOUR;
    return [hour, level(hour) + (at % 7) * 3];
  });
}

test('waves above a level, and a level that is filled in the first half, are flat', () => {
  expect(flatness(looksAt(() => 70))).toMatchObject({ isFlat: true });
  const filling = flatness(looksAt((hour) => 70 + 10 * Math.min(hour, 3)));
  expect(filling.isFlat).toBe(true);
  expect(filling.levels).toHaveLength(HOURS);
  expect(Math.abs(filling.perHour)).toBeLessThan(0.1);
});

test('a leak of three in a hundred an hour is no flat line, whatever waves are on it', () => {
  const leaking = flatness(looksAt((hour) => 70 + 2.1 * hour));
  expect(leaking.isFlat).toBe(false);
  expect(leaking.perHour).toBeCloseTo(2, 0);
  expect(leaking.rise).toBeGreaterThan(FLAT_RISE);
});

test('what there is none of is flat', () => {
  expect(flatness(looksAt(() => 0).map(([hour]) => [hour, 0])).isFlat).toBe(true);
});
