// The work of every parser grows with its input and not much faster, counted in steps: a part of a seed is
// repeated until the input is eight times as long.
import { sized } from '@codex-voice/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FUZZERS } from './fuzzers.ts';
import { corpusOf } from './running.ts';
import { countSteps } from './steps.ts';

const SEED = 20_261;
/** For each fuzzer. */
const SAMPLES = sized({ usual: 1, full: 2 });
/** How long the repeated part of the shorter input is, in bytes, and how many times longer the other's. */
const SHORT_BYTES = 1_024;
const TIMES = 8;
/** Steps may grow so many times as much as the input: work squared would be eight. */
const MOST_GROWTH = 2.5;
/** Steps that any input may cost besides. */
const BESIDES = 20_000;

/** A seed with a part of it repeated over so many bytes. */
function grown(
  seed: Uint8Array,
  { from, length, bytes }: { from: number; length: number; bytes: number },
): Uint8Array {
  const part = seed.slice(from, from + length);
  const parts = Array.from({ length: Math.ceil(bytes / Math.max(1, part.length)) }, () => part);
  return Uint8Array.from(Buffer.concat([seed.subarray(0, from), ...parts, seed.subarray(from)]));
}

test.each(FUZZERS)('$name: its steps grow with its input', async (fuzzer) => {
  const seeds = corpusOf(fuzzer.name).map(({ bytes }) => bytes);
  const places = fc.tuple(
    fc.constantFrom(...seeds),
    fc.nat({ max: 9_999 }),
    fc.integer({ min: 1, max: 12 }),
  );
  for (const [seed, share, length] of fc.sample(places, { seed: SEED, numRuns: SAMPLES })) {
    const from = Math.floor((share / 10_000) * seed.length);
    const [short, long] = [SHORT_BYTES, SHORT_BYTES * TIMES].map((bytes) =>
      grown(seed, { from, length, bytes }),
    );
    if (short === undefined || long === undefined) throw new TypeError('two inputs');
    // What is made once for all inputs counts for none.
    await fuzzer.read(short);
    const [few = 0, many = 0] = await countSteps([
      () => fuzzer.read(short),
      () => fuzzer.read(long),
    ]);
    const part = Buffer.from(seed.slice(from, from + length)).toString();
    expect(many, `${JSON.stringify(part)} repeated`).toBeLessThanOrEqual(
      BESIDES + few * TIMES * MOST_GROWTH,
    );
  }
});

test('steps are the same each time, and those of work that grows with the square are told apart', async () => {
  const fuzzer = FUZZERS.find(({ name }) => name === 'metrics-lines');
  const line = Buffer.from('2026-01-01T00:00:00.000Z|a|b|ms=1\n');
  const lines = (count: number): Uint8Array => Buffer.concat(Array(count).fill(line));
  const read = (count: number) => () => fuzzer?.read(lines(count));
  await read(1)();
  const squared = (count: number) => () => {
    for (let at = 0; at < count; at += 1) read(count)();
  };
  const [one = 0, again = 0, few = 0, many = 0] = await countSteps([
    read(20),
    read(20),
    squared(2),
    squared(16),
  ]);
  expect(one).toBeGreaterThan(20);
  expect(again).toBe(one);
  expect(many).toBeGreaterThan(few * 8 * MOST_GROWTH);
});
