// How long a key takes to come back as its echo, under each peer, at a typing pace. One byte at a
// time goes into the outer terminal of `cat` in raw mode, the peers taking turns.
import type { PtyProcess } from '@codex-voice/pty';
import { attend, type PeerName, type PeerRun, peers } from './peers.ts';
import { countOption, digits, publish, quantile, sleep } from './statistics.ts';

/** Bytes no peer's own screen shows, so that an echo cannot be mistaken. */
const KEYS = ['~', '#', '@', '^'].map((key) => key.charCodeAt(0));

/** The pause before each key. */
const PACE_MS = 5;

/** Keys before the counted ones: the compilers of the runtimes settle. */
const WARM_UP_KEYS = 100;

/** Longer than any echo: the bench stops rather than reporting a lost key as a slow one. */
const LOST_KEY_MS = 5000;

const ECHO_COMMAND = ['sh', '-c', 'stty raw -echo; printf "\\033[2Jready"; exec cat'];

class EchoProbe {
  readonly name: PeerName;
  readonly samplesMs: number[] = [];
  readonly run: PeerRun;
  #awaited: { readonly key: number; readonly seen: () => void } | undefined;

  constructor(name: PeerName, run: PeerRun) {
    this.name = name;
    this.run = run;
    run.pty.onData((chunk) => {
      if (this.#awaited !== undefined && chunk.includes(this.#awaited.key)) this.#awaited.seen();
    });
  }

  /** Sends one key and answers how long its echo took. */
  async strike(key: number): Promise<number> {
    const echo = new Promise<number>((resolve, reject) => {
      const lost = setTimeout(() => reject(new Error(`${this.name} lost a key`)), LOST_KEY_MS);
      const startMs = performance.now();
      this.#awaited = {
        key,
        seen: () => {
          const elapsedMs = performance.now() - startMs;
          this.#awaited = undefined;
          clearTimeout(lost);
          resolve(elapsedMs);
        },
      };
      this.run.pty.write(Uint8Array.of(key));
    });
    return echo;
  }
}

async function ready(pty: PtyProcess): Promise<void> {
  let text = '';
  await new Promise<void>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`not ready: ${text}`)), LOST_KEY_MS);
    attend(pty, (chunk) => {
      text += Buffer.from(chunk).toString('latin1');
      if (!text.includes('ready')) return;
      clearTimeout(late);
      resolve();
    });
  });
  // What a peer paints after the child's first output is let through before the first key.
  await sleep(300);
}

async function openProbes(): Promise<EchoProbe[]> {
  const probes: EchoProbe[] = [];
  for (const peer of await peers()) {
    const run = peer.start(ECHO_COMMAND);
    await ready(run.pty);
    probes.push(new EchoProbe(peer.name, run));
  }
  return probes;
}

const keys = countOption('keys', 1000, 100);
const probes = await openProbes();
for (let at = -WARM_UP_KEYS; at < keys; at += 1) {
  const key = KEYS[(at + WARM_UP_KEYS) % KEYS.length] ?? 0;
  for (let turn = 0; turn < probes.length; turn += 1) {
    // Each round starts with another peer, so that none always follows the same one.
    const probe = probes[(turn + at + WARM_UP_KEYS) % probes.length];
    await sleep(PACE_MS);
    const elapsedMs = await probe?.strike(key);
    if (at >= 0 && elapsedMs !== undefined) probe?.samplesMs.push(elapsedMs);
  }
}
for (const probe of probes) await probe.run.end();

const bare = probes.find((probe) => probe.name === 'bare')?.samplesMs ?? [];
publish({
  name: 'key-to-echo',
  about: `One byte into a terminal running \`cat\` in raw mode until its echo is read, ${PACE_MS} ms apart, ${keys} keys for each peer in turn. Added: the quantile less the bare terminal's.`,
  columns: ['peer', 'p50 ms', 'p99 ms', 'added p50 ms', 'added p99 ms'],
  rows: probes.map(({ name, samplesMs }) => [
    name,
    digits(quantile(samplesMs, 0.5), 3),
    digits(quantile(samplesMs, 0.99), 3),
    digits(quantile(samplesMs, 0.5) - quantile(bare, 0.5), 3),
    digits(quantile(samplesMs, 0.99) - quantile(bare, 0.99), 3),
  ]),
});
