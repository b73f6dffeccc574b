// A host ends only when nobody has needed it for a while.
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { IdleWatch } from './idle-watch.ts';

test('HOST-7: being needed again, even for a moment, begins the time anew', async () => {
  let idle = true;
  let ended = 0;
  const watch = new IdleWatch({
    isIdle: () => idle,
    onIdle: () => {
      ended += 1;
    },
    patienceMs: 40,
  });
  watch.changed();
  idle = false;
  watch.changed();
  await sleep(80);
  expect(ended).toBe(0);
  idle = true;
  watch.changed();
  while (ended === 0) await sleep(5);
  expect(ended).toBe(1);
  watch.changed();
  watch.dispose();
  await sleep(80);
  expect(ended).toBe(1);
});

test('HOST-7: what is needed when the time is over is not ended', async () => {
  let idle = true;
  let ended = 0;
  const watch = new IdleWatch({ isIdle: () => idle, onIdle: () => (ended += 1), patienceMs: 20 });
  watch.changed();
  idle = false;
  await sleep(60);
  expect(ended).toBe(0);
});

test('HOST-7: one that stays does not end for that', async () => {
  let ended = 0;
  const watch = new IdleWatch({
    isIdle: () => true,
    onIdle: () => (ended += 1),
    patienceMs: 'for-ever',
  });
  watch.changed();
  await sleep(60);
  expect(ended).toBe(0);
});
