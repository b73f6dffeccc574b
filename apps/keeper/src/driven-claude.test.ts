// A keeper around a Claude Code that is not Claude Code: what it is started with, and what is left.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
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

/** It says its words and lives until a line is typed. */
const CLAUDE = `#!/bin/sh
echo "words: $* :end"
read -r status
exit "$status"
`;

let folder = '';
let keeper: ChildProcess | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hooked-'));
  for (const name of ['run', 'session']) mkdirSync(join(folder, name), { mode: 0o700 });
  writeFileSync(join(folder, 'claude'), CLAUDE);
  chmodSync(join(folder, 'claude'), 0o755);
});

afterEach(async () => {
  const running = keeper;
  if (running !== undefined && running.exitCode === null && running.signalCode === null) {
    running.kill('SIGKILL');
    await new Promise((resolve) => running.once('exit', resolve));
  }
  rmSync(folder, { recursive: true });
});

function startHooked(args: readonly string[]) {
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
    sessionId: 'claude-abcd',
    agent: { name: 'Claude Code', kind: 'claude' },
    file: join(folder, 'claude'),
    args: [...args],
    cwd: folder,
    env: { PATH: process.env.PATH ?? '' },
    size: SIZE,
    log: { memoryBytes: 1 << 20, fileBytes: 1 << 20 },
    scrollbackLines: 100,
    runtimeDirectory: join(folder, 'run'),
    sessionDirectory: join(folder, 'session'),
    tokens: createTokens(),
    driver: 'structured',
  });
  peer.request({ type: 'attach', size: SIZE, hold: 'take' });
  const words = () => /words: (.*) :end/u.exec(text.replaceAll('\r\n', ''))?.[1];
  const end = async (status: number): Promise<void> => {
    peer.input(Buffer.from(`${status}\r`), { atRest: true, insidePaste: false });
    await ended;
    expect(events.at(-1)).toMatchObject({ type: 'exited', exitCode: status });
  };
  const places = () =>
    events.flatMap((event) => (event.type === 'status' ? [event.session.driver] : []));
  const ask = () => peer.request({ type: 'status', requestId: 'status' });
  return { events, words, end, places, ask };
}

test('KEEPER-76: Claude Code gets our hooks before its own words, the driver its place, and the folder goes with it', async () => {
  const claude = startHooked(['--verbose', 'hello']);
  const place = join(folder, 'run', 'driver-claude-abcd');
  const settings = join(place, 'settings.json');
  await expect.poll(claude.words, PATIENCE).toBe(`--settings ${settings} --verbose hello`);
  claude.ask();
  await expect.poll(claude.places, PATIENCE).toEqual([{ kind: 'claude', path: place }]);
  const { hooks } = JSON.parse(readFileSync(settings, 'utf8'));
  const [hook] = hooks.Stop[0].hooks;
  const ran = spawnSync(hook.command, hook.args, { input: '{"hook_event_name":"Stop"}' });
  expect([ran.status, String(ran.stdout)]).toEqual([0, '']);
  await claude.end(4);
  expect(readdirSync(join(folder, 'run'))).toEqual([]);
});

test('KEEPER-76: where hooks can not be, Claude Code is started as it was given, and that is told', async () => {
  const claude = startHooked(['--settings', 'missing.json']);
  await expect.poll(claude.words, PATIENCE).toBe('--settings missing.json');
  const problems = () =>
    claude.events.flatMap((event) => (event.type === 'problem' ? [event.message] : []));
  await expect.poll(problems, PATIENCE).toHaveLength(1);
  expect(problems()[0]).toContain('Claude Code is not heard: --settings can');
  claude.ask();
  await expect.poll(claude.places, PATIENCE).toEqual([undefined]);
  await claude.end(0);
  expect(readdirSync(join(folder, 'run'))).toEqual([]);
});
