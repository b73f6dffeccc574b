// A shadow worker that dies on a certain word, as one might on hostile output, or on another between
// the two parts of a snapshot.
import { parentPort, workerData } from 'node:worker_threads';
import { ByteRing } from './byte-ring.ts';
import type { Told, WorkerStart } from './messages.ts';
import { RingReader } from './ring-reader.ts';

if (parentPort === null) throw new Error('started as no worker');
// Written by the thread that started this one.
const start = workerData as WorkerStart;
const ring = ByteRing.over(start.ring);
const port = parentPort;

function hasSeen(word: string): boolean {
  const count = Math.min(ring.behind(start.startOffset), ring.capacityBytes);
  return Buffer.from(ring.read(start.startOffset, count) ?? []).includes(word);
}

setInterval(() => {
  if (hasSeen('deadly')) process.exit(1);
}, 1);

const post = port.postMessage.bind(port);
port.postMessage = (told: Told, transfers: ArrayBuffer[]) => {
  post(told, transfers);
  if (told.kind === 'viewport' && hasSeen('halfway')) throw new Error('died between the parts');
};
new RingReader(start, port, () => undefined).start();
