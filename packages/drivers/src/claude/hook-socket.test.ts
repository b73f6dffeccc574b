// The socket of Claude Code's hooks where one who listens follows another.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { untilHolds } from '@codex-voice/testing';
import { expect, test } from 'vitest';
import type { HookEvent } from './hook-messages.ts';
import { HookSocket } from './hook-socket.ts';
import { HooksWorld } from './hooks-world.test-support.ts';

function listen(folder: string) {
  const heard: HookEvent[] = [];
  const failures: string[] = [];
  const socket = new HookSocket(folder, {
    told: (event) => heard.push(event),
    asked: ({ reply }) => reply(),
    gone: () => undefined,
    garbled: (text) => failures.push(text),
    failed: (why) => failures.push(why),
  });
  return { socket, heard, failures };
}

test('CLAUDE-9: who ends while a later one listens leaves it its socket, and the last one leaves none', async () => {
  using claude = new HooksWorld();
  const path = join(claude.folder, 'hooks.sock');
  const first = listen(claude.folder);
  await claude.prompt('p', 'First');
  const next = listen(claude.folder);
  first.socket[Symbol.dispose]();
  await claude.prompt('q', 'Next');
  expect([first, next].map(({ heard }) => heard.length)).toEqual([1, 1]);
  next.socket[Symbol.dispose]();
  await untilHolds('gone', () => !existsSync(path));
  expect(readdirSync(claude.folder)).toEqual(['token']);
  expect([...first.failures, ...next.failures]).toEqual([]);
});
