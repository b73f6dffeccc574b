// Around each test: one that runs out of time says what it was waiting for, and what its terminals show.
import { openWaits } from '@codex-voice/testing';
import { afterEach } from 'vitest';

const OUT_OF_TIME = /timed out in \d+ms/u;

afterEach(({ task }) => {
  const error = task.result?.errors?.at(-1);
  if (error === undefined || !OUT_OF_TIME.test(error.message)) return;
  error.message = `${error.message}\n${openWaits()}`.trimEnd();
});
