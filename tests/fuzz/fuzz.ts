// `npm run fuzz -- [--seconds N] [--seed N] [NAME …]`: the fuzzers one after the other, again and again with other
// seed numbers until the time is over. What breaks is kept in the corpus; an input that does not end is kept too.
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { FUZZERS } from './fuzzers.ts';
import { keep } from './running.ts';

const USUAL_SECONDS = 60;
/** One fuzzer's turn, in ms. */
const TURN_MS = 4_000;
/** A turn that is not over this long after its time has hung, in ms. */
const HANG_MS = 20_000;

/** What a turn in a thread of its own comes to. */
export interface TurnEnd {
  readonly runs: number;
  readonly found?: { readonly input: Uint8Array; readonly message: string };
}

/** The thread writes the input that it reads here, its length first, so that one that never ends is known. */
const SHARED_BYTES = 4 + (1 << 20);

async function turn(name: string, seed: number): Promise<TurnEnd> {
  const underway = new SharedArrayBuffer(SHARED_BYTES);
  const worker = new Worker(new URL('turn.ts', import.meta.url), {
    workerData: { name, seed, limitMs: TURN_MS, underway },
  });
  try {
    return await new Promise<TurnEnd>((resolve, reject) => {
      const hung = setTimeout(() => {
        const length = new DataView(underway).getUint32(0);
        const input = Uint8Array.from(new Uint8Array(underway, 4, length));
        resolve({ runs: 0, found: { input, message: 'it does not end' } });
      }, TURN_MS + HANG_MS);
      worker.once('message', (end: TurnEnd) => {
        clearTimeout(hung);
        resolve(end);
      });
      worker.once('error', (error) => {
        clearTimeout(hung);
        reject(error);
      });
    });
  } finally {
    await worker.terminate();
  }
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: { seconds: { type: 'string' }, seed: { type: 'string' } },
    allowPositionals: true,
  });
  const unknown = positionals.filter((name) => !FUZZERS.some((fuzzer) => fuzzer.name === name));
  const seconds = Number(values.seconds ?? USUAL_SECONDS);
  if (unknown.length > 0) {
    const names = FUZZERS.map(({ name }) => name).join(' ');
    console.error(`fuzz: no fuzzer ${unknown.join(' ')}: there are ${names}`);
    return 2;
  }
  if (!(seconds > 0)) {
    console.error(`fuzz: ${values.seconds} is no number of seconds: write --seconds 60`);
    return 2;
  }
  const chosen = FUZZERS.filter(
    ({ name }) => positionals.length === 0 || positionals.includes(name),
  );
  let seed = Number(values.seed ?? Date.now() % 1_000_000);
  const untilMs = performance.now() + seconds * 1_000;
  const runs = new Map<string, number>();
  let failures = 0;
  while (performance.now() < untilMs) {
    for (const { name } of chosen) {
      if (performance.now() >= untilMs) break;
      const end = await turn(name, seed);
      runs.set(name, (runs.get(name) ?? 0) + end.runs);
      if (end.found === undefined) continue;
      failures += 1;
      console.log(`${name} (seed ${seed}): ${end.found.message}`);
      console.log(`  kept as ${keep(name, end.found.input)}`);
    }
    seed += 1;
  }
  for (const [name, count] of runs) console.log(`${String(count).padStart(8)} inputs  ${name}`);
  console.log(failures === 0 ? 'nothing found' : `${failures} found`);
  return failures === 0 ? 0 : 1;
}

process.exitCode = await main();
