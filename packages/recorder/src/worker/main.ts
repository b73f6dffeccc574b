// The thread that writes a recording: takes its orders, works through them a few times a second, and says when it
// is over, one way or the other.
import { parentPort, workerData } from 'node:worker_threads';
import { CastReader, highestStandIn, Redactor } from '@codex-voice/recording';
import type { Order, Told, WorkerStart } from './messages.ts';
import { RecordingDesk } from './recording-desk.ts';
import { RecordingFile } from './recording-file.ts';
import { secretFinders } from './secret-finders.ts';

/** Where nothing comes any more, what waits is looked at so often, in ms: more seldom than anything is handed over. */
const ROUND_MS = 300;

if (parentPort === null) throw new Error('the recording thread was started as no worker');
const port = parentPort;
const tell = (told: Told): void => port.postMessage(told);

function reasonOf(error: unknown): string {
  if (error instanceof Error && 'code' in error) return String(error.code);
  return error instanceof Error ? error.message : String(error);
}

/** Where a recording that goes on stands. Throws where the file is none. */
function readBefore(file: RecordingFile): { readonly lastMs: number; readonly standIns: number } {
  const reader = new CastReader();
  let lastMs = 0;
  let standIns = 0;
  for (const piece of file.pieces()) {
    standIns = Math.max(standIns, highestStandIn(piece));
    lastMs = reader.push(piece).at(-1)?.atMs ?? lastMs;
  }
  return { lastMs, standIns };
}

function begin(): { take(orders: readonly Order[]): void } {
  // Written by the thread that started this one, from the same version of the sources.
  const start = workerData as WorkerStart;
  const file = new RecordingFile(start.path, start.how);
  const { lastMs, standIns } = readBefore(file);
  const redactor = new Redactor(secretFinders, standIns + 1);
  const nowMs = (): number => performance.now();
  const desk = new RecordingDesk({ start, file, redactor, lastMs, tell, nowMs });
  let working: Promise<void> = Promise.resolve();
  let next: NodeJS.Timeout | undefined;
  let isOver = false;
  const over = (told: Told): void => {
    isOver = true;
    clearTimeout(next);
    file.close();
    tell(told);
    port.close();
  };
  const round = (all: 'due' | 'all', then: () => void): void => {
    working = working.then(() => desk.work(all));
    working.then(then, (error: unknown) => {
      if (!isOver) over({ type: 'failed', why: reasonOf(error) });
    });
  };
  /** Again as long as something waits, though nothing comes: then nothing is done. */
  const work = (): void => {
    round('due', () => {
      clearTimeout(next);
      if (!isOver && desk.waits) next = setTimeout(work, ROUND_MS);
    });
  };
  return {
    take: (orders) => {
      for (const order of orders) desk.take(order);
      if (orders.some((order) => order.do === 'end')) round('all', () => over({ type: 'ended' }));
      else work();
    },
  };
}

try {
  const desk = begin();
  tell({ type: 'begun' });
  port.on('message', (orders: readonly Order[]) => desk.take(orders));
} catch (error) {
  tell({ type: 'failed', why: reasonOf(error) });
  port.close();
}
