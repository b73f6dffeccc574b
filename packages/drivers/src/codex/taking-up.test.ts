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

interface Call {
  readonly id?: number;
  readonly method: string;
}

function reply({ method }: Call): object {
  if (method === 'thread/loaded/list') return { result: { data: ['thread'] } };
  if (method === 'thread/read') return { result: { thread: { ...THREAD, status: ACTIVE } } };
  return method === 'thread/resume' ? resumed() : { result: {} };
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'taking-up-'));
  server = createServer();
  new WebSocketServer({ server }).on('connection', (opened) => {
    socket = opened;
    opened.on('message', (data) => {
      // The driver under test wrote it.
      const call = JSON.parse(String(data)) as Call;
      if (call.id === undefined) return;
      opened.send(JSON.stringify({ id: call.id, ...reply(call) }));
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

function follow(): void {
  driver = new CodexDriver({ socketPath: join(folder, 's'), journal: new EventJournal() });
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
    return event.kind === 'turn-completed' ? ['end'] : [];
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
