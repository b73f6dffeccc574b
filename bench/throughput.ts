// How long 64 MB of coloured output take through each peer to one and the same reader, and the most
// memory the peer's own processes have had. What the reader does with the bytes is: count them.
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { attend, type Peer, type PeerName, peers } from './peers.ts';
import { commandLine, family, peakResidentMiB, processorMs } from './processes.ts';
import { countOption, digits, median, publish, REPORT_FOLDER } from './statistics.ts';

const MEGABYTE = 1_000_000;

/** How often the memory of the peer's processes is read while it works. */
const MEMORY_SAMPLE_MS = 25;

/** A peer's server has started by this sample. */
const SERVER_STARTED_LOOKS = 8;

interface Sample {
  readonly elapsedMs: number;
  readonly receivedBytes: number;
  readonly peakMiB: number;
  readonly processorMs: number;
}

/** The same bytes on every machine: log-like lines in 256 colours, from a linear congruence. */
function colouredFile(sizeBytes: number): string {
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

async function measure(peer: Peer, file: string): Promise<Sample> {
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

const sizeBytes = countOption('megabytes', 64, 8) * MEGABYTE;
const rounds = countOption('rounds', 5, 2);
const file = colouredFile(sizeBytes);
const samples = new Map<PeerName, Sample[]>();
const all = await peers();
for (let round = 0; round < rounds; round += 1) {
  for (let turn = 0; turn < all.length; turn += 1) {
    const peer = all[(turn + round) % all.length];
    if (peer === undefined) continue;
    samples.set(peer.name, [...(samples.get(peer.name) ?? []), await measure(peer, file)]);
  }
}

const elapsed = (name: PeerName) => median((samples.get(name) ?? []).map((one) => one.elapsedMs));
publish({
  name: 'throughput',
  about: `\`cat\` of ${sizeBytes / MEGABYTE} MB of coloured lines, read and counted by one Node reader; median of ${rounds} alternating rounds. tmux draws a screen and does not hand every byte on. Processor time (of \`cat\` itself for the bare terminal) and peak memory: the peer's own processes, added up.`,
  columns: ['peer', 'seconds', 'MB/s', 'times bare', 'MB received', 'CPU s', 'peak MiB'],
  rows: all.map(({ name }) => {
    const received = median((samples.get(name) ?? []).map((one) => one.receivedBytes));
    return [
      name,
      digits(elapsed(name) / 1000, 3),
      digits(sizeBytes / 1000 / elapsed(name), 1),
      digits(elapsed(name) / elapsed('bare'), 2),
      digits(received / MEGABYTE, 2),
      digits(median((samples.get(name) ?? []).map((one) => one.processorMs)) / 1000, 2),
      digits(Math.max(...(samples.get(name) ?? []).map((one) => one.peakMiB)), 1),
    ];
  }),
});
