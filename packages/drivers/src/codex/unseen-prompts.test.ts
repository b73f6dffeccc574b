// What becomes of a prompt whose app-server died before its message was seen, against servers that are not
// Codex: it is offered again only once it is known to be nowhere.
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { driverEvents, untilDriverEvent, untilHolds } from '@codex-voice/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { EventJournal } from '../event-journal.ts';
import { CodexDriver } from './codex-driver.ts';

const THREAD = {
  ...{ id: 'thread', ephemeral: false, forkedFromId: null, parentThreadId: null },
  ...{ threadSource: 'user', createdAt: 1, cwd: '/project', status: { type: 'idle' }, turns: [] },
};
const OTHER = { ...THREAD, id: 'other' };

interface Call {
  readonly id?: number;
  readonly method: string;
  readonly params: { readonly threadId?: string };
}

/** One process of the agent after the other, on one socket. */
class Servers {
  readonly folder = mkdtempSync(join(tmpdir(), 'unseen-'));
  readonly calls: Call[] = [];
  /** The threads that are loaded, and what `thread/resume` is answered with. */
  threads = [THREAD];
  resumed: () => object = () => ({ result: { thread: THREAD } });
  #server: Server | undefined;
  #sockets: WebSocket[] = [];

  async start(): Promise<void> {
    const server = createServer();
    new WebSocketServer({ server }).on('connection', (socket) => {
      this.#sockets.push(socket);
      // The driver under test wrote it.
      socket.on('message', (data) => this.#receive(socket, JSON.parse(String(data)) as Call));
    });
    await new Promise<void>((resolve) => server.listen(join(this.folder, 's'), resolve));
    this.#server = server;
  }

  async end(): Promise<void> {
    const closed = new Promise((resolve) => this.#server?.close(resolve));
    for (const socket of this.#sockets) socket.terminate();
    this.#sockets = [];
    await closed;
  }

  tell(method: string, params: object): void {
    this.#sockets.at(-1)?.send(JSON.stringify({ method, params }));
  }

  /** No prompt is ever answered. */
  #receive(socket: WebSocket, call: Call): void {
    if (call.id === undefined) return;
    this.calls.push(call);
    const reply = this.#reply(call);
    if (reply !== undefined) socket.send(JSON.stringify({ id: call.id, ...reply }));
  }

  #reply({ method, params }: Call): object | undefined {
    switch (method) {
      case 'initialize':
        return { result: {} };
      case 'thread/loaded/list':
        return { result: { data: this.threads.map(({ id }) => id) } };
      case 'thread/read':
        return { result: { thread: params.threadId === OTHER.id ? OTHER : THREAD } };
      case 'thread/resume':
        return this.resumed();
      default:
        return undefined;
    }
  }
}

let servers: Servers;
let driver: CodexDriver;
beforeEach(async () => {
  servers = new Servers();
  await servers.start();
  driver = new CodexDriver({
    socketPath: join(servers.folder, 's'),
    journal: new EventJournal(),
    requestTimeoutMs: 60_000,
  });
});
afterEach(async () => {
  await driver[Symbol.asyncDispose]();
  await servers.end();
  rmSync(servers.folder, { recursive: true, force: true });
});

const prompt = { promptId: 'p', text: 'Do it' };
const starts = () => servers.calls.filter((call) => call.method === 'turn/start');
const driverOf = (journal: EventJournal) =>
  new CodexDriver({ socketPath: join(servers.folder, 's'), journal });
const refusal = (message: string) => () => ({ error: { code: -32_600, message } });

/** A prompt is offered, its server dies, and the driver has found the next one and looked for the thread. */
async function offeredBeforeDeath(change: () => void): Promise<void> {
  await driver.firstLook;
  const submitted = driver.submit(prompt);
  await untilHolds('offered', () => servers.calls.at(-1)?.method === 'turn/start');
  change();
  await servers.end();
  expect((await submitted).kind).toBe('unconfirmed');
  await servers.start();
  await untilHolds('structured', () => driver.rung === 'structured');
  await untilHolds('looked', () => servers.calls.at(-1)?.method === 'thread/loaded/list');
  await heard();
}

/** What the server said before this was heard. */
async function heard(): Promise<void> {
  const events = driverEvents(driver);
  const method = `new/thing-${events.length}`;
  servers.tell(method, {});
  await untilHolds('heard', () =>
    events.some(({ event }) => event.kind === 'raw' && event.method === method),
  );
}

test('DRIVERS-4: a prompt is not offered again before its conversation was read from the disk', async () => {
  await offeredBeforeDeath(() => {
    servers.resumed = refusal('failed to read thread: Too many open files');
  });
  expect(driver.promptState('p')).toBe('unconfirmed');
  expect((await driver.submit(prompt)).kind).toBe('unconfirmed');
  servers.resumed = () => ({ result: { thread: THREAD } });
  const active = { type: 'active', activeFlags: [] };
  servers.tell('thread/status/changed', { threadId: 'thread', status: active });
  await untilHolds('read', () => driver.promptState('p') === 'refused');
});

test('DRIVERS-4: nor where it is gone for a reason that may pass, and another conversation is read', async () => {
  await offeredBeforeDeath(() => {
    servers.resumed = refusal('failed to read thread: Permission denied');
    servers.threads = [];
  });
  expect(driver.promptState('p')).toBe('unconfirmed');
  servers.resumed = () => ({ result: { thread: { ...OTHER, status: { type: 'active' } } } });
  servers.threads = [OTHER];
  servers.tell('thread/started', { thread: OTHER });
  const isActive = () => driver.activity === 'busy';
  await untilDriverEvent(driverEvents(driver), 'session');
  await untilHolds('read', isActive);
  expect(driver.promptState('p')).toBe('unconfirmed');
});

test('DRIVERS-4: what was offered to a conversation of which nothing was written down is offered again', async () => {
  await offeredBeforeDeath(() => {
    servers.resumed = refusal('no rollout found for thread id thread');
    servers.threads = [];
  });
  await untilHolds('nowhere', () => driver.promptState('p') === 'refused');
});

test('DRIVERS-4: a prompt offered by a driver that died is not offered by the next one', async () => {
  const path = join(servers.folder, 'events.jsonl');
  {
    using journal = new EventJournal({ path });
    journal.record({ kind: 'prompt', promptId: 'p', state: 'offered' });
  }
  using journal = new EventJournal({ path });
  await using next = driverOf(journal);
  const events = driverEvents(next);
  await untilDriverEvent(events, 'session');
  expect((await next.submit(prompt)).kind).toBe('unconfirmed');
  expect(starts()).toEqual([]);
});

test('DRIVERS-4: a prompt that can not be written down as offered is refused, and never sent', async () => {
  const path = join(servers.folder, 'events.jsonl');
  // Each event begins a new file; without the old one that fails.
  using journal = new EventJournal({ path, fileBytes: 1 });
  await using next = driverOf(journal);
  await untilDriverEvent(driverEvents(next), 'session');
  expect(next.keepsOnDisk).toBe(true);
  rmSync(path);
  expect(await next.submit(prompt)).toMatchObject({ kind: 'refused', reason: 'unreachable' });
  expect(next.keepsOnDisk).toBe(false);
  expect(next.promptState('p')).toBe('refused');
  expect(starts()).toEqual([]);
});
