// Ctrl-C while a child floods the terminal: from the key until the child's answer to it is read in the
// outer terminal, all of the flood before it included, by a reader at full speed and by a slow one.
import type { PtyProcess } from '@codex-voice/pty';
import { attend, type Peer, peers } from './peers.ts';
import { countOption, digits, publish, quantile, sleep } from './statistics.ts';

const CTRL_C = Uint8Array.of(3);
const PATIENCE_MS = 30_000;
/** The flood has filled everything that can be filled when the key comes, in ms; then a random bit more. */
const FLOOD_MS = { least: 300, most: 400 } as const;
/** A terminal that draws is slower than one that counts: bytes a second, about what xterm.js parses. */
const SLOW_BYTES_PER_SECOND = 8_000_000;

/** Floods, answers each interrupt with a numbered line, waits for a line and floods again. */
const COMMAND = [
  'sh',
  '-c',
  `trap : INT; stty -echo; n=0; while :; do yes 'a line of the flood, as long as a line of a log'; n=$((n + 1)); printf '\\r\\nstopped <%d>\\r\\n' $n; read -r line; done`,
];

/** What a timer can wait for. */
const SHORTEST_PAUSE_MS = 2;

type Reader = 'full speed' | 'slow';

/** Reads at most so many bytes a second, by pausing after a chunk for as long as it would draw. */
class SlowReader {
  readonly #pty: PtyProcess;
  #freeAtMs = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(pty: PtyProcess) {
    this.#pty = pty;
  }

  read(bytes: number): void {
    const nowMs = performance.now();
    this.#freeAtMs = Math.max(this.#freeAtMs, nowMs) + (bytes * 1000) / SLOW_BYTES_PER_SECOND;
    if (this.#freeAtMs - nowMs < SHORTEST_PAUSE_MS || this.#timer !== undefined) return;
    this.#pty.pause();
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#pty.resume();
    }, this.#freeAtMs - nowMs);
  }
}

async function measure(peer: Peer, reader: Reader): Promise<readonly number[]> {
  const run = peer.start(COMMAND);
  const samplesMs: number[] = [];
  let tail = '';
  let awaited: { readonly text: string; readonly seen: () => void } | undefined;
  const slow = reader === 'slow' ? new SlowReader(run.pty) : undefined;
  attend(run.pty, (chunk) => {
    slow?.read(chunk.length);
    tail = (tail + Buffer.from(chunk).toString('latin1')).slice(-chunk.length - 32);
    if (awaited !== undefined && tail.includes(awaited.text)) awaited.seen();
  });
  const seen = async (text: string): Promise<void> =>
    await new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`${peer.name}: no ${text}`)), PATIENCE_MS);
      awaited = {
        text,
        seen: () => {
          clearTimeout(late);
          awaited = undefined;
          resolve();
        },
      };
    });
  await seen('a line of the flood');
  for (let round = 1; round <= keys; round += 1) {
    await sleep(FLOOD_MS.least + Math.random() * (FLOOD_MS.most - FLOOD_MS.least));
    const stopped = seen(`stopped <${round}>`);
    const startMs = performance.now();
    run.pty.write(CTRL_C);
    await stopped;
    samplesMs.push(performance.now() - startMs);
    run.pty.write(Buffer.from('on\r'));
  }
  await run.end();
  return samplesMs;
}

const keys = countOption('keys', 30, 5);
const rows: (string | number)[][] = [];
for (const peer of await peers()) {
  const quick = await measure(peer, 'full speed');
  const slow = await measure(peer, 'slow');
  rows.push([
    peer.name,
    ...[quick, slow].flatMap((list) => [
      digits(quantile(list, 0.5), 1),
      digits(quantile(list, 0.95), 1),
      digits(Math.max(...list), 1),
    ]),
  ]);
}
publish({
  name: 'interrupt',
  about: `Ctrl-C under \`yes\`: from the key until the line that the child prints after it is read, ${keys} keys for each peer. The reader takes all it gets, or ${SLOW_BYTES_PER_SECOND / 1_000_000} MB/s, as a terminal that draws.`,
  columns: ['peer', 'p50 ms', 'p95 ms', 'max ms', 'slow p50 ms', 'slow p95 ms', 'slow max ms'],
  rows,
});
process.exit(0);
