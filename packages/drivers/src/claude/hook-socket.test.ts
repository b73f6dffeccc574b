// The socket of Claude Code's hooks where one who listens follows another.
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { untilHolds } from '@codex-voice/testing';
import { expect, test } from 'vitest';
import type { HookEvent } from './hook-messages.ts';
import { HookSocket, type HookSocketListener } from './hook-socket.ts';
import { HooksWorld } from './hooks-world.test-support.ts';

/** In place of some seconds, in ms. */
const LOOK_EVERY_MS = 10;

function listen(folder: string, lookEveryMs?: number) {
  const heard: HookEvent[] = [];
  const failures: string[] = [];
  const listener: HookSocketListener = {
    told: (event) => heard.push(event),
    asked: ({ reply }) => reply(),
    gone: () => undefined,
    garbled: (text) => failures.push(text),
    failed: (why) => failures.push(why),
  };
  const socket = new HookSocket(folder, listener, lookEveryMs);
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

test('CLAUDE-13: where the runtime folder was wiped a running Claude Code is heard again', async () => {
  using claude = new HooksWorld();
  writeFileSync(join(claude.folder, 'settings.json'), '{"hooks":{}}');
  const { socket, heard, failures } = listen(claude.folder, LOOK_EVERY_MS);
  await claude.prompt('p', 'First');
  rmSync(claude.root, { recursive: true });
  await untilHolds('there again', () => existsSync(join(claude.folder, 'hooks.sock')));
  await claude.prompt('q', 'Next');
  expect(heard.map(({ hook_event_name }) => hook_event_name)).toHaveLength(2);
  expect(readFileSync(join(claude.folder, 'token'), 'utf8')).toBe('secret');
  expect(readFileSync(join(claude.folder, 'settings.json'), 'utf8')).toBe('{"hooks":{}}');
  for (const path of [claude.root, claude.folder]) expect(statSync(path).mode & 0o777).toBe(0o700);
  expect(failures).toEqual([]);
  socket[Symbol.dispose]();
  await untilHolds('gone', () => !existsSync(join(claude.folder, 'hooks.sock')));
});

test('CLAUDE-13: nothing is made in a folder that others can enter, until it is ours alone', async () => {
  using claude = new HooksWorld();
  const { socket, heard } = listen(claude.folder, LOOK_EVERY_MS);
  rmSync(claude.root, { recursive: true });
  mkdirSync(claude.root, { mode: 0o777 });
  chmodSync(claude.root, 0o777);
  // Many looks go by.
  await untilHolds('looked', looks(20));
  expect(readdirSync(claude.root)).toEqual([]);
  chmodSync(claude.root, 0o700);
  await untilHolds('there again', () => existsSync(join(claude.folder, 'hooks.sock')));
  await claude.prompt('p', 'First');
  expect(heard).toHaveLength(1);
  socket[Symbol.dispose]();
});

test('CLAUDE-13: a folder that a session’s end takes away is not made again', async () => {
  using claude = new HooksWorld();
  const { socket } = listen(claude.folder, LOOK_EVERY_MS);
  rmSync(claude.folder, { recursive: true });
  socket[Symbol.dispose]();
  await untilHolds('looked', looks(20));
  expect(existsSync(claude.folder)).toBe(false);
});

/** So many looks could have been made since. */
function looks(count: number): () => boolean {
  const untilMs = performance.now() + count * LOOK_EVERY_MS;
  return () => performance.now() >= untilMs;
}
