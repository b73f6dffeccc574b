// The rows that a terminal may have had on another size than was known.
import { expect, test } from 'vitest';
import { RecentRows } from './recent-rows.ts';

const SIZE = { columns: 20, rows: 10 };
const bytes = (text: string): Uint8Array => Buffer.from(text);

test('rows written shortly before another size is told, and since, are doubted until they are taken', () => {
  const recent = new RecentRows();
  recent.wrote(bytes('long ago\r\n'.repeat(3)), SIZE, 0);
  recent.wrote(bytes('one\r\n'), SIZE, 900);
  recent.wrote(bytes('two\r\n'), SIZE, 1_000);
  recent.told(1_050);
  recent.wrote(bytes('three\r\n'), SIZE, 1_500);
  recent.told(1_600);
  const doubted = recent.take();
  expect([doubted?.(), recent.take()]).toEqual([4, undefined]);
  // They are further up with each that is written.
  recent.wrote(bytes('after\r\n'), SIZE, 1_700);
  expect([doubted?.(), recent.take()]).toEqual([5, undefined]);
});

test.each([
  ['x', 1],
  ['\r\n', 2],
  ['one\r\n\r\nthree', 3],
  ['wrapped '.repeat(10), 5],
  ['wrapped once, and ended\r\n', 3],
  ['a screenful '.repeat(100), 61],
])('as many rows as %j is written on', (text, expected) => {
  const recent = new RecentRows();
  recent.told(0);
  recent.wrote(bytes(text), SIZE, 0);
  expect(recent.take()?.()).toBe(expected);
});

test('where nothing was written shortly before, or the screen is another since, nothing is doubted', () => {
  const recent = new RecentRows();
  recent.wrote(bytes('x\n'), SIZE, 0);
  recent.told(5_000);
  expect(recent.take()).toBeUndefined();
  recent.wrote(bytes('x\n'), SIZE, 6_000);
  recent.forget();
  recent.told(6_010);
  expect(recent.take()).toBeUndefined();
});
