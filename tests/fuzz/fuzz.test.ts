// Every fuzzer for a moment, from the same seed number each time; `npm run fuzz` is the same for as long as you like.
import { expect, test } from 'vitest';
import { FUZZERS } from './fuzzers.ts';
import { corpusNames, corpusOf, hold, search } from './running.ts';

const SEED = 20_261;
/** Of each fuzzer: all of them together take half a minute on a slow machine. */
const RUNS = 100;

test.each(FUZZERS)('$name: its seeds and what it has found hold', async (fuzzer) => {
  const files = corpusOf(fuzzer.name);
  expect(files.length).toBeGreaterThan(0);
  for (const { name, bytes } of files) {
    await hold(fuzzer, bytes, [0.1, 0.5, 0.51]).catch((error: unknown) => {
      throw new Error(`${name}: ${error}`, { cause: error });
    });
  }
});

test.each(FUZZERS)('$name: changed input holds', async (fuzzer) => {
  const runs = Math.ceil(RUNS / (fuzzer.costs ?? 1));
  const found = await search(fuzzer, { seed: SEED, runs });
  expect(
    found === undefined ? undefined : [Buffer.from(found.input).toString(), found.message],
  ).toBeUndefined();
});

test('every folder of the corpus has its fuzzer, and no two share a name', () => {
  const names = FUZZERS.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(corpusNames().filter((name) => !names.includes(name))).toEqual([]);
});
