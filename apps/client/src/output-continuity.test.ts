// Output that comes twice, late or not at all, as a bad transport brings it.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { OutputContinuity } from './output-continuity.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test('what comes twice is shown once, also where the second one goes further', () => {
  const continuity = new OutputContinuity();
  continuity.continueFrom(10);
  expect(continuity.take(bytes('abc'), 13)).toEqual(bytes('abc'));
  expect(continuity.take(bytes('abc'), 13)).toHaveLength(0);
  expect(continuity.take(bytes('bcde'), 15)).toEqual(bytes('de'));
});

test('what is missing is told once, and nothing is shown until the screen was drawn anew', () => {
  const continuity = new OutputContinuity();
  expect(continuity.take(bytes('abc'), 3)).toEqual(bytes('abc'));
  expect(continuity.take(bytes('ghi'), 9)).toBe('gap');
  expect(continuity.take(bytes('def'), 6)).toHaveLength(0);
  expect(continuity.take(bytes('jkl'), 12)).toHaveLength(0);
  continuity.continueFrom(12);
  expect(continuity.take(bytes('mno'), 15)).toEqual(bytes('mno'));
});

test('whatever is lost, repeated or late, what is shown is the beginning of what was said', () => {
  const said = bytes('the agent wrote all of this, once and in this order');
  const piece = fc.tuple(fc.nat(said.length - 1), fc.integer({ min: 1, max: 9 }));
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const continuity = new OutputContinuity();
      continuity.continueFrom(0);
      const shown: number[] = [];
      for (const [from, length] of pieces) {
        const chunk = said.subarray(from, from + length);
        const news = continuity.take(chunk, from + chunk.length);
        if (news !== 'gap') shown.push(...news);
      }
      expect(shown).toEqual([...said.subarray(0, shown.length)]);
    }),
    { seed: 7, numRuns: 300 },
  );
});
