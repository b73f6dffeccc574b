// The figures of the brief gate: this product beside two plain relays, the least that two programs on this runtime
// can do between a terminal and a command. Keys and floods go into both in turn, so that whatever else the machine
// does meets both; processor time and memory hardly know of it. With `--slowed` the product is made slower on purpose.
import { join } from 'node:path';
import { openProbes, strikeInTurn, WARM_UP_KEYS } from './echo-probe.ts';
import { colouredFile, MEGABYTE } from './flood.ts';
import { Floodgate, gatedCommand } from './floodgate.ts';
import { benchHome, codexVoice, type PeerRun, peers } from './peers.ts';
import { commandLine, family } from './processes.ts';
import { countOption, digits, median, publish } from './statistics.ts';
import { turns } from './turns.ts';

const OURS = 'codex-voice';
const RELAYS = 'two node relays';
const ROLES = ['client', 'keeper', 'host'] as const;
/** Before the counted ones: compilers settle. */
const WARM_UP_FLOODS = 2;

const keys = countOption('keys', 150);
const rounds = countOption('rounds', 4);
const sizeBytes = countOption('megabytes', 4) * MEGABYTE;
const isSlowed = process.argv.includes('--slowed');

const relays = (await peers()).find(({ name }) => name === RELAYS);
if (relays === undefined) throw new Error(`--peers has no ${RELAYS}`);
using home = benchHome();
const slowed = `--import=${join(import.meta.dirname, 'gates/slowed.ts')}`;
const env = isSlowed ? { ...home.env, NODE_OPTIONS: slowed } : home.env;
const ours = codexVoice(OURS, ['--no-voice'], { ...home, env });

/** Of what runs below a peer only its own programs count. */
function pidsOf(name: string, run: PeerRun): readonly number[] {
  if (name === OURS) return ROLES.flatMap((role) => home.pids(role));
  return family(run.pty.pid).filter((pid) => commandLine(pid).startsWith(process.execPath));
}

const file = colouredFile(sizeBytes);
const probes = await openProbes([ours, relays], gatedCommand(WARM_UP_KEYS + keys, file));
await strikeInTurn(probes, keys);
const gates = probes.map(({ name, run }) => new Floodgate(run, pidsOf(name, run)));
for (const gate of gates) await gate.open();
const orders = turns(gates.length);
const floodsMs: number[][] = gates.map(() => []);
const usedMs: number[] = gates.map(() => 0);
for (let round = -WARM_UP_FLOODS; round < rounds; round += 1) {
  for (const turn of orders.next().value) {
    const gate = gates[turn];
    if (gate === undefined) continue;
    const before = gate.usedMs();
    const elapsedMs = await gate.flood();
    if (round < 0) continue;
    floodsMs[turn]?.push(elapsedMs);
    usedMs[turn] = (usedMs[turn] ?? 0) + gate.usedMs() - before;
  }
}
const peaks = gates.map((gate) => gate.peakMiB());
for (const { run } of probes) await run.end();

publish({
  name: 'brief',
  about: `${keys} keys, then ${rounds} times ${sizeBytes / MEGABYTE} MB of coloured lines, into both in turn: medians, processor time and peak memory of their own processes.`,
  columns: ['peer', 'key p50 ms', 'flood ms', 'processor ms', 'peak MiB'],
  rows: probes.map(({ name, samplesMs }, at) => [
    name,
    digits(median(samplesMs), 3),
    digits(median(floodsMs[at] ?? []), 1),
    digits(usedMs[at] ?? Number.NaN, 0),
    digits(peaks[at] ?? Number.NaN, 1),
  ]),
});
process.exit(0);
