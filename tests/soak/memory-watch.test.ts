// Memory that grows is told from memory that is used, and a bound from what lies below it.
import { expect, test } from 'vitest';
import { MemoryWatch } from './memory-watch.ts';

const MINUTE_MS = 60_000;

function watched(
  mibAt: (minute: number) => number,
  minutes: number,
  filesAt: (minute: number) => number = () => 20,
): readonly string[] {
  const breaches: string[] = [];
  let nowMs = 0;
  const watch = new MemoryWatch({
    nowMs: () => nowMs,
    read: () => {
      const residentKiB = 1024 * mibAt(nowMs / MINUTE_MS);
      return { residentKiB, proportionalKiB: residentKiB };
    },
    openFiles: () => filesAt(nowMs / MINUTE_MS),
    onBreach: (what) => breaches.push(what),
    onLook: () => undefined,
  });
  for (; nowMs <= minutes * MINUTE_MS; nowMs += 2_000) watch.look('keeper', 1);
  watch.judge();
  return breaches;
}

test('one that grows steadily is found, also below its bound', () => {
  expect(watched((minute) => 80 + 10 * minute, 10)).toEqual([
    expect.stringMatching(/^a keeper grows: 113 to 147 MiB/u),
  ]);
});

test('one that needs much now and then, and lets go of it, does not grow', () => {
  const used = (minute: number): number => 80 + (Math.floor(minute * 3) % 2) * 100;
  expect(watched(used, 10)).toEqual([]);
});

test('one that fills what it keeps and then stays does not grow', () => {
  expect(watched((minute) => 60 + 40 * Math.min(1, minute / 2), 10)).toEqual([]);
});

test('one above its bound is told once', () => {
  expect(watched((minute) => (minute > 1 ? 310 : 80), 1.5)).toEqual([
    'a keeper needs 310 MiB, more than 300',
  ]);
});

test('open files that are never closed are found, and many at once', () => {
  expect(
    watched(
      () => 80,
      10,
      (minute) => 20 + 10 * minute,
    ),
  ).toEqual([expect.stringMatching(/^a keeper grows: 53 to 87 open files/u)]);
  expect(
    watched(
      () => 80,
      10,
      (minute) => (minute === 2 ? 500 : 20),
    ),
  ).toEqual(['a keeper has 500 files open, more than 400']);
});
