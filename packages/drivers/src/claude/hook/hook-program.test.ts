// The program that Claude Code runs for its hooks, as a process of its own: nobody there, somebody who
// answers, and everything that may be wrong in between.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';

const PROGRAM = fileURLToPath(new URL('./main.ts', import.meta.url));

let folder = '';
let server: Server | undefined;
let sockets: Socket[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hook-'));
  writeFileSync(join(folder, 'token'), 'secret');
  sockets = [];
});
afterEach(() => {
  for (const socket of sockets) socket.destroy();
  server?.close();
  server = undefined;
  rmSync(folder, { recursive: true, force: true });
});

async function listen(connected: (socket: Socket) => void): Promise<void> {
  const listening = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => socket.destroy());
    connected(socket);
  });
  server = listening;
  await new Promise<void>((resolve) => listening.listen(join(folder, 'hooks.sock'), resolve));
}

interface Ended {
  readonly status: number | null;
  readonly out: string;
}

/** Runs the hook to its end, with a module before it if one is given. */
async function run(input: string, { place = folder, before = '' } = {}): Promise<Ended> {
  const options = before === '' ? [] : ['--import', `data:text/javascript,${before}`];
  const words = ['--disable-warning=ExperimentalWarning', ...options, PROGRAM, place];
  const child = spawn(process.execPath, words);
  let out = '';
  child.stdout.on('data', (piece) => (out += String(piece)));
  child.stderr.on('data', (piece) => (out += String(piece)));
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const status = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { status, out };
}

const event = (name: string, more: object = {}): string =>
  JSON.stringify({
    hook_event_name: name,
    session_id: 's',
    transcript_path: '/t/s.jsonl',
    cwd: '/p',
    ...more,
  });
const silent = { status: 0, out: '' };

test('CLAUDE-2: with nobody listening, no folder, or garbage for an event, it succeeds without a word', async () => {
  expect(await run(event('Stop'))).toEqual(silent);
  expect(await run(event('PermissionRequest'))).toEqual(silent);
  expect(await run(event('Stop'), { place: join(folder, 'missing') })).toEqual(silent);
  expect(await run('no json')).toEqual(silent);
  expect(await run('')).toEqual(silent);
});

test('CLAUDE-2: it hands an event on with the token, and keeps where the conversation lies', async () => {
  const said: string[] = [];
  await listen((socket) => socket.on('data', (piece) => said.push(String(piece))));
  expect(await run(event('UserPromptSubmit', { prompt: 'one\ntwo' }))).toEqual(silent);
  expect(JSON.parse(said.join(''))).toMatchObject({
    token: 'secret',
    input: { hook_event_name: 'UserPromptSubmit', prompt: 'one\ntwo' },
  });
  const place = readFileSync(join(folder, 'conversation.json'), 'utf8');
  expect(JSON.parse(place)).toMatchObject({ sessionId: 's', transcriptPath: '/t/s.jsonl' });
  await run(event('SessionStart'));
  expect(readFileSync(join(folder, 'conversation.json'), 'utf8')).toBe(place);
});

test('CLAUDE-2: who listens and takes nothing keeps it no longer than a second', async () => {
  await listen((socket) => socket.pause());
  const large = event('PermissionRequest', { tool_input: { content: 'x'.repeat(4_000_000) } });
  expect(await run(large)).toEqual(silent);
});

test('CLAUDE-2 bug: on a machine that let it run only after a second it read no event, and a question was not heard', async () => {
  // Its second is a quarter of one here, and passes before it gets to read.
  const before = [
    'const set = setTimeout',
    'globalThis.setTimeout = (call, ms) => set(call, ms / 4)',
    'set(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300), 0)',
  ].join(';');
  let said = '';
  await listen((socket) =>
    socket.on('data', (piece) => {
      said += String(piece);
      socket.end('{"behavior":"allow"}\n');
    }),
  );
  const { out } = await run(event('PermissionRequest'), { before });
  expect(said).toContain('PermissionRequest');
  expect(out).toContain('allow');
});

test('CLAUDE-2: a decision is passed on as Claude Code reads it', async () => {
  await listen((socket) =>
    socket.once('data', () => socket.end('{"behavior":"deny","message":"no"}\n')),
  );
  const { status, out } = await run(event('PermissionRequest'));
  expect(status).toBe(0);
  expect(JSON.parse(out)).toEqual({
    hookSpecificOutput: {
      hookEventName: 'PermissionRequest',
      decision: { behavior: 'deny', message: 'no' },
    },
  });
});

test.each([
  ['nothing', ''],
  ['no JSON', 'nonsense\n'],
  ['another form', '{"decision":"allow"}\n'],
  ['a word', '"allow"\n'],
  ['a torn decision', '{"behavior":"allow"'],
  ['bytes', Buffer.from([0xff, 0xfe, 0x0a])],
  ['more than it may be', 'x'.repeat(2_000_000)],
])('CLAUDE-2: an answer that is %s is none', async (_, answer) => {
  await listen((socket) => socket.once('data', () => socket.end(answer)));
  expect(await run(event('PermissionRequest'))).toEqual(silent);
});
