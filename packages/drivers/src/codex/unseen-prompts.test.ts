// What becomes of a prompt whose app-server died before its message was seen, against servers that are not
// Codex: it is offered again only once it is known to be nowhere.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { driverEvents, untilDriverEvent, untilHolds } from '@codex-voice/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import type { NumberedEvent, PromptState } from '../agent-events.ts';
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
  readonly params: { readonly threadId?: string; readonly input?: readonly object[] };
}

/** One process of the agent after the other, on one socket. */
class Servers {
  readonly folder = mkdtempSync(join(tmpdir(), 'unseen-'));
  readonly calls: Call[] = [];
  /** The threads that are loaded, and what `thread/resume` is answered with. */
  threads = [THREAD];
  /** The record of the conversation on disk, and what is shown of it. */
  readonly rollout = join(this.folder, 'rollout.jsonl');
  turns: readonly object[] = [];
  status: object = THREAD.status;
  resumed: () => object = () => ({ result: { thread: this.#thread() } });
  /** When it says which threads are loaded. */
  listed = Promise.resolve();
  /** What one begun with words is answered with; undefined: nothing. */
  taken: object | undefined;
  /** What a turn begun without words is answered with. */
  begun: () => object = () => ({ result: { turn: { id: 'again' } } });
  #server: Server | undefined;
  #sockets: WebSocket[] = [];

  write(...lines: readonly string[]): void {
    writeFileSync(this.rollout, lines.join('\n'));
  }

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

  #receive(socket: WebSocket, call: Call): void {
    if (call.id === undefined) return;
    this.calls.push(call);
    const reply = this.#reply(call);
    if (reply === undefined) return;
    const isListed = call.method === 'thread/loaded/list' ? this.listed : Promise.resolve();
    void isListed.then(() => socket.send(JSON.stringify({ id: call.id, ...reply })));
  }

  #reply({ method, params }: Call): object | undefined {
    switch (method) {
      case 'initialize':
        return { result: {} };
      case 'thread/loaded/list':
        return { result: { data: this.threads.map(({ id }) => id) } };
      case 'thread/read':
        return { result: { thread: params.threadId === OTHER.id ? OTHER : this.#thread() } };
      case 'thread/resume':
        return this.resumed();
      case 'turn/start':
        return params.input?.length === 0 ? this.begun() : this.taken;
      default:
        return undefined;
    }
  }

  #thread(): object {
    return { ...THREAD, path: this.rollout, turns: this.turns, status: this.status };
  }
}

let servers: Servers;
let driver: CodexDriver;
beforeEach(async () => {
  servers = new Servers();
  servers.write('{}', '');
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
const driverOf = (journal: EventJournal, requestTimeoutMs = 60_000) =>
  new CodexDriver({ socketPath: join(servers.folder, 's'), journal, requestTimeoutMs });
const refusal = (message: string) => () => ({ error: { code: -32_600, message } });

/** The last that a server is asked before what was offered is settled. */
const LOOKS: readonly string[] = ['thread/resume', 'thread/loaded/list'];

/** A prompt is offered, its server dies, and the driver has found the next one and looked for the thread. */
async function offeredBeforeDeath(change: () => void): Promise<void> {
  await driver.firstLook;
  const submitted = driver.submit(prompt);
  await untilHolds('offered', () => servers.calls.at(-1)?.method === 'turn/start');
  change();
  await servers.end();
  expect((await submitted).kind).toBe('unconfirmed');
  const before = servers.calls.length;
  await servers.start();
  await untilHolds('structured', () => driver.rung === 'structured');
  await untilHolds('looked', () =>
    servers.calls.slice(before).some(({ method }) => LOOKS.includes(method)),
  );
  await heard();
}

/** What the server said before this was heard. */
async function heard(by = driver): Promise<void> {
  const events = driverEvents(by);
  const method = `new/thing-${events.length}`;
  servers.tell(method, {});
  await untilHolds('heard', () =>
    events.some(({ event }) => event.kind === 'raw' && event.method === method),
  );
}

test('DRIVERS-4: a prompt is not offered again before its conversation was read from the disk', async () => {
  const { resumed } = servers;
  await offeredBeforeDeath(() => {
    servers.resumed = refusal('failed to read thread: Too many open files');
  });
  expect(driver.promptState('p')).toBe('unconfirmed');
  expect((await driver.submit(prompt)).kind).toBe('unconfirmed');
  servers.resumed = resumed;
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

/** What is shown of the turn that the prompt was to begin; what a real server that was killed has of it. */
const TURN = { id: 't', status: 'interrupted', items: [], error: null, startedAt: 9e9 };
const SHOWN = { type: 'userMessage', id: 'u', clientId: 'p', content: [] };
const SAID = { type: 'agentMessage', id: 'm', text: 'Doing it' };
const BEGUN = JSON.stringify({
  type: 'event_msg',
  payload: { type: 'task_started', turn_id: 't' },
});
const messageLine = (text: string, id = 'msg') => {
  const content = [{ type: 'input_text', text }];
  const of = { internal_chat_message_metadata_passthrough: { turn_id: 't' } };
  const payload = { type: 'message', id, role: 'user', content, ...of };
  return JSON.stringify({ type: 'response_item', payload });
};
const WRITTEN = messageLine(prompt.text);
const begunAgain = () => starts().filter(({ params }) => params.input?.length === 0).length;

/** Dies in this moment; whether it is to be offered again, and its turn to be begun again. */
const MOMENTS: Readonly<
  Record<
    string,
    { lines: readonly string[]; items?: readonly object[]; state: PromptState; again: number }
  >
> = {
  'nothing of its frame was read, or all of it and nothing written': {
    ...{ lines: ['{}', ''], state: 'refused', again: 0 },
  },
  'its turn was begun': { lines: ['{}', BEGUN, ''], items: [], state: 'refused', again: 0 },
  'its message was half written': {
    ...{ lines: ['{}', BEGUN, WRITTEN.slice(0, -40)], items: [], state: 'refused', again: 0 },
  },
  'its message was written for the model and not yet for clients': {
    ...{ lines: ['{}', BEGUN, WRITTEN, ''], items: [], state: 'taken', again: 1 },
  },
  'the end of that line was not written': {
    ...{ lines: ['{}', BEGUN, WRITTEN], items: [], state: 'taken', again: 1 },
  },
  'its message was written, and the model perhaps asked': {
    ...{ lines: ['{}', BEGUN, WRITTEN, ''], items: [SHOWN], state: 'taken', again: 1 },
  },
  'the model has begun its answer': {
    ...{ lines: ['{}', BEGUN, WRITTEN, ''], items: [SHOWN, SAID], state: 'taken', again: 0 },
  },
};

for (const [moment, { lines, items, state, again }] of Object.entries(MOMENTS)) {
  test(`CODEX-27 CODEX-28: an app-server is killed when ${moment}`, async () => {
    await offeredBeforeDeath(() => {
      servers.write(...lines);
      servers.turns = items === undefined ? [] : [{ ...TURN, items }];
    });
    await untilHolds('settled', () => driver.promptState('p') === state);
    await untilHolds('begun again', () => begunAgain() === again);
    await heard();
    expect([driver.promptState('p'), begunAgain()]).toEqual([state, again]);
  });
}

test('CODEX-27: where the record can not be read, a prompt that is not shown stays unconfirmed', async () => {
  await offeredBeforeDeath(() => rmSync(servers.rollout));
  expect(driver.promptState('p')).toBe('unconfirmed');
  expect((await driver.submit(prompt)).kind).toBe('unconfirmed');
});

test('CODEX-27: words that were written before a prompt was offered are not that prompt', async () => {
  servers.write(WRITTEN, '');
  await offeredBeforeDeath(() => undefined);
  await untilHolds('nowhere', () => driver.promptState('p') === 'refused');
});

test('CODEX-27: a prompt that counted as taken without being seen, and is nowhere, is told as lost', async () => {
  servers.taken = { result: { turn: { id: 't' } } };
  // So long, in ms, its message is waited for.
  await using hasty = driverOf(new EventJournal(), 3_000);
  await hasty.firstLook;
  expect((await hasty.submit(prompt)).kind).toBe('taken');
  await servers.end();
  await servers.start();
  const isTold = ({ event }: NumberedEvent) =>
    event.kind === 'error' && event.isOurs === true && event.message.includes('lost');
  const events = driverEvents(hasty);
  await untilHolds('lost', () => events.some(isTold));
  expect(hasty.promptState('p')).toBe('taken');
});

test('CODEX-28: a turn that can not be begun again is told', async () => {
  servers.begun = refusal('no');
  await offeredBeforeDeath(() => {
    servers.turns = [{ ...TURN, items: [SHOWN] }];
  });
  await untilHolds('told', () =>
    driverEvents(driver).some(({ event }) => event.kind === 'error' && event.isOurs === true),
  );
});

test('CODEX-28: a turn that ended otherwise than with its server is not begun again', async () => {
  await offeredBeforeDeath(() => {
    servers.turns = [{ ...TURN, items: [SHOWN], completedAt: 9e9 }];
  });
  await untilHolds('taken', () => driver.promptState('p') === 'taken');
  await heard();
  expect(begunAgain()).toBe(0);
});

test('CODEX-12 bug: a prompt was offered to a conversation that the next server does not have, and was typed', async () => {
  await driver.firstLook;
  await servers.end();
  await untilHolds('away', () => driver.rung === 'typing');
  servers.resumed = refusal('no rollout found for thread id thread');
  servers.threads = [];
  let list: () => void = () => undefined;
  servers.listed = new Promise((resolve) => {
    list = resolve;
  });
  await servers.start();
  await untilHolds('asked', () => servers.calls.at(-1)?.method === 'thread/loaded/list');
  await heard();
  const submitted = driver.submit(prompt);
  await heard();
  expect(starts()).toEqual([]);
  list();
  expect(await submitted).toMatchObject({ kind: 'refused', reason: 'not-ready' });
  expect(starts()).toEqual([]);
});

/** A driver that follows one that died after it had offered a prompt to the server that listens, or to one before. */
async function successor(offeredTo: 'this-server' | 'an-earlier-one'): Promise<CodexDriver> {
  const path = join(servers.folder, 'events.jsonl');
  const nowMs = () => (offeredTo === 'this-server' ? Date.now() + 1_000 : 1_000);
  {
    using journal = new EventJournal({ path, nowMs });
    journal.record({ kind: 'session', threadId: 'thread', cwd: '/project' });
    journal.record({ kind: 'prompt', promptId: 'p', state: 'offered' });
  }
  const journal = new EventJournal({ path });
  const socketPath = join(servers.folder, 's');
  return new CodexDriver({ socketPath, journal, leftMs: 100 });
}

const asked = () => servers.calls.length;

test('CODEX-29 bug: a prompt whose host died just as it was offered was never said', async () => {
  servers.resumed = refusal('no rollout found for thread id thread');
  await using next = await successor('this-server');
  await untilHolds('nowhere', () => next.promptState('p') === 'refused');
  expect(starts()).toEqual([]);
});

test('CODEX-29 bug: a first prompt was offered again that its server had begun, unheard, and not written down', async () => {
  servers.resumed = refusal('no rollout found for thread id thread');
  servers.status = { type: 'active', activeFlags: [] };
  await using next = await successor('this-server');
  await next.firstLook;
  const before = asked();
  await untilHolds('asked again', () => asked() > before);
  await heard(next);
  expect(next.promptState('p')).toBe('offered');
});

test('CODEX-29: it stays unconfirmed where another server listens, or a turn runs', async () => {
  {
    await using next = await successor('an-earlier-one');
    await next.firstLook;
    const before = asked();
    await untilHolds('asked again', () => asked() > before);
    await heard(next);
    expect(next.promptState('p')).toBe('offered');
  }
  const running = { ...THREAD, status: { type: 'active', activeFlags: [] } };
  servers.resumed = () => ({ result: { thread: running } });
  await using busy = await successor('this-server');
  await busy.firstLook;
  expect(busy.activity).toBe('busy');
  const before = asked();
  await untilHolds('asked again', () => asked() > before);
  await heard(busy);
  expect(busy.promptState('p')).toBe('offered');
});
