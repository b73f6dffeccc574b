// The worker thread of a shadow: starts a reader on the memory it was given.
import { parentPort, workerData } from 'node:worker_threads';
import type { WorkerStart } from './messages.ts';
import { RingReader } from './ring-reader.ts';

if (parentPort === null) throw new Error('the shadow worker was started as no worker');
// Written by the thread that started this one, from the same version of the sources.
new RingReader(workerData as WorkerStart, parentPort, () => {
  globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
}).start();
