// The driver of Codex against a server that is not Codex: what a real one does too rarely to wait
// for, byte by byte.
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
  id: 'thread',
  ephemeral: false,
  forkedFromId: null,
  parentThreadId: null,
  threadSource: 'user',
  createdAt: 1,
  cwd: '/project',
  status: { type: 'idle' },
  turns: [],
};

interface Call {
  readonly id: number;
  readonly method: string;
  readonly params: { readonly clientUserMessageId?: string; readonly threadId?: string };
}

let folder = '';
let server: Server;
let sockets: WebSocket[] = [];
let calls: Call[] = [];
/** What is answered besides the greeting; undefined leaves a call without an answer. */
let answer: (call: Call) => object | undefined;
/** What `thread/resume` is answered with; undefined: nothing. */
let resumed: () => object | undefined;
/** The threads that are loaded; any other id is read as `THREAD`. */
let threads: (typeof THREAD)[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'driver: 50%20 #?-'));
  sockets = [];
  calls = [];
  answer = () => ({ result: { turn: { id: 'turn' } } });
  resumed = () => ({ result: { thread: THREAD } });
  threads = [THREAD];
  server = createServer();
  new WebSocketServer({ server }).on('connection', (socket) => {
    sockets.push(socket);
    socket.on('message', (data) => receive(socket, String(data)));
  });
  await new Promise<void>((resolve) => server.listen(join(folder, 's'), resolve));
});
afterEach(() => {
  for (const socket of sockets) socket.terminate();
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

function receive(socket: WebSocket, text: string): void {
  // The driver under test wrote it.
  const call = JSON.parse(text) as Call;
  if (call.id === undefined) return;
  calls.push(call);
  const isResume = call.method === 'thread/resume';
  const reply = isResume ? resumed() : (greeting(call) ?? answer(call));
  if (reply !== undefined) socket.send(JSON.stringify({ id: call.id, ...reply }));
  if (call.method === 'turn/start' && reply !== undefined && 'result' in reply) showMessage(call);
}

/** As Codex does, once it has written the message down. */
function showMessage({ params: { clientUserMessageId, threadId } }: Call): void {
  const item = { type: 'userMessage', id: 'said', clientId: clientUserMessageId, content: [] };
  tell('item/started', { threadId, turnId: 'turn', item });
}

function greeting({ method, params }: Call): object | undefined {
  if (method === 'initialize') return { result: {} };
  if (method === 'thread/loaded/list') return { result: { data: threads.map(({ id }) => id) } };
  const thread = threads.find(({ id }) => id === params.threadId) ?? THREAD;
  if (method === 'thread/read') return { result: { thread } };
  return undefined;
}

function tell(method: string, params: object): void {
  sockets.at(-1)?.send(JSON.stringify({ method, params: { threadId: 'thread', ...params } }));
}

/** Whatever is answered at all is answered long before, on a busy machine too. */
const REQUEST_TIMEOUT_MS = 20_000;

function start(journal: EventJournal, requestTimeoutMs = REQUEST_TIMEOUT_MS): CodexDriver {
  return new CodexDriver({ socketPath: join(folder, 's'), journal, requestTimeoutMs });
}

const prompt = { promptId: 'p', text: 'Do it' };
const starts = () => calls.filter((call) => call.method === 'turn/start');

test('CODEX-6: garbage of every kind is told as raw, shortened, and ends nothing', async () => {
  const journal = new EventJournal();
  await using driver = start(journal);
  const events = driverEvents(driver);
  await untilDriverEvent(events, 'session');
  const [socket] = sockets;
  const unknown = JSON.stringify({ method: 'new/thing', params: { long: 'x'.repeat(100_000) } });
  const garbage = [
    'no json',
    '[]',
    'null',
    '{}',
    '{"id":{}}',
    '{"id":77,"result":1}',
    '{"method":"turn/started"}',
    '{"method":"turn/started","params":{"threadId":"thread","turn":7}}',
    '{"method":"item/started","params":{"threadId":"thread","turnId":"t","item":{"type":"agentMessage","id":"i"}}}',
    '{"id":5,"method":"item/commandExecution/requestApproval","params":{}}',
    '{"id":6,"method":"never/heard","params":null}',
    unknown,
  ];
  for (const line of garbage) socket?.send(line);
  socket?.send(Buffer.from([0xff, 0x00]));
  await untilHolds('the last', () =>
    events.some(({ event }) => event.kind === 'raw' && event.method === 'new/thing'),
  );
  const bodies = events.flatMap(({ event }) => (event.kind === 'raw' ? [event.body.length] : []));
  expect(Math.max(...bodies)).toBeLessThanOrEqual(4_096);
  expect(await driver.submit(prompt)).toEqual({ kind: 'taken', turnId: 'turn' });
  expect(driver.rung).toBe('structured');
});

test('CODEX-7: an overloaded server is asked again, and refused after five times', async () => {
  let refusals = 2;
  answer = () => {
    refusals -= 1;
    return refusals >= 0
      ? { error: { code: -32001, message: 'overloaded' } }
      : { result: { turn: { id: 'turn' } } };
  };
  await using driver = start(new EventJournal());
  await untilDriverEvent(driverEvents(driver), 'session');
  expect((await driver.submit(prompt)).kind).toBe('taken');
  expect(starts()).toHaveLength(3);
  tell('turn/completed', { turn: { id: 'turn', status: 'completed', items: [] } });
  await untilHolds('idle', () => driver.activity === 'idle');
  refusals = 100;
  calls = [];
  const refused = await driver.submit({ promptId: 'q', text: 'Never' });
  expect(refused).toMatchObject({ kind: 'refused', reason: 'overloaded' });
  expect(starts()).toHaveLength(5);
});

test('CODEX-5 DRIVERS-4: a prompt without an answer is unconfirmed, is not sent again, and is taken when its message is seen', async () => {
  answer = () => undefined;
  const journal = new EventJournal();
  await using driver = start(journal, 200);
  const events = driverEvents(driver);
  await untilDriverEvent(events, 'session');
  expect((await driver.submit(prompt)).kind).toBe('unconfirmed');
  expect(driver.rung).toBe('typing');
  expect((await driver.submit(prompt)).kind).toBe('unconfirmed');
  expect(starts()).toHaveLength(1);
  const item = { type: 'userMessage', id: 'i', clientId: 'p', content: [] };
  const params = { threadId: 'thread', turnId: 'turn', item };
  sockets[0]?.send(JSON.stringify({ method: 'item/started', params }));
  await untilHolds('taken', () => journal.promptState('p') === 'taken');
  expect(driver.rung).toBe('structured');
  expect(await driver.submit(prompt)).toEqual({ kind: 'repeated' });
});

test('CODEX-4: a connection that is cut is told once, made again, and the thread is followed on', async () => {
  await using driver = start(new EventJournal());
  const events = driverEvents(driver);
  await untilDriverEvent(events, 'session');
  const seen = events.length;
  sockets[0]?.terminate();
  await untilHolds('connected again', () => sockets.length === 2 && driver.rung === 'structured');
  const rungs = events
    .slice(seen)
    .flatMap(({ event }) => (event.kind === 'rung' ? [event.rung] : []));
  expect(rungs).toEqual(['typing', 'structured']);
  expect((await driver.submit(prompt)).kind).toBe('taken');
});

test('DRIVERS-6: an answer that an approval does not take is refused with those it takes', async () => {
  await using driver = start(new EventJournal());
  const events = driverEvents(driver);
  await untilDriverEvent(events, 'session');
  const params = {
    threadId: 'thread',
    turnId: 't',
    itemId: 'i',
    command: 'rm x',
    availableDecisions: ['accept', { acceptWithExecpolicyAmendment: {} }, 'cancel'],
  };
  const method = 'item/commandExecution/requestApproval';
  sockets[0]?.send(JSON.stringify({ id: 0, method, params }));
  const { approval } = await untilDriverEvent(events, 'approval-requested');
  expect(approval.decisions).toEqual(['accept', 'cancel']);
  const { approvalId } = approval;
  expect(await driver.answer({ approvalId, decision: 'decline' })).toMatchObject({
    kind: 'refused',
    message: 'the answers are accept, cancel',
  });
  expect(await driver.answer({ approvalId, decision: 'cancel' })).toEqual({ kind: 'done' });
});

const running = { id: 'running', status: 'inProgress', items: [], startedAt: 1 };

test('CODEX-12: a driver that does not know yet whether a turn runs begins none', async () => {
  let told: (() => void) | undefined;
  resumed = () => {
    const id = calls.at(-1)?.id;
    const thread = { ...THREAD, status: { type: 'active' }, turns: [running] };
    told = () => sockets.at(-1)?.send(JSON.stringify({ id, result: { thread } }));
    return undefined;
  };
  await using driver = start(new EventJournal());
  await untilDriverEvent(driverEvents(driver), 'session');
  const result = driver.submit(prompt);
  await untilHolds('asked', () => told !== undefined);
  told?.();
  expect(await result).toMatchObject({ kind: 'refused', reason: 'busy' });
  expect(starts()).toEqual([]);
});

test('CODEX-12: a driver that is not told how its thread stands begins nothing there', async () => {
  resumed = () => undefined;
  await using driver = start(new EventJournal(), 200);
  await untilDriverEvent(driverEvents(driver), 'session');
  expect(await driver.submit(prompt)).toMatchObject({ kind: 'refused' });
  expect(starts()).toEqual([]);
});

test('CODEX-12: while a turn begins, and until its end is told, a second one is refused', async () => {
  let reply: (() => void) | undefined;
  answer = (call) => {
    const { id } = call;
    const result = { turn: { id: 'turn' } };
    reply = () => {
      sockets.at(-1)?.send(JSON.stringify({ id, result }));
      showMessage(call);
    };
    return undefined;
  };
  await using driver = start(new EventJournal());
  await untilDriverEvent(driverEvents(driver), 'session');
  const first = driver.submit(prompt);
  await untilHolds('asked', () => reply !== undefined);
  const second = { promptId: 'q', text: 'And this' };
  expect(await driver.submit(second)).toMatchObject({ kind: 'refused', reason: 'busy' });
  reply?.();
  expect(await first).toEqual({ kind: 'taken', turnId: 'turn' });
  expect(driver.activity).toBe('busy');
  expect(await driver.submit(second)).toMatchObject({ kind: 'refused', reason: 'busy' });
  tell('turn/completed', { turn: { id: 'turn', status: 'completed', items: [] } });
  await untilHolds('idle', () => driver.activity === 'idle');
  expect(starts()).toHaveLength(1);
});

test('CODEX-12: a turn that ended while nobody listened is over, and told as such', async () => {
  const active = { ...THREAD, status: { type: 'active' }, turns: [running] };
  resumed = () => ({ result: { thread: active } });
  await using driver = start(new EventJournal());
  const events = driverEvents(driver);
  await untilDriverEvent(events, 'turn-started');
  const ended = { ...THREAD, turns: [{ ...running, status: 'interrupted' }] };
  resumed = () => ({ result: { thread: ended } });
  sockets[0]?.terminate();
  expect(await untilDriverEvent(events, 'turn-completed')).toMatchObject({ how: 'interrupted' });
  await untilHolds('idle', () => driver.activity === 'idle');
});

test('CODEX-13: what a predecessor was asked is lost, and asked again under its id', async () => {
  const path = join(folder, 'events.jsonl');
  const params = { threadId: 'thread', turnId: 't', itemId: 'i', command: 'rm x' };
  const ask = () =>
    sockets
      .at(-1)
      ?.send(JSON.stringify({ id: 0, method: 'item/commandExecution/requestApproval', params }));
  {
    using journal = new EventJournal({ path });
    await using driver = start(journal);
    const events = driverEvents(driver);
    await untilDriverEvent(events, 'session');
    ask();
    await untilDriverEvent(events, 'approval-requested');
  }
  using journal = new EventJournal({ path });
  await using driver = start(journal);
  const events = driverEvents(driver);
  expect(events.at(-1)?.event).toMatchObject({ kind: 'approval-resolved', by: 'lost' });
  await untilDriverEvent(events, 'session', events.length);
  const seen = events.length;
  ask();
  const { approval } = await untilDriverEvent(events, 'approval-requested', seen);
  expect(approval.approvalId).toBe('t/i/command');
});

test('CODEX-15: what happened while no driver followed is told by the next one, and nothing again', async () => {
  const path = join(folder, 'events.jsonl');
  const item = (id: string) => ({ type: 'agentMessage', id, text: id });
  const startedAt = Math.floor(Date.now() / 1_000) + 1;
  const turn = (id: string) => ({ id, status: 'completed', items: [item(id)], startedAt });
  const old = { ...turn('old'), startedAt: 1 };
  const follow = async (turns: readonly object[], last: string): Promise<readonly string[]> => {
    resumed = () => ({ result: { thread: { ...THREAD, turns } } });
    using journal = new EventJournal({ path });
    await using driver = start(journal);
    const events = driverEvents(driver);
    const ends = () =>
      events.flatMap(({ event }) => (event.kind === 'turn-completed' ? [event.turnId] : []));
    await untilHolds('the last turn', () => ends().includes(last));
    return ends();
  };
  expect(await follow([old, turn('first')], 'first')).toEqual(['first']);
  const all = [old, turn('first'), turn('unheard')];
  expect(await follow(all, 'unheard')).toEqual(['first', 'unheard']);
  expect(await follow([...all, turn('last')], 'last')).toEqual(['first', 'unheard', 'last']);
});

const OTHER = { ...THREAD, id: 'other', createdAt: 0 };
const active = { status: { type: 'active', activeFlags: [] } };
function sessionsIn(journal: EventJournal, ids: string[] = []): readonly string[] {
  journal.follow(0, ({ event }) => event.kind === 'session' && ids.push(event.threadId))();
  return ids;
}

test.each([
  ['is opened again', 'thread/goal/cleared', {}, 'user'],
  ['was a fork and is opened', 'thread/goal/cleared', {}, ''],
  ['gets a turn', 'thread/status/changed', active, 'user'],
])(
  'CODEX-17: a conversation that %s elsewhere is followed, and gets the next prompt',
  async (_, method, params, threadSource) => {
    threads = [{ ...OTHER, id: 'titles', ephemeral: true }, THREAD, { ...OTHER, threadSource }];
    const journal = new EventJournal();
    await using driver = start(journal);
    await driver.firstLook;
    tell(method, { threadId: 'other', ...params });
    tell('thread/status/changed', { threadId: 'titles', ...active });
    tell('thread/goal/cleared', {});
    await untilHolds('followed', () => sessionsIn(journal).at(-1) === 'other');
    expect(await driver.submit(prompt)).toMatchObject({ kind: 'taken' });
    expect(starts().map((call) => call.params.threadId)).toEqual(['other']);
    expect(sessionsIn(journal)).toEqual(['thread', 'other']);
  },
);

test('CODEX-17: a turn that goes on in a conversation that was left does not lead back to it', async () => {
  threads = [THREAD, OTHER];
  const journal = new EventJournal();
  await using driver = start(journal);
  await driver.firstLook;
  tell('thread/status/changed', active);
  tell('thread/goal/cleared', { threadId: 'other' });
  await untilHolds('followed', () => sessionsIn(journal).at(-1) === 'other');
  const waiting = { type: 'active', activeFlags: ['waitingOnApproval'] };
  for (const status of [waiting, active.status, { type: 'idle' }])
    tell('thread/status/changed', { status });
  tell('thread/name/updated', { threadName: 'Left' });
  expect(await driver.submit(prompt)).toMatchObject({ kind: 'taken' });
  expect(starts().map((call) => call.params.threadId)).toEqual(['other']);
});

test('CODEX-17: a prompt looks for a conversation, of a later driver the last followed, or a newer', async () => {
  threads = [];
  using journal = new EventJournal();
  {
    await using driver = start(journal);
    await driver.firstLook;
    expect(await driver.submit(prompt)).toMatchObject({ kind: 'refused', reason: 'not-ready' });
    threads = [OTHER];
    expect(await driver.submit(prompt)).toMatchObject({ kind: 'taken' });
  }
  for (const [createdAt, expected] of [
    [1, 'other'],
    [Date.now() / 1_000 + 1, 'thread'],
  ] as const) {
    threads = [OTHER, { ...THREAD, createdAt }];
    await using driver = start(journal);
    await driver.firstLook;
    expect(sessionsIn(journal).at(-1)).toBe(expected);
  }
});

test('CODEX-25: a prompt for a conversation that is left in that moment is told to have gone there', async () => {
  threads = [THREAD, { ...THREAD, id: 'other', createdAt: 0 }];
  await using driver = start(new EventJournal());
  const events = driverEvents(driver);
  await untilDriverEvent(events, 'session');
  answer = () => {
    tell('thread/goal/cleared', { threadId: 'other' });
    return { result: { turn: { id: 'turn' } } };
  };
  expect(await driver.submit(prompt)).toMatchObject({ kind: 'taken' });
  const { message } = await untilDriverEvent(events, 'error');
  expect(message).toContain('went into the conversation that was left');
});
