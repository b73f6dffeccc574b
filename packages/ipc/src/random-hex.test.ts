// Random enough to be no one's guess: as long as asked for, and never the same twice.
import { expect, test } from 'vitest';
import { randomHex } from './random-hex.ts';

test.each([1, 3, 16, 32, 100_000])('%i bytes are as many', (count) => {
  expect(randomHex(count)).toMatch(new RegExp(`^([0-9a-f]{2}){${Math.min(count, 1000)}}`, 'u'));
  expect(randomHex(count)).toHaveLength(2 * count);
});

test('no two are the same, and every byte comes', () => {
  const all = Array.from({ length: 2_000 }, () => randomHex(16));
  expect(new Set(all).size).toBe(all.length);
  expect(new Set(all.join('').match(/../gu)).size).toBe(256);
});

test.each([
  ['is missing', '/dev/there-is-none'],
  ['is at its end', '/dev/null'],
  ['is none', '/'],
])('a system source that %s is replaced by the runtime', (_, source) => {
  const all = Array.from({ length: 200 }, () => randomHex(32, source));
  expect(new Set(all).size).toBe(all.length);
  expect(new Set(all.join('').match(/../gu)).size).toBe(256);
  expect(randomHex(100_000, source)).not.toMatch(/0{32}$/u);
});
