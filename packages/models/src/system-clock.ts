// The clock that a store works by outside of tests.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from './download/download-file.ts';

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  wait: async (ms, signal) => {
    await sleep(ms, undefined, { signal }).catch(() => undefined);
  },
  random: () => Math.random(),
};
