// A session that stands, takes keys, and prints a whole file whenever one is struck. How it is compared is left to
// the benchmarks.
import { attend, type PeerRun, shellLine } from './peers.ts';
import { peakResidentMiB, processorMs } from './processes.ts';
import { sleep } from './statistics.ts';

const AT_THE_GATE = 'at-the-gate';
const OVER = Buffer.from('flood-is-over');
/** Of what is read at once, its end is looked at, not all of it. */
const LOOKED_AT_BYTES = 4096;
/** Longer than any flood: the bench stops rather than waiting for ever. */
const PATIENCE_MS = 60_000;
/** Before and behind a flood: screens are drawn, what was put off is done. */
const REST_MS = 40;
/** It ends what a shell reads as a line. */
const KEY = Buffer.from('\n');

/** Echoes so many keys, one more opens the gate; from then on each has the file printed. */
export function gatedCommand(keys: number, file: string): readonly string[] {
  const once = `dd bs=1 count=1 >/dev/null 2>&1; ${shellLine(['cat', file])}; printf '${OVER}'`;
  return ['sh', '-c', gated(keys, `while :; do ${once}; done`)];
}

/** The same by a shell that holds the file: no program is started for a flood, which takes now longer, now shorter. */
export function heldCommand(keys: number, file: string): readonly string[] {
  const once = `printf '%s\\n${OVER}' "$held"`;
  const held = `held=$(${shellLine(['cat', file])})`;
  return ['sh', '-c', gated(keys, `${held}; while IFS= read -r _; do ${once}; done`)];
}

function gated(keys: number, loop: string): string {
  return `stty raw -echo; printf "\\033[2Jready"; dd bs=1 count=${keys + 1} 2>/dev/null; printf ${AT_THE_GATE}; ${loop}`;
}

export class Floodgate {
  readonly #run: PeerRun;
  /** Whose processor time and memory count. */
  readonly #pids: readonly number[];
  #tail = Buffer.alloc(0);
  #awaited: { readonly text: Buffer; readonly seen: () => void } | undefined;

  /** The session has echoed all of its keys. */
  constructor(run: PeerRun, pids: readonly number[]) {
    this.#run = run;
    this.#pids = pids;
    attend(run.pty, (chunk) => {
      // Words may be cut between two reads; behind them our row may be drawn.
      const end = Buffer.concat([this.#tail, chunk.subarray(-LOOKED_AT_BYTES)]);
      this.#tail = end.subarray(-OVER.length);
      if (this.#awaited !== undefined && end.includes(this.#awaited.text)) this.#awaited.seen();
    });
  }

  /** By its last key. */
  async open(): Promise<void> {
    await this.#struck(Buffer.from(AT_THE_GATE));
  }

  /** How long it takes until all has come. */
  async flood(restMs = REST_MS): Promise<number> {
    await sleep(restMs);
    const elapsedMs = await this.#struck(OVER);
    await sleep(restMs);
    return elapsedMs;
  }

  /** The most memory that its processes have had resident, added up. */
  peakMiB(): number {
    return this.#pids.reduce((sum, pid) => sum + peakResidentMiB(pid), 0);
  }

  /** Processor time of its processes until now. */
  usedMs(): number {
    return this.#pids.reduce((sum, pid) => sum + processorMs(pid), 0);
  }

  async #struck(text: Buffer): Promise<number> {
    // The last one's word must not end this one.
    this.#tail = Buffer.alloc(0);
    const startMs = performance.now();
    await new Promise<void>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`never said: ${text}`)), PATIENCE_MS);
      this.#awaited = {
        text,
        seen: () => {
          this.#awaited = undefined;
          clearTimeout(late);
          resolve();
        },
      };
      this.#run.pty.write(KEY);
    });
    return performance.now() - startMs;
  }
}
