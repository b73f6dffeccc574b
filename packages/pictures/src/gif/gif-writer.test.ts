import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SEE_THROUGH } from './colours.ts';
import { gifEnd, gifFrame, gifHeader, gifSteps } from './gif-writer.ts';
import { readGif } from './read-gif.test-support.ts';

function one(pixels: Int32Array, width: number) {
  const size = { width, height: pixels.length / width };
  const frame = gifFrame({ x: 0, y: 0, ...size, pixels }, 5);
  return readGif(Buffer.concat([gifHeader(size), frame, gifEnd()])).frames[0]?.picture;
}

test('any pixels of up to 256 colours are read as they were written', () => {
  const pictures = fc
    .tuple(fc.integer({ min: 1, max: 256 }), fc.integer({ min: 1, max: 40 }), fc.nat(1_000_000))
    .chain(([colours, width, seed]) =>
      fc.tuple(
        fc.constant(width),
        fc.constant(seed),
        fc.array(fc.nat(colours - 1), { minLength: 1, maxLength: 300 }),
      ),
    );
  fc.assert(
    fc.property(pictures, ([width, seed, numbers]) => {
      const rows = Math.ceil(numbers.length / width);
      const pixels = Int32Array.from({ length: rows * width }, (_, at) => {
        const number = numbers[at % numbers.length] ?? 0;
        return number === 0 ? SEE_THROUGH : ((number * 7_919 + seed) * 31) & 0xff_ff_ff;
      });
      expect(one(pixels, width)).toEqual(pixels);
    }),
    { numRuns: 100 },
  );
});

test('a picture so busy that its codes run out begins anew with them', () => {
  let state = 1;
  const noise = Int32Array.from({ length: 300 * 300 }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return (state % 200) * 65_793;
  });
  expect(one(noise, 300)).toEqual(noise);
});

test('more colours than it can have become near ones, and what is see-through stays so', () => {
  const pixels = Int32Array.from({ length: 64 * 64 }, (_, at) =>
    at === 0 ? SEE_THROUGH : (at % 64) * 4 * 65_536 + Math.floor(at / 64) * 4 * 256,
  );
  const read = one(pixels, 64) ?? new Int32Array(0);
  expect(new Set(read).size).toBeLessThanOrEqual(256);
  expect(read[0]).toBe(SEE_THROUGH);
  const far = pixels.reduce((most, pixel, at) => {
    const [wanted, got] = [pixel, read[at] ?? 0];
    const distance = [16, 8, 0].map((shift) =>
      Math.abs(((wanted >> shift) & 0xff) - ((got >> shift) & 0xff)),
    );
    return at === 0 ? most : Math.max(most, ...distance);
  }, 0);
  expect(far).toBeLessThan(20);
});

test('its steps follow the time without a drift', () => {
  const moments = Array.from({ length: 1_000 }, (_, index) => index * 83.4);
  const sum = moments.slice(1).reduce((whole, ms, index) => {
    return whole + gifSteps(ms) - gifSteps(moments[index] ?? 0);
  }, 0);
  expect(sum).toBe(Math.round(999 * 8.34));
});
