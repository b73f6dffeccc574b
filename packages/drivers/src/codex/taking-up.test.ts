// What is told of a conversation that is taken up while it goes on, against a server that is not Codex: a
// real one comes to it at another moment each time.
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { driverEvents, untilHolds } from '@codex-voice/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import type { NumberedEvent } from '../agent-events.ts';
import { EventJournal } from '../event-journal.ts';
import { CodexDriver } from './codex-driver.ts';

const THREAD = {
  ...{ id: 'thread', ephemeral: false, forkedFromId: null, parentThreadId: null },
  ...{ threadSource: 'user', createdAt: 1, cwd: '/project', turns: [] },
};
const ACTIVE = { type: 'active', activeFlags: [] };
const IDLE = { type: 'idle' };
const USER = { type: 'userMessage', id: 'u', content: [{ type: 'text', text: 'Go' }] };
const SAID = { type: 'agentMessage', id: 'm', text: 'Gone' };
const of = (more: object) => ({ threadId: 'thread', turnId: 't', ...more });
const TURN = { id: 't', status: 'inProgress', items: [], error: null, startedAt: 9e9 };

let folder = '';
let server: Server;
let socket: WebSocket | undefined;
let driver: CodexDriver;
let events: NumberedEvent[];
/** What `thread/resume` is answered with; what it says before stands before its answer. */
let resumed: () => object;
/** What `thread/read` with its turns is answered with; undefined: nothing. */
let read: () => object | undefined;
let reads = 0;
/** What `turn/start` is answered with. */
let begun: () => object;

interface Call {
  readonly id?: number;
  readonly method: string;
  readonly params?: { readonly includeTurns?: boolean };
}

function reply({ method, params }: Call): object | undefined {
  if (method === 'thread/loaded/list') return { result: { data: ['thread'] } };
  if (params?.includeTurns === true) {
    reads += 1;
    return read();
  }
  if (method === 'thread/read') return { result: { thread: { ...THREAD, status: ACTIVE } } };
  if (method === 'turn/start') return begun();
  return method === 'thread/resume' ? resumed() : { result: {} };
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'taking-up-'));
  reads = 0;
  read = () => undefined;
  server = createServer();
  new WebSocketServer({ server }).on('connection', (opened) => {
    socket = opened;
    opened.on('message', (data) => {
      // The driver under test wrote it.
      const call = JSON.parse(String(data)) as Call;
      if (call.id === undefined) return;
      const answer = reply(call);
      if (answer !== undefined) opened.send(JSON.stringify({ id: call.id, ...answer }));
    });
  });
  await new Promise<void>((resolve) => server.listen(join(folder, 's'), resolve));
});
afterEach(async () => {
  await driver[Symbol.asyncDispose]();
  socket?.terminate();
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

function follow(requestTimeoutMs?: number): void {
  const timeout = requestTimeoutMs === undefined ? {} : { requestTimeoutMs };
  const journal = new EventJournal();
  driver = new CodexDriver({ socketPath: join(folder, 's'), journal, ...timeout });
  events = driverEvents(driver);
}

function tell(method: string, params: object): void {
  socket?.send(JSON.stringify({ method, params }));
}

const told = (): readonly string[] =>
  events.flatMap(({ event }) => {
    if (event.kind === 'turn-started') return ['turn'];
    if (event.kind === 'item-started') return [`begin ${event.item.itemId}`];
    if (event.kind === 'item-completed') return [`done ${event.item.itemId}`];
    if (event.kind === 'item-delta') return [`+${event.delta}`];
    if (event.kind === 'turn-failed') return [event.message];
    if (event.kind !== 'turn-completed') return [];
    return [event.how === 'finished' ? 'end' : event.how];
  });

test('CODEX-1: what is heard while a conversation is taken up is told behind what the answer has of before', async () => {
  resumed = () => {
    tell('item/started', of({ item: SAID }));
    tell('item/agentMessage/delta', of({ itemId: 'm', delta: 'Go' }));
    const turns = [{ ...TURN, items: [USER] }];
    return { result: { thread: { ...THREAD, status: ACTIVE, turns } } };
  };
  follow();
  await untilHolds('told', () => told().includes('+Go'));
  expect(told()).toEqual(['turn', 'begin u', 'done u', 'begin m', '+Go']);
});

test('CODEX-1: an item whose beginning was not heard is told as begun before it is done, and nothing twice', async () => {
  resumed = () => ({ result: { thread: { ...THREAD, status: ACTIVE, turns: [TURN] } } });
  follow();
  await untilHolds('taken up', () => told().includes('turn'));
  tell('item/completed', of({ item: USER }));
  tell('item/started', of({ item: USER }));
  tell('item/started', of({ item: SAID }));
  tell('item/completed', of({ item: SAID }));
  await untilHolds('told', () => told().includes('done m'));
  expect(told()).toEqual(['turn', 'begin u', 'done u', 'begin m', 'done m']);
});

test('CODEX-1: a turn that ends while its conversation is taken up is over, however old the answer is', async () => {
  resumed = () => {
    tell('turn/completed', { threadId: 'thread', turn: { ...TURN, status: 'completed' } });
    tell('thread/status/changed', { threadId: 'thread', status: IDLE });
    const turns = [{ ...TURN, items: [USER] }];
    return { result: { thread: { ...THREAD, status: ACTIVE, turns } } };
  };
  follow();
  await untilHolds('told', () => told().includes('end'));
  expect(told()).toEqual(['turn', 'begin u', 'done u', 'end']);
  await untilHolds('at rest', () => driver.activity === 'idle');
});

test('CODEX-1: an item that ended before its turn was taken up is told as done with the end of the turn', async () => {
  resumed = () => {
    const turns = [{ ...TURN, items: [USER, SAID] }];
    return { result: { thread: { ...THREAD, status: ACTIVE, turns } } };
  };
  follow();
  await untilHolds('taken up', () => told().includes('begin m'));
  expect(told()).toEqual(['turn', 'begin u', 'done u', 'begin m']);
  const again = { ...SAID, id: 'n' };
  tell('item/started', of({ item: again }));
  tell('item/completed', of({ item: again }));
  tell('turn/completed', { threadId: 'thread', turn: { ...TURN, status: 'completed' } });
  await untilHolds('told', () => told().includes('end'));
  expect(told().slice(4)).toEqual(['begin n', 'done n', 'done m', 'end']);
});

test('CODEX-1: what is heard is told as well where the conversation could not be taken up', async () => {
  resumed = () => {
    tell('turn/started', { threadId: 'thread', turn: TURN });
    return { error: { code: -32_600, message: 'not now' } };
  };
  follow();
  await untilHolds('told', () => told().includes('turn'));
  expect(told()).toEqual(['turn']);
});

test('CODEX-1: the plan of a turn is told whole, each time that it changes', async () => {
  resumed = () => ({ result: { thread: { ...THREAD, status: ACTIVE, turns: [TURN] } } });
  follow();
  await untilHolds('taken up', () => told().includes('turn'));
  const plan = [
    { step: 'Look', status: 'completed' },
    { step: 'Change', status: 'inProgress' },
    { step: 'Test', status: 'pending' },
  ];
  tell('turn/plan/updated', of({ explanation: null, plan: plan.slice(0, 1) }));
  tell('turn/plan/updated', of({ explanation: null, plan }));
  const plans = () =>
    events.flatMap(({ event }) =>
      event.kind === 'plan-updated' ? [event.steps.map(({ state }) => state)] : [],
    );
  await untilHolds('told', () => plans().length === 2);
  expect(plans()).toEqual([['done'], ['done', 'running', 'pending']]);
});

/** As Codex tells a turn whose end it has not read yet: it has no time of an end. */
const GUESSED = { ...TURN, status: 'interrupted', items: [USER], completedAt: null };
const snapshot = (...turns: object[]) => ({
  result: { thread: { ...THREAD, status: IDLE, turns } },
});

test('CODEX-26: a turn that is over without the time of its end is told as the server says when it is asked once more', async () => {
  resumed = () => snapshot(GUESSED);
  read = () => {
    tell('turn/started', { threadId: 'thread', turn: { ...TURN, id: 'next' } });
    return snapshot({ ...GUESSED, status: 'completed', items: [USER, SAID], completedAt: 9e9 });
  };
  follow();
  await untilHolds('told', () => told().length === 7);
  expect(told()).toEqual(['turn', 'begin u', 'done u', 'begin m', 'done m', 'end', 'turn']);
});

test('CODEX-26: so is one that failed', async () => {
  resumed = () => snapshot(GUESSED);
  const error = { message: 'no luck' };
  read = () => snapshot({ ...GUESSED, status: 'failed', error, completedAt: 9e9 });
  follow();
  await untilHolds('told', () => told().length === 4);
  expect(told()).toEqual(['turn', 'begin u', 'done u', 'no luck']);
});

test('CODEX-26: one of which the server knows no end, or can not say, was interrupted, and is asked for once', async () => {
  resumed = () => snapshot(GUESSED);
  for (const answer of [snapshot(GUESSED), { error: { code: -32_600, message: 'not now' } }]) {
    reads = 0;
    read = () => answer;
    follow();
    await driver.firstLook;
    expect(told()).toEqual(['turn', 'begin u', 'done u', 'interrupted']);
    tell('thread/status/changed', { threadId: 'thread', status: ACTIVE });
    await untilHolds('heard', () => driver.activity === 'busy');
    expect(reads).toBe(1);
    await driver[Symbol.asyncDispose]();
  }
});

test('CODEX-26: one that was interrupted is asked for no more, nor one whose end was told', async () => {
  resumed = () => snapshot({ ...GUESSED, completedAt: 9e9 });
  follow();
  await driver.firstLook;
  expect(told()).toEqual(['turn', 'begin u', 'done u', 'interrupted']);
  resumed = () => snapshot(GUESSED);
  socket?.terminate();
  await untilHolds('lost', () => driver.rung === 'typing');
  await untilHolds('back', () => driver.rung === 'structured');
  await untilHolds('taken up', () => driver.activity === 'idle');
  expect(reads).toBe(0);
});

test('CODEX-26: where the server goes away meanwhile, the next answer tells the end', async () => {
  resumed = () => snapshot(GUESSED);
  read = () => {
    resumed = () => snapshot({ ...GUESSED, status: 'completed', completedAt: 9e9 });
    socket?.terminate();
    return undefined;
  };
  follow();
  await untilHolds('told', () => told().length === 4);
  expect(told()).toEqual(['turn', 'begin u', 'done u', 'end']);
});

test('CODEX-17 CODEX-25: a turn that we begin in a conversation that is left meanwhile does not lead back to it', async () => {
  resumed = () => ({ result: { thread: { ...THREAD, status: IDLE } } });
  begun = () => {
    tell('thread/started', { thread: { ...THREAD, id: 'other', createdAt: 2, status: IDLE } });
    tell('thread/status/changed', { threadId: 'thread', status: ACTIVE });
    return { result: { turn: TURN } };
  };
  // Its message is not heard any more, and is waited for this long, in ms.
  follow(3_000);
  await driver.firstLook;
  expect(await driver.submit({ promptId: 'p', text: 'Go' })).toMatchObject({ kind: 'taken' });
  await untilHolds('left behind', () => events.some(({ event }) => event.kind === 'error'));
  const opened = events.flatMap(({ event }) => (event.kind === 'session' ? [event.threadId] : []));
  expect(opened).toEqual(['thread', 'other']);
});

test('CODEX-17 bug: of an older conversation that was opened nothing told that it holds something', async () => {
  const old = { ...TURN, id: 'old', status: 'completed', startedAt: 1, completedAt: 2 };
  const told = () =>
    events.flatMap(({ event }) => (event.kind === 'session' ? [event.isOlder ?? false] : []));
  for (const turns of [[], [old]]) {
    resumed = () => snapshot(...turns);
    follow();
    await driver.firstLook;
    expect(told()).toEqual(turns.length === 0 ? [false] : [false, true]);
    if (turns.length === 0) await driver[Symbol.asyncDispose]();
  }
  // Once is enough.
  resumed = () => snapshot(old, { ...TURN, status: 'completed', completedAt: 9e9 });
  socket?.terminate();
  await untilHolds('taken up again', () =>
    events.some(({ event }) => event.kind === 'turn-completed'),
  );
  expect(told()).toEqual([false, true]);
});
