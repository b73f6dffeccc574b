// When memory is given back, on a clock that is wound by hand.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Tidying } from './tidying.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function counted() {
  let count = 0;
  const tidying = new Tidying(
    () => {
      count += 1;
    },
    () => Date.now(),
  );
  return { tidying, count: () => count };
}

test('SHADOW-43: gives back once, a while after enough was taken in', () => {
  const { tidying, count } = counted();
  tidying.rests(100_000);
  vi.advanceTimersByTime(60_000);
  expect(count()).toBe(0);
  tidying.rests(200_000);
  vi.advanceTimersByTime(999);
  expect(count()).toBe(0);
  vi.advanceTimersByTime(1);
  expect(count()).toBe(1);
  tidying.rests(210_000);
  vi.advanceTimersByTime(60_000);
  expect(count()).toBe(1);
});

test('SHADOW-43: a snapshot alone is worth it, and never more often than every 5 s', () => {
  const { tidying, count } = counted();
  for (let second = 0; second < 30; second += 1) {
    tidying.snapshotMade();
    tidying.rests(0);
    vi.advanceTimersByTime(1_000);
  }
  expect(count()).toBe(6);
});
