// What is kept of a stream is its end, whatever the sizes it comes in.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RecentBytes } from './recent-bytes.ts';

const LIMIT_BYTES = 16;

test('SHADOW-5: keeps the most recent bytes up to its bound', () => {
  const chunks = fc.array(fc.uint8Array({ maxLength: 2 * LIMIT_BYTES }), { maxLength: 12 });
  fc.assert(
    fc.property(fc.array(chunks, { minLength: 1, maxLength: 3 }), (rounds) => {
      const recent = new RecentBytes(LIMIT_BYTES);
      for (const round of rounds) {
        for (const chunk of round) recent.push(chunk);
        const whole = Buffer.concat(round);
        expect(Buffer.from(recent.take())).toEqual(whole.subarray(-LIMIT_BYTES));
      }
    }),
    { seed: 1 },
  );
});
