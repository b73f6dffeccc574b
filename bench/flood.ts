// Coloured output through a terminal to one and the same reader: how long it takes, what processor time, and the
// most memory the processes between have had. What the reader does with the bytes is: count them.
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { attend, type Peer } from './peers.ts';
import { commandLine, family, peakResidentMiB, processorMs } from './processes.ts';
import { REPORT_FOLDER } from './statistics.ts';

export const MEGABYTE = 1_000_000;

/** How often the memory of the peer's processes is read while it works. */
const MEMORY_SAMPLE_MS = 25;

/** A peer's server has started by this sample. */
const SERVER_STARTED_LOOKS = 8;

export interface FloodSample {
  readonly elapsedMs: number;
  readonly receivedBytes: number;
  readonly peakMiB: number;
  readonly processorMs: number;
}

/** Whoever is measured, by any name. */
export interface FloodPeer {
  readonly name: string;
  readonly start: Peer['start'];
}

/** The same bytes on every machine: log-like lines in 256 colours, from a linear congruence. */
export function colouredFile(sizeBytes: number): string {
  mkdirSync(REPORT_FOLDER, { recursive: true });
  const path = join(REPORT_FOLDER, `coloured-${sizeBytes}.txt`);
  try {
    if (statSync(path).size === sizeBytes) return path;
  } catch {}
  const lines: string[] = [];
  let seed = 1;
  for (let length = 0; length < sizeBytes; ) {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    const colour = seed % 256;
    const line = `\x1b[38;5;${colour}m${seed.toString(36).padStart(7, '0')}\x1b[0m \x1b[1mstep\x1b[22m ${'·–é'.charAt(seed % 3)} ${'lorem ipsum dolor '.repeat(1 + (seed % 3))}\n`;
    lines.push(line);
    length += Buffer.byteLength(line);
  }
  writeFileSync(path, Buffer.from(lines.join('')).subarray(0, sizeBytes));
  return path;
}

/** The file through one peer, once. */
export async function measureFlood(peer: FloodPeer, file: string): Promise<FloodSample> {
  const run = peer.start(['cat', file]);
  const startMs = performance.now();
  let receivedBytes = 0;
  attend(run.pty, (chunk) => {
    receivedBytes += chunk.length;
  });
  const peaks = new Map<number, number>();
  const used = new Map<number, number>();
  let server: readonly number[] | undefined;
  let looks = 0;
  const look = () => {
    looks += 1;
    // Asked once, when it has had the time to start.
    if (looks === SERVER_STARTED_LOOKS) server = run.extraPids();
    for (const pid of new Set([...family(run.pty.pid), ...(server ?? [])])) {
      if (peer.name !== 'bare' && commandLine(pid) === `cat ${file}`) continue;
      used.set(pid, Math.max(used.get(pid) ?? 0, processorMs(pid)));
      peaks.set(pid, Math.max(peaks.get(pid) ?? 0, peakResidentMiB(pid)));
    }
  };
  const timer = setInterval(look, MEMORY_SAMPLE_MS);
  await run.pty.exited;
  const elapsedMs = performance.now() - startMs;
  clearInterval(timer);
  await run.end();
  return {
    elapsedMs,
    receivedBytes,
    peakMiB: total(peaks),
    processorMs: total(used),
  };
}

function total(byPid: ReadonlyMap<number, number>): number {
  return [...byPid.values()].reduce((sum, one) => sum + one, 0);
}
