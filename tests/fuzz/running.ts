// Puts one fuzzer to the test: its corpus as it is, then changed inputs, as many as asked or for as long. What
// breaks a property is handed back as small as fast-check gets it.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { serialize } from 'node:v8';
import fc from 'fast-check';
import type { Fuzzer } from './fuzzer.ts';
import { inputs, piecesOf, shares } from './mutation.ts';

const CORPUS = fileURLToPath(new URL('corpus', import.meta.url));
/** What may be made of an input, in bytes as the runtime writes values: some for each byte of it, and some besides. */
const MADE_PER_BYTE = 64;
const MADE_BESIDES = 65_536;

export interface CorpusFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Something that broke a property. */
export interface Found {
  readonly input: Uint8Array;
  readonly message: string;
}

/** In the order of their names; none where the folder is missing. */
export function corpusOf(name: string): CorpusFile[] {
  const folder = join(CORPUS, name);
  return namesIn(folder).map((file) => ({
    name: file,
    bytes: Uint8Array.from(readFileSync(join(folder, file))),
  }));
}

/** The folders there are. */
export function corpusNames(): string[] {
  return namesIn(CORPUS);
}

/** Keeps an input among the seeds of its fuzzer for ever, and hands back the file's name. */
export function keep(name: string, input: Uint8Array): string {
  const file = `found-${createHash('sha256').update(input).digest('hex').slice(0, 12)}.seed`;
  mkdirSync(join(CORPUS, name), { recursive: true });
  writeFileSync(join(CORPUS, name, file), input);
  return join(CORPUS, name, file);
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).toSorted();
  } catch {
    return [];
  }
}

/** Reads one input and throws if anything that has to hold does not. `cuts`: where it is cut, as shares. */
export async function hold(
  { read, stream }: Fuzzer,
  input: Uint8Array,
  cuts: readonly number[] = [],
): Promise<void> {
  const before = Uint8Array.from(input);
  const made = await read(input);
  if (!isDeepStrictEqual(Uint8Array.from(input), before)) throw new Error('it changed its input');
  const size = serialize(made).length;
  const most = MADE_BESIDES + MADE_PER_BYTE * input.length;
  if (size > most) throw new Error(`${size} bytes were made of ${input.length}, at most ${most}`);
  const polluted = Object.keys(Object.prototype).concat(Object.keys(Array.prototype));
  if (polluted.length > 0) throw new Error(`all objects have ${polluted.join(' ')}`);
  if (stream === undefined || cuts.length === 0) return;
  const again = await stream(piecesOf(input, cuts));
  if (!isDeepStrictEqual(again, made)) throw new Error(`other pieces, another outcome: ${cuts}`);
}

/** Inputs made from a seed number: `runs` of them, or until the time is over. */
export async function search(
  fuzzer: Fuzzer,
  bounds: { readonly seed: number; readonly runs: number; readonly limitMs?: number },
): Promise<Found | undefined> {
  const seeds = corpusOf(fuzzer.name).map(({ bytes }) => bytes);
  const property = fc.asyncProperty(inputs(seeds), shares, (input, cuts) =>
    hold(fuzzer, Uint8Array.from(input), cuts),
  );
  const { limitMs } = bounds;
  const details = await fc.check(property, {
    seed: bounds.seed,
    numRuns: bounds.runs,
    ...(limitMs === undefined ? {} : { interruptAfterTimeLimit: limitMs }),
  });
  if (!details.failed || details.counterexample === null) return undefined;
  const { errorInstance } = details;
  const message = errorInstance instanceof Error ? errorInstance.stack : String(errorInstance);
  return { input: Uint8Array.from(details.counterexample[0]), message: message ?? '' };
}
