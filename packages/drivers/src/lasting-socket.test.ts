// A lasting socket in a folder that can't be looked at for a while.
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, unlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { LastingSocket } from './lasting-socket.ts';

const LOOK_EVERY_MS = 100;

let parent = '';
let folder = '';
let path = '';
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  parent = mkdtempSync(join(tmpdir(), 'lasting-'));
  folder = join(parent, 'desk');
  path = join(folder, 'socket');
  mkdirSync(folder, { mode: 0o700 });
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(parent, { recursive: true, force: true });
});

function lasting(): LastingSocket {
  return new LastingSocket({
    ...{ folder, name: 'socket', connections: 1, lookEveryMs: LOOK_EVERY_MS },
    connected: (socket) => socket.destroy(),
    failed: () => undefined,
  });
}

/** A link to itself: the system answers ELOOP to whoever asks what lies in it, root too. */
function makeUnreadable(): void {
  rmSync(folder, { recursive: true });
  symlinkSync(folder, folder);
}

test('DESK-1: a folder that can’t be looked at just now is looked at again, and the socket is there again', () => {
  using _socket = lasting();
  expect(existsSync(path)).toBe(true);
  makeUnreadable();
  vi.advanceTimersByTime(3 * LOOK_EVERY_MS);
  unlinkSync(folder);
  vi.advanceTimersByTime(2 * LOOK_EVERY_MS);
  expect(existsSync(path)).toBe(true);
});

test('DESK-1: whoever leaves such a folder leaves it', () => {
  const socket = lasting();
  makeUnreadable();
  expect(() => socket[Symbol.dispose]()).not.toThrow();
});
