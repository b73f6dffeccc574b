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
  expect([doubted(), recent.take()()]).toEqual([6, 0]);
  recent.wrote(bytes('after\r\n'), SIZE, 1_700);
  expect(recent.take()()).toBe(0);
});

test('rows that are in doubt are further up with each that is written', () => {
  const recent = new RecentRows();
  recent.told(0);
  recent.wrote(bytes('one\r\n'), SIZE, 0);
  const doubted = recent.take();
  recent.wrote(bytes('two\r\n'), SIZE, 10);
  expect(doubted()).toBe(4);
});

test.each([
  ['', 0],
  ['x', 1],
  ['\r\n', 2],
  ['wrapped '.repeat(10), 4],
  ['a screenful '.repeat(100), 60],
])('at least as many rows as %j fills', (text, expected) => {
  const recent = new RecentRows();
  recent.told(0);
  recent.wrote(bytes(text), SIZE, 0);
  expect(recent.take()()).toBe(expected);
});

test('where nothing was written, nothing is doubted', () => {
  const recent = new RecentRows();
  recent.wrote(bytes('x\n'), SIZE, 0);
  recent.told(5_000);
  expect(recent.take()()).toBe(0);
});
