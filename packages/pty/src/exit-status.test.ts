import { expect, test } from 'vitest';
import { exitStatus } from './exit-status.ts';

test.each([
  [{ exitCode: 0, signal: 0 }, 0],
  [{ exitCode: 7, signal: 0 }, 7],
  [{ exitCode: 0, signal: 9 }, 137],
  [{ exitCode: 0, signal: 15 }, 143],
])('PTY-14: %o is status %i', (exit, status) => {
  expect(exitStatus(exit)).toBe(status);
});
