// How long a key takes to come back as its echo, under each peer, at a typing pace. One byte at a
// time goes into the outer terminal of `cat` in raw mode, the peers taking turns.
import { openProbes, PACE_MS, strikeInTurn } from './echo-probe.ts';
import { peers } from './peers.ts';
import { countOption, digits, publish, quantile } from './statistics.ts';

const keys = countOption('keys', 1000, 100);
const probes = await openProbes(await peers());
await strikeInTurn(probes, keys);
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
