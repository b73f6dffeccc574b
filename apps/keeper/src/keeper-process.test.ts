// The keeper as a process of its own: what it starts, who can join it, and what it leaves behind.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Duplex } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { connectKeeper, createTokens, keeperOverStream } from '@codex-voice/ipc';
import type { KeeperConnection, KeeperEvent, KeeperStart } from '@codex-voice/protocol';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));
const SIZE = { columns: 80, rows: 24 };
/** A program is started from its sources here: a loaded machine takes many times its second, in ms. */
const PATIENCE_MS = 30_000;
const PATIENCE = { timeout: PATIENCE_MS };
vi.setConfig({ testTimeout: 4 * PATIENCE_MS });

class Terminal implements KeeperConnection {
  readonly events: KeeperEvent[] = [];
  text = '';
  snapshots = '';
  event(event: KeeperEvent): void {
    this.events.push(event);
  }
  output(_offset: number, bytes: Uint8Array): void {
    this.text += Buffer.from(bytes).toString();
  }
  snapshot(bytes: Uint8Array): void {
    this.snapshots += Buffer.from(bytes).toString();
  }
  picture(): void {}
  get exited() {
    return this.events.find((event) => event.type === 'exited');
  }
}

let folder = '';
const keepers: ChildProcess[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keeper-'));
  for (const name of ['run', 'session']) mkdirSync(join(folder, name), { mode: 0o700 });
});

afterEach(async () => {
  for (const keeper of keepers.splice(0)) {
    keeper.kill('SIGKILL');
    if (keeper.exitCode === null && keeper.signalCode === null) {
      await new Promise((resolve) => keeper.once('exit', resolve));
    }
  }
  rmSync(folder, { recursive: true });
});

function startKeeper() {
  const child = spawn(process.execPath, [MAIN], {
    detached: true,
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  keepers.push(child);
  const pipe = child.stdio[3];
  if (!(pipe instanceof Duplex)) throw new Error('the keeper has no pipe');
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const terminal = new Terminal();
  const peer = keeperOverStream(pipe, terminal);
  const start = (script: string, change: Partial<KeeperStart> = {}) => {
    peer.start({
      type: 'start',
      sessionId: 'sh-abcd',
      agent: { name: 'sh', kind: 'plain' },
      file: 'sh',
      args: ['-c', script],
      cwd: folder,
      env: { PATH: process.env.PATH ?? '', TERM: 'xterm' },
      size: SIZE,
      log: { memoryBytes: 1 << 20, fileBytes: 1 << 20 },
      scrollbackLines: 100,
      runtimeDirectory: join(folder, 'run'),
      sessionDirectory: join(folder, 'session'),
      tokens: createTokens(),
      ...change,
    });
    peer.request({ type: 'attach', size: SIZE, hold: 'take' });
  };
  return { child, pipe, peer, terminal, ended, start };
}

function sessionFile(name: string): string {
  return readFileSync(join(folder, 'session', name), 'utf8');
}

function type(peer: { input: KeeperPeerInput }, text: string): void {
  peer.input(Buffer.from(text), { atRest: true, insidePaste: false });
}
type KeeperPeerInput = ReturnType<typeof keeperOverStream>['input'];

test('an agent runs, is typed to, ends, and leaves its record', async () => {
  const { peer, terminal, ended, start } = startKeeper();
  start('stty size; printf "who? "; read name; echo "hello $name"; exit 5');
  await expect.poll(() => terminal.text, PATIENCE).toContain('24 80\r\nwho? ');
  await expect
    .poll(() => existsSync(join(folder, 'run', 'keeper-sh-abcd.sock')), PATIENCE)
    .toBe(true);
  type(peer, 'you\r');
  expect(await ended).toBe(0);
  expect(terminal.text).toContain('hello you');
  expect(terminal.exited).toEqual({ type: 'exited', exitCode: 5, signal: 0 });
  expect(readdirSync(join(folder, 'run'))).toEqual([]);
  expect(sessionFile('output.log')).toBe(terminal.text);
  expect(JSON.parse(sessionFile('session.json'))).toMatchObject({
    sessionId: 'sh-abcd',
    cwd: folder,
    ended: { exitCode: 5, signal: 0, outputBytes: terminal.text.length },
  });
});

test('the session outlives its terminal, and another terminal finds it as it was', async () => {
  const { pipe, terminal, ended, start } = startKeeper();
  start('printf "first words"; read x; echo second; exit 0');
  await expect.poll(() => terminal.text, PATIENCE).toBe('first words');
  pipe.destroy();
  const second = new Terminal();
  const connect = () =>
    connectKeeper({
      runtimeDirectory: join(folder, 'run'),
      sessionId: 'sh-abcd',
      capability: 'control',
      connection: second,
      onClosed: () => undefined,
      patienceMs: PATIENCE_MS,
    });
  // Not by their number: what is about to take a place lies there too.
  await expect
    .poll(() => existsSync(join(folder, 'run', 'keeper-sh-abcd.sock')), PATIENCE)
    .toBe(true);
  const connected = await connect();
  if (connected.kind !== 'connected') throw new Error(connected.message);
  connected.peer.request({ type: 'attach', size: SIZE, hold: 'if-free' });
  await expect.poll(() => second.snapshots, PATIENCE).toContain('first words');
  type(connected.peer, '\r');
  expect(await ended).toBe(0);
  // The process may be seen to end before what it has sent is read.
  await expect.poll(() => second.text, PATIENCE).toContain('second');
  await expect.poll(() => second.exited, PATIENCE).toBeDefined();
});

test('a killed keeper leaves all output on disk, and no agent', async () => {
  const { child, peer, terminal, ended, start } = startKeeper();
  start('for i in 1 2 3 4 5; do echo "line $i"; done; exec sleep 1000');
  await expect.poll(() => terminal.text, PATIENCE).toContain('line 5\r\n');
  peer.request({ type: 'status', requestId: 's' });
  await expect.poll(() => terminal.events.at(-1)?.type, PATIENCE).toBe('status');
  const status = terminal.events.at(-1);
  await expect.poll(() => existsSync(join(folder, 'session', 'output.log')), PATIENCE).toBe(true);
  await expect.poll(() => sessionFile('output.log'), PATIENCE).toBe(terminal.text);
  child.kill('SIGKILL');
  await ended;
  const agentPid = status?.type === 'status' ? status.session.agentPid : 0;
  await expect.poll(() => isRunning(agentPid), PATIENCE).toBe(false);
  expect(JSON.parse(sessionFile('session.json'))).not.toHaveProperty('ended');
});

test('being asked to end ends the agent, in order', async () => {
  const { child, terminal, ended, start } = startKeeper();
  start('trap "echo bye; exit 1" HUP; printf ready; while :; do sleep 0.02; done');
  await expect.poll(() => terminal.text, PATIENCE).toBe('ready');
  child.kill('SIGHUP');
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
  expect(terminal.text).toContain('bye');
});

test('an agent that can not be started is told with the status of a shell', async () => {
  const { terminal, ended, start } = startKeeper();
  start('', { file: 'no-such-agent' });
  expect(await ended).toBe(0);
  expect(terminal.events).toMatchObject([
    { type: 'problem', code: 'not-started' },
    { type: 'exited', exitCode: 127 },
  ]);
});

test('a keeper that nobody needs ends at once', async () => {
  const { pipe, ended } = startKeeper();
  pipe.destroy();
  expect(await ended).toBe(0);
});

/** A dead process that nobody has waited for yet does not run. */
function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+Z/mu.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
