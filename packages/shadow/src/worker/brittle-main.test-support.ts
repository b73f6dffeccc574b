// A shadow worker that dies on a certain word, as one might on hostile output.
import { parentPort, workerData } from 'node:worker_threads';
import { ByteRing } from './byte-ring.ts';
import type { WorkerStart } from './messages.ts';
import { RingReader } from './ring-reader.ts';

if (parentPort === null) throw new Error('started as no worker');
// Written by the thread that started this one.
const start = workerData as WorkerStart;
const ring = ByteRing.over(start.ring);
setInterval(() => {
  const count = Math.min(ring.behind(start.startOffset), ring.capacityBytes);
  const seen = ring.read(start.startOffset, count);
  if (Buffer.from(seen ?? []).includes('deadly')) process.exit(1);
}, 1);
new RingReader(start, parentPort, () => undefined).start();
