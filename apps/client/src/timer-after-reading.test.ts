// A timer does not overtake what lay to be read before it was over.
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { TimerAfterReading } from './timer-after-reading.ts';

const WAIT_MS = 5;

/** Both ends of a connection in this process. */
async function connected(): Promise<{ near: Socket; far: Socket; close: () => void }> {
  const { Socket: Client } = await import('node:net');
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const near = new Client().connect(address.port, '127.0.0.1');
  const [[far]] = await Promise.all([once(server, 'connection'), once(near, 'connect')]);
  const close = (): void => {
    near.destroy();
    far.destroy();
    server.close();
  };
  return { near, far, close };
}

test('what came while the process got no time is read before the timer is over', async () => {
  const { near, far, close } = await connected();
  const order: string[] = [];
  far.on('data', () => order.push('read'));
  const timer = new TimerAfterReading();
  const over = new Promise<void>((resolve) => {
    timer.start(WAIT_MS, () => {
      order.push('over');
      resolve();
    });
  });
  near.write('x');
  // The wait ends in here, with nothing read meanwhile.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10 * WAIT_MS);
  await over;
  expect(order).toEqual(['read', 'over']);
  close();
});

test('it is begun anew and stopped', async () => {
  const order: string[] = [];
  const timer = new TimerAfterReading();
  timer.start(WAIT_MS, () => order.push('first'));
  timer.start(WAIT_MS, () => order.push('second'));
  expect(timer.runs).toBe(true);
  await expect.poll(() => order).toEqual(['second']);
  expect(timer.runs).toBe(false);
  timer.start(WAIT_MS, () => order.push('third'));
  timer.stop();
  await sleep(2 * WAIT_MS);
  expect(order).toEqual(['second']);
});
