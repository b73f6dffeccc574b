// A keeper around a Codex that is not Codex: one that has no app-server, one whose server dies or hangs, and
// what a server that is started again inherits.
import { type ChildProcess, spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
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

/**
 * As a terminal program it says its words and lives until a line is typed: its status, or `crash`. As a server it does what SERVER
 * says: `none` ends, `dies` answers for a moment, `stays` answers, `hangs` answers at its first start only,
 * `mute` is connected to and never answers, `deaf` can't be connected to.
 */
const CODEX = `#!${process.execPath}
const fs = require('node:fs');
const words = process.argv.slice(2);
if (words[0] !== 'app-server') {
  console.log('words: ' + words.join(' ').replace(/unix:\\S*/, 'SOCKET') + ' :end');
  process.stdin.on('data', (line) => {
    if (String(line).startsWith('crash')) process.kill(process.pid, 'SIGKILL');
    else process.exit(Number(line));
  });
} else if (process.env.SERVER === 'none') {
  console.error('no such command');
  process.exit(2);
} else {
  const fds = fs.readdirSync('/proc/self/fd').map((fd) => {
    try { return fs.readlinkSync('/proc/self/fd/' + fd); } catch { return ''; }
  });
  fs.appendFileSync(process.env.STARTS, process.pid + ' ' + fds.join(' ') + '\\n');
  const isMute = process.env.SERVER === 'mute';
  const server = require('node:http').createServer().on('upgrade', (request, socket) => {
    socket.on('error', () => undefined);
    if (isMute) return;
    const key = request.headers['sec-websocket-key'] + '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
    const accept = require('node:crypto').createHash('sha1').update(key).digest('base64');
    const head = ['HTTP/1.1 101 Yes', 'Upgrade: websocket', 'Connection: Upgrade'];
    socket.write([...head, 'Sec-WebSocket-Accept: ' + accept, '', ''].join('\\r\\n'));
    if (process.env.SERVER === 'dies') setTimeout(() => process.exit(3), 300);
  });
  const isFirst = fs.readFileSync(process.env.STARTS, 'utf8').trim().split('\\n').length === 1;
  const isDeaf = process.env.SERVER === 'deaf' || (process.env.SERVER === 'hangs' && !isFirst);
  if (isDeaf) setInterval(() => undefined, 1000);
  else server.listen(words.at(-1).replace('unix://', ''));
  // A busy machine may need long to find it, and then it is there for a moment.
  if (process.env.SERVER === 'dies') setTimeout(() => process.exit(3), 1000);
}
`;

class Terminal implements KeeperConnection {
  readonly events: KeeperEvent[] = [];
  text = '';
  event(event: KeeperEvent): void {
    this.events.push(event);
  }
  output(_offset: number, bytes: Uint8Array): void {
    this.text += Buffer.from(bytes).toString();
  }
  snapshot(): void {}
  picture(): void {}
  /** The words that each of its terminal programs was started with. */
  get starts(): readonly string[] {
    return Array.from(this.text.matchAll(/words: (.*?) :end/gu), ([, words = '']) => words);
  }
  get problems(): readonly string[] {
    return this.events.flatMap((event) => (event.type === 'problem' ? [event.message] : []));
  }
}

let folder = '';
let keeper: ChildProcess | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'driven-'));
  for (const name of ['run', 'session']) mkdirSync(join(folder, name), { mode: 0o700 });
  writeFileSync(join(folder, 'codex'), CODEX);
  chmodSync(join(folder, 'codex'), 0o755);
});

afterEach(async () => {
  const running = keeper;
  if (running !== undefined && running.exitCode === null && running.signalCode === null) {
    running.kill('SIGKILL');
    await new Promise((resolve) => running.once('exit', resolve));
  }
  rmSync(folder, { recursive: true });
});

type Server = 'none' | 'dies' | 'stays' | 'hangs' | 'mute' | 'deaf';

function startDriven(server: Server, args: readonly string[]) {
  const child = spawn(process.execPath, [MAIN], {
    detached: true,
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  keeper = child;
  const pipe = child.stdio[3];
  if (!(pipe instanceof Duplex)) throw new Error('the keeper has no pipe');
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const terminal = new Terminal();
  const peer = keeperOverStream(pipe, terminal);
  peer.start({
    type: 'start',
    sessionId: 'codex-abcd',
    agent: { name: 'Codex', kind: 'codex' },
    file: join(folder, 'codex'),
    args: [...args],
    cwd: folder,
    env: { PATH: process.env.PATH ?? '', SERVER: server, STARTS: join(folder, 'starts') },
    size: SIZE,
    log: { memoryBytes: 1 << 20, fileBytes: 1 << 20 },
    scrollbackLines: 100,
    runtimeDirectory: join(folder, 'run'),
    sessionDirectory: join(folder, 'session'),
    tokens: createTokens(),
    driver: 'structured',
  });
  peer.request({ type: 'attach', size: SIZE, hold: 'take' });
  const type = (text: string) =>
    peer.input(Buffer.from(text), { atRest: true, insidePaste: false });
  const end = () => peer.request({ type: 'end' });
  return { child, terminal, ended, type, end };
}

/** What a driver would have told. */
function writeEvents(...events: readonly object[]): void {
  const lines = events.map((event, index) => JSON.stringify({ number: index + 1, atMs: 1, event }));
  writeFileSync(join(folder, 'session', 'events.jsonl'), `${lines.join('\n')}\n`);
}

/** The servers that were started, each with what it had open. */
function serverStarts(): readonly { readonly pid: number; readonly open: string }[] {
  const path = join(folder, 'starts');
  // The file is there before its lines are, and a line before its end is.
  const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n').slice(0, -1) : [];
  return lines.map((line) => ({ pid: Number(line.split(' ')[0]), open: line }));
}

test('KEEPER-73: a Codex without an app-server is started as it was given, and that is told', async () => {
  const { terminal, ended, type } = startDriven('none', ['-m', 'small', 'hello']);
  await expect.poll(() => terminal.starts, PATIENCE).toEqual(['-m small hello']);
  expect(terminal.problems).toEqual(['prompts for Codex are typed: no such command']);
  type('7\r');
  await ended;
  expect(terminal.events.at(-1)).toMatchObject({ type: 'exited', exitCode: 7 });
  expect(readdirSync(join(folder, 'run'))).toEqual([]);
});

test('KEEPER-73 CODEX-10: a server that is connected to and never answers is given up in time, and nothing of it is left', async () => {
  const { terminal, ended, type } = startDriven('mute', ['hello']);
  await expect.poll(() => terminal.starts, PATIENCE).toEqual(['hello']);
  expect(terminal.problems).toEqual([
    `prompts for Codex are typed: ${join(folder, 'codex')} app-server does not answer`,
  ]);
  expect(existsSync(`/proc/${serverStarts()[0]?.pid}`)).toBe(false);
  type('0\r');
  await ended;
  expect(readdirSync(join(folder, 'run'))).toEqual([]);
});

test('KEEPER-71 KEEPER-74: a session that is ended while its server is waited for ends at once, and nothing is left', async () => {
  const { terminal, ended, end } = startDriven('deaf', ['hello']);
  await expect.poll(() => serverStarts().length, PATIENCE).toBe(1);
  end();
  await ended;
  expect(terminal.starts).toEqual([]);
  expect(terminal.problems).not.toContainEqual(expect.stringContaining('typed'));
  expect(existsSync(`/proc/${serverStarts()[0]?.pid}`)).toBe(false);
  expect(readdirSync(join(folder, 'run'))).toEqual([]);
});

test('KEEPER-73 KEEPER-72: a server that dies again and again is given up, and Codex goes on without it on its conversation', async () => {
  writeEvents({ kind: 'session', threadId: 'T', cwd: '' }, { kind: 'turn-completed', turnId: 't' });
  const { terminal, ended, type } = startDriven('dies', ['-a', 'never', 'hello']);
  await expect.poll(() => terminal.starts[0], PATIENCE).toBe('--remote SOCKET -a never hello');
  await expect.poll(() => terminal.starts.at(-1), PATIENCE).toBe('-a never resume T');
  expect(terminal.problems.at(-1)).toContain('ends again and again (it ended with status 3)');
  type('0\r');
  await ended;
  expect(terminal.events.at(-1)).toMatchObject({ type: 'exited', exitCode: 0 });
});

test('KEEPER-73 KEEPER-72: a server that is started again and does not listen is given up, and Codex that died with it goes on without it', async () => {
  const { terminal, ended, type } = startDriven('hangs', ['-a', 'never', 'hello']);
  await expect.poll(() => terminal.starts, PATIENCE).toHaveLength(1);
  // An error at once would be taken for words that were not understood.
  await new Promise((resolve) => setTimeout(resolve, 400));
  process.kill(serverStarts()[0]?.pid ?? 0, 'SIGKILL');
  await expect.poll(() => serverStarts().length, PATIENCE).toBe(2);
  await expect.poll(() => terminal.problems, PATIENCE).toHaveLength(1);
  type('1\r');
  await expect.poll(() => terminal.starts.at(-1), PATIENCE).toBe('-a never');
  expect(terminal.starts).toHaveLength(2);
  expect(terminal.problems.at(-1)).toBe(
    'prompts for Codex are typed: its app-server is not there after 10 s',
  );
  const hung = serverStarts()[1]?.pid ?? 0;
  await expect.poll(() => existsSync(`/proc/${hung}`), PATIENCE).toBe(false);
  type('5\r');
  await ended;
  expect(terminal.events.at(-1)).toMatchObject({ type: 'exited', exitCode: 5 });
});

test('KEEPER-74 CODEX-14: a server that dies after its folder was removed is started again in a new one, and has nothing of the agent’s terminal', async () => {
  const { terminal, ended, type } = startDriven('stays', []);
  await expect.poll(() => terminal.starts, PATIENCE).toEqual(['--remote SOCKET']);
  rmSync(join(folder, 'run', 'driver-codex-abcd'), { recursive: true });
  process.kill(serverStarts()[0]?.pid ?? 0, 'SIGKILL');
  const socket = join(folder, 'run', 'driver-codex-abcd', 'codex.sock');
  await expect.poll(() => existsSync(socket), PATIENCE).toBe(true);
  expect(statSync(join(folder, 'run', 'driver-codex-abcd')).mode & 0o777).toBe(0o700);
  await expect.poll(() => serverStarts().length, PATIENCE).toBe(2);
  for (const { open } of serverStarts()) expect(open).not.toMatch(/ptmx|\/dev\/pts/u);
  await expect.poll(() => terminal.problems, PATIENCE).toHaveLength(1);
  expect(terminal.problems[0]).toContain('app-server was started again: it ended with signal 9');
  type('0\r');
  await ended;
  expect(readdirSync(join(folder, 'run'))).toEqual([]);
});

test('KEEPER-72: a server that dies before anything of the conversation is written down takes its TUI with it', async () => {
  writeEvents({ kind: 'session', threadId: 'T', cwd: '' });
  const { terminal, ended, type } = startDriven('stays', ['-a', 'never', 'hello']);
  await expect.poll(() => terminal.starts, PATIENCE).toHaveLength(1);
  process.kill(serverStarts()[0]?.pid ?? 0, 'SIGKILL');
  await expect.poll(() => terminal.starts, PATIENCE).toHaveLength(2);
  expect(terminal.starts[1]).toBe('--remote SOCKET -a never resume T');
  type('0\r');
  await ended;
  expect(terminal.events.at(-1)).toMatchObject({ type: 'exited', exitCode: 0 });
});

test('KEEPER-72: a Codex that is killed is started again on its conversation once something was said there', async () => {
  writeEvents(
    { kind: 'session', threadId: 'T', cwd: '' },
    { kind: 'prompt', promptId: 'p', state: 'offered' },
  );
  const { terminal, ended, type } = startDriven('stays', ['hello']);
  await expect.poll(() => terminal.starts, PATIENCE).toHaveLength(1);
  type('crash\r');
  await expect.poll(() => terminal.starts[1], PATIENCE).toBe('--remote SOCKET resume T');
  expect(serverStarts()).toHaveLength(1);
  expect(terminal.problems).toEqual([
    'Codex ended with signal 9 and is started again on its conversation',
  ]);
  type('0\r');
  await ended;
});

test('KEEPER-72: a Codex that is killed before anything was said begins anew beside a new server: what its old one had open would take prompts that nobody sees', async () => {
  writeEvents({ kind: 'session', threadId: 'T', cwd: '' });
  const { terminal, ended, type } = startDriven('stays', ['-a', 'never', 'hello']);
  await expect.poll(() => terminal.starts, PATIENCE).toHaveLength(1);
  type('crash\r');
  await expect.poll(() => terminal.starts[1], PATIENCE).toBe('--remote SOCKET -a never');
  expect(serverStarts()).toHaveLength(2);
  expect(existsSync(`/proc/${serverStarts()[0]?.pid}`)).toBe(false);
  expect(terminal.problems).toEqual(['Codex ended with signal 9 and is started again']);
  type('0\r');
  await ended;
  expect(readdirSync(join(folder, 'run'))).toEqual([]);
});

test('KEEPER-72: a Codex that was asked for an older conversation and is killed before anything new was said is started again on that', async () => {
  writeEvents({ kind: 'session', threadId: 'T', cwd: '' });
  const { terminal, ended, type } = startDriven('stays', ['resume', '--last']);
  await expect.poll(() => terminal.starts, PATIENCE).toHaveLength(1);
  type('crash\r');
  await expect.poll(() => terminal.starts[1], PATIENCE).toBe('--remote SOCKET resume T');
  expect(serverStarts()).toHaveLength(1);
  type('0\r');
  await ended;
});

test.each([
  { status: 0, said: [], again: {} },
  {
    status: 4,
    said: [{ kind: 'turn-completed', turnId: 't' }],
    again: { again: 'codex resume T' },
  },
])(
  'KEEPER-72 KEEPER-75: a Codex that ends by itself ends its session with its status $status; what was said can be opened again by a command, what is empty can not',
  async ({ status, said, again }) => {
    writeEvents({ kind: 'session', threadId: 'T', cwd: '' }, ...said);
    const { terminal, ended, type } = startDriven('stays', ['hello']);
    await expect.poll(() => terminal.starts, PATIENCE).toHaveLength(1);
    // An error at once would be taken for words that were not understood.
    await new Promise((resolve) => setTimeout(resolve, 400));
    type(`${status}\r`);
    await ended;
    const exited = { type: 'exited', exitCode: status, signal: 0, ...again };
    expect(terminal.events.at(-1)).toEqual(exited);
    expect(terminal.starts).toHaveLength(1);
  },
);

test('KEEPER-71: what is typed before Codex is there reaches it', async () => {
  const { terminal, ended, type } = startDriven('stays', []);
  type('0\r');
  await ended;
  expect(terminal.events.at(-1)).toMatchObject({ type: 'exited', exitCode: 0 });
});
