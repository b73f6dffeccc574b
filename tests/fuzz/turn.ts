// One fuzzer's turn in a thread of its own, so that an input that never ends can be told of.
import { parentPort, workerData } from 'node:worker_threads';
import { FUZZERS } from './fuzzers.ts';
import { search } from './running.ts';

// Given by fuzz.ts beside this file.
const { name, seed, limitMs, underway } = workerData as {
  readonly name: string;
  readonly seed: number;
  readonly limitMs: number;
  readonly underway: SharedArrayBuffer;
};
const MOST_RUNS = 1_000_000;

const fuzzer = FUZZERS.find((each) => each.name === name);
if (fuzzer === undefined) throw new RangeError(`no fuzzer ${name}`);
let runs = 0;
const watched = {
  ...fuzzer,
  read: (input: Uint8Array) => {
    runs += 1;
    const length = Math.min(input.length, underway.byteLength - 4);
    new DataView(underway).setUint32(0, length);
    new Uint8Array(underway, 4).set(input.subarray(0, length));
    return fuzzer.read(input);
  },
};
const found = await search(watched, { seed, runs: MOST_RUNS, limitMs });
parentPort?.postMessage({ runs, ...(found === undefined ? {} : { found }) });
