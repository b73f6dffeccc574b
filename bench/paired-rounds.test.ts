// What is drawn from paired rounds: a cost that is there is told, one that is not lies within the interval.
import { expect, test } from 'vitest';
import { ofAKind, onMore, type Round } from './paired-rounds.ts';

const ROUNDS = 40;

/** Blocks of about 100 in a machine that grows slower, with some noise and a disturbed round here and there. */
function rounds(cost: number, draw: () => number): readonly Round[] {
  return Array.from({ length: ROUNDS }, (_, at) => {
    const block = (more: number) => 100 + at + more + draw() + (draw() > 0.9 ? 50 : 0);
    return { on: [block(cost), block(cost)], off: [block(0), block(0)] };
  });
}

/** From -1 to 1, the same on every run. */
function noise(start: number): () => number {
  let seed = start;
  return () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return (seed / 2_147_483_647) * 2 - 1;
  };
}

test('a cost is told, and nothing where there is none, though the machine grows slower and is disturbed', () => {
  const costs = rounds(3, noise(7));
  const { middle, from, to } = onMore(costs);
  expect(from).toBeGreaterThan(0);
  expect(from).toBeLessThan(middle);
  expect(middle).toBeLessThan(to);
  expect(from).toBeLessThan(3);
  expect(to).toBeGreaterThan(3);
  const nothing = ofAKind(costs);
  expect(nothing.from).toBeLessThan(0);
  expect(nothing.to).toBeGreaterThan(0);
  expect(onMore(costs)).toEqual(onMore(costs));
});

test('the interval holds what is true in about 38 of 40 runs', () => {
  let held = 0;
  for (let run = 1; run <= 40; run += 1) {
    const { from, to } = onMore(rounds(3, noise(run * 1_009)));
    if (from <= 3 && 3 <= to) held += 1;
  }
  expect(held).toBeGreaterThanOrEqual(35);
});

test('of exact values the middle half is averaged', () => {
  const exact = [1, 2, 3, 4, 5, 6, 7, 800].map(
    (more): Round => ({ on: [more, more], off: [0, 0] }),
  );
  expect(onMore(exact).middle).toBe(4.5);
  expect(ofAKind(exact)).toEqual({ middle: 0, from: 0, to: 0 });
});

test('of a round without, with, with and without it, what drifts evenly weighs nothing', () => {
  const drifting = Array.from({ length: 8 }, (_, at): Round => {
    const block = (position: number) => 100 + 10 * at + position;
    return { on: [block(1) + 5, block(2) + 5], off: [block(0), block(3)] };
  });
  expect(onMore(drifting)).toEqual({ middle: 5, from: 5, to: 5 });
  expect(ofAKind(drifting).middle).toBe(0);
});
