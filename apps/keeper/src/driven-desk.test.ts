// A keeper around a program that has a desk: where that stands, and what comes after a crash.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Duplex } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { createTokens, keeperOverStream } from '@codex-voice/ipc';
import type { KeeperConnection, KeeperEvent } from '@codex-voice/protocol';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));
const SIZE = { columns: 200, rows: 24 };
/** Programs are started from their sources here: a loaded machine takes many times a second, in ms. */
const PATIENCE_MS = 30_000;
const PATIENCE = { timeout: PATIENCE_MS };
vi.setConfig({ testTimeout: 2 * PATIENCE_MS });

/** It says where its desk and its events are, and does what a line says. */
const PROGRAM = [
  'echo "desk: $CODEX_VOICE_DESK events: $CODEX_VOICE_EVENTS :end"',
  'read -r word; [ "$word" = die ] && kill -9 $$; exit "$word"',
].join('\n');

let folder = '';
let keeper: ChildProcess | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'desk-'));
  for (const name of ['run', 'session']) mkdirSync(join(folder, name), { mode: 0o700 });
});

afterEach(async () => {
  const running = keeper;
  if (running !== undefined && running.exitCode === null && running.signalCode === null) {
    running.kill('SIGKILL');
    await new Promise((resolve) => running.once('exit', resolve));
  }
  rmSync(folder, { recursive: true });
});

test('KEEPER-77: a program with a desk is told its places, started again when it is killed, and its folder goes with the session', async () => {
  const stdio = ['ignore', 'ignore', 'ignore', 'pipe'] as const;
  const child = spawn(process.execPath, [MAIN], { detached: true, stdio: [...stdio] });
  keeper = child;
  const pipe = child.stdio[3];
  if (!(pipe instanceof Duplex)) throw new Error('the keeper has no pipe');
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const events: KeeperEvent[] = [];
  let text = '';
  const terminal: KeeperConnection = {
    event: (event) => events.push(event),
    output: (_offset, bytes) => {
      text += Buffer.from(bytes).toString();
    },
    snapshot: () => undefined,
    picture: () => undefined,
  };
  const peer = keeperOverStream(pipe, terminal);
  peer.start({
    type: 'start',
    sessionId: 'talk-abcd',
    agent: { name: 'talk', kind: 'plain' },
    file: '/bin/sh',
    args: ['-c', PROGRAM],
    cwd: folder,
    env: { PATH: process.env.PATH ?? '' },
    size: SIZE,
    log: { memoryBytes: 1 << 20, fileBytes: 1 << 20 },
    scrollbackLines: 100,
    runtimeDirectory: join(folder, 'run'),
    sessionDirectory: join(folder, 'session'),
    tokens: createTokens(),
    driver: 'desk',
  });
  peer.request({ type: 'attach', size: SIZE, hold: 'take' });
  const type = (word: string): void =>
    peer.input(Buffer.from(`${word}\r`), { atRest: true, insidePaste: false });
  const told = () => text.replaceAll('\r\n', '').match(/desk: .*? :end/gu) ?? [];
  const desk = join(folder, 'run', 'driver-talk-abcd');
  const places = `desk: ${desk} events: ${join(folder, 'session', 'events.jsonl')} :end`;
  await expect.poll(told, PATIENCE).toEqual([places]);
  expect(statSync(desk).mode & 0o777).toBe(0o700);
  peer.request({ type: 'status', requestId: 'status' });
  const drivers = () =>
    events.flatMap((event) => (event.type === 'status' ? [event.session.driver] : []));
  await expect.poll(drivers, PATIENCE).toEqual([{ kind: 'desk', path: desk }]);
  type('die');
  await expect.poll(told, PATIENCE).toEqual([places, places]);
  type('5');
  await ended;
  expect(events.at(-1)).toMatchObject({ type: 'exited', exitCode: 5 });
  expect(readdirSync(join(folder, 'run'))).toEqual([]);
});
