// A key into a terminal running `cat` in raw mode until its echo is read, at a typing pace, for several such
// terminals in turn. Who is compared and what is reported is left to the benchmarks.
import type { PtyProcess } from '@codex-voice/pty';
import { attend, type Peer, type PeerRun } from './peers.ts';
import { sleep } from './statistics.ts';
import { turns } from './turns.ts';

/** Bytes no peer's own screen shows, so that an echo cannot be mistaken. */
const KEYS = ['~', '#', '@', '^'].map((key) => key.charCodeAt(0));

/** The pause before each key. */
export const PACE_MS = 5;

/** Keys before the counted ones: the compilers of the runtimes settle. */
export const WARM_UP_KEYS = 100;

/** Longer than any echo: the bench stops rather than reporting a lost key as a slow one. */
const LOST_KEY_MS = 5000;
/** So long a peer may take to start on a busy machine. */
const START_MS = 20_000;

const ECHO_COMMAND = ['sh', '-c', 'stty raw -echo; printf "\\033[2Jready"; exec cat'];

export class EchoProbe {
  readonly name: string;
  readonly samplesMs: number[] = [];
  readonly run: PeerRun;
  #awaited: { readonly key: number; readonly seen: () => void } | undefined;

  constructor(name: string, run: PeerRun) {
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
    const late = setTimeout(() => reject(new Error(`not ready: ${text}`)), START_MS);
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

/** One of each peer, all open side by side; the command says `ready` and echoes. */
export async function openProbes(
  of: readonly { readonly name: string; readonly start: Peer['start'] }[],
  command: readonly string[] = ECHO_COMMAND,
): Promise<EchoProbe[]> {
  const probes: EchoProbe[] = [];
  for (const peer of of) {
    const run = peer.start(command);
    await ready(run.pty);
    probes.push(new EchoProbe(peer.name, run));
  }
  return probes;
}

/** So many keys into one, at a typing pace: how long each echo took. */
export async function strikes(probe: EchoProbe, keys: number): Promise<readonly number[]> {
  const samplesMs: number[] = [];
  for (let at = 0; at < keys; at += 1) {
    await sleep(PACE_MS);
    samplesMs.push(await probe.strike(KEYS[at % KEYS.length] ?? 0));
  }
  return samplesMs;
}

/** So many keys into each, in changing turns; the samples lie in the probes. */
export async function strikeInTurn(probes: readonly EchoProbe[], keys: number): Promise<void> {
  const orders = turns(probes.length);
  for (let at = -WARM_UP_KEYS; at < keys; at += 1) {
    const key = KEYS[(at + WARM_UP_KEYS) % KEYS.length] ?? 0;
    for (const turn of orders.next().value) {
      const probe = probes[turn];
      await sleep(PACE_MS);
      const elapsedMs = await probe?.strike(key);
      if (at >= 0 && elapsedMs !== undefined) probe?.samplesMs.push(elapsedMs);
    }
  }
}
