// How long 64 MB of coloured output take through each peer to one and the same reader, and the most
// memory the peer's own processes have had.
import { colouredFile, type FloodSample, MEGABYTE, measureFlood } from './flood.ts';
import { type PeerName, peers } from './peers.ts';
import { countOption, digits, median, publish } from './statistics.ts';

const sizeBytes = countOption('megabytes', 64, 8) * MEGABYTE;
const rounds = countOption('rounds', 5, 2);
const file = colouredFile(sizeBytes);
const samples = new Map<PeerName, FloodSample[]>();
const all = await peers();
for (let round = 0; round < rounds; round += 1) {
  for (let turn = 0; turn < all.length; turn += 1) {
    const peer = all[(turn + round) % all.length];
    if (peer === undefined) continue;
    samples.set(peer.name, [...(samples.get(peer.name) ?? []), await measureFlood(peer, file)]);
  }
}

const elapsed = (name: PeerName) => median((samples.get(name) ?? []).map((one) => one.elapsedMs));
publish({
  name: 'throughput',
  about: `\`cat\` of ${sizeBytes / MEGABYTE} MB of coloured lines, read and counted by one Node reader; median of ${rounds} alternating rounds. tmux, screen and mosh draw a screen and do not hand every byte on. Processor time (of \`cat\` itself for the bare terminal) and peak memory: the peer's own processes, added up.`,
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
