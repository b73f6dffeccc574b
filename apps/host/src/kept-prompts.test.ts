// Prompts that no session has any more, in a real host: kept when a session ends, however it ends, and
// handed over once, whoever is killed.
import { existsSync, mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { QUEUE_LIMIT } from '@codex-voice/session';
import { type KeptPrompt, Spool } from '@codex-voice/spool';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Client, type FakeSession, HostWorld, until } from './host-world.test-support.ts';
import { KeptPrompts } from './kept-prompts.ts';

/** A process id that no process can have: one past the largest that Linux gives out. */
const DEAD_PID = 4_194_305;

let world: HostWorld;
beforeEach(() => {
  world = new HostWorld();
});
afterEach(async () => {
  await world.close();
});

const connect = (): Promise<Client> => Client.connect(world.runtimeDirectory);
const spoolFile = (): string => join(world.stateDirectory, 'spool.jsonl');
const kept = (): readonly KeptPrompt[] => new Spool(spoolFile()).prompts;
const texts = (): string[] => kept().map(({ text }) => text);
const queueOf = (sessionId: string): string =>
  join(world.stateDirectory, 'sessions', sessionId, 'queue.jsonl');

type What = Extract<Parameters<Client['request']>[0], { type: 'spool' }>['what'];
const ask = (client: Client, what: What) =>
  client.ask((requestId) => ({ type: 'spool', requestId, what }));

/** Prompts that are kept already, as an earlier host left them. */
function prepared(count: number, first = 0): Spool {
  const spool = new Spool(spoolFile());
  const facts = { intent: 'compose', origin: 'say', reached: 'no', because: 'no-session' } as const;
  for (let each = first; each < first + count; each += 1)
    spool.keep({ id: `p${each}`, text: `text ${each}`, saidAtMs: 1, ...facts });
  return spool;
}

/** A session in which nothing is typed: a question is open. */
async function asking(sessionId: string): Promise<FakeSession> {
  const session = await world.session(sessionId);
  session.dialog = true;
  return session;
}

test.each(['exited', 'killed'] as const)(
  'HOST-13: what waited in a session that was %s is kept, in its order',
  async (how) => {
    const session = await asking('cat-aaaa');
    world.startHost();
    const client = await connect();
    for (const id of ['p1', 'p2']) await client.say('cat-aaaa', id, `text of ${id}`);
    await session.close(how);
    await until('kept', () => existsSync(spoolFile()) && kept().length === 2);
    expect(texts()).toEqual(['text of p1', 'text of p2']);
    const because = how === 'exited' ? 'agent-ended' : 'keeper-died';
    expect(kept()[0]).toMatchObject({
      id: 'p1',
      number: 1,
      intent: 'send',
      reached: 'no',
      because,
    });
    client.close();
  },
);

/** The folder of a session whose keeper was killed while no host ran. */
function deadSession(sessionId: string, queue: string, ageMs = 0): void {
  const directory = join(world.stateDirectory, 'sessions', sessionId);
  mkdirSync(directory, { recursive: true });
  const facts = { cwd: '/tmp/x', startedAtMs: 1, keeperPid: DEAD_PID, agentPid: DEAD_PID };
  const record = { sessionId, agent: { name: 'Codex' }, ...facts };
  writeFileSync(join(directory, 'session.json'), JSON.stringify(record));
  writeFileSync(join(directory, 'queue.jsonl'), queue);
  const at = new Date(Date.now() - ageMs);
  utimesSync(directory, at, at);
}

/** A queue file with these prompts, of which a host was typing the first. */
async function queueWith(ids: readonly string[]): Promise<string> {
  const session = await asking('cat-queue');
  const host = world.startHost();
  const client = await connect();
  for (const id of ids) await client.say('cat-queue', id, `text of ${id}`);
  client.close();
  await world.kill(host);
  await session.close('killed');
  const queue = readFileSync(queueOf('cat-queue'), 'utf8');
  rmSync(join(world.stateDirectory, 'sessions', 'cat-queue'), { recursive: true });
  return queue;
}

test('HOST-13: a host that starts keeps what killed sessions left, once, before their folders go', async () => {
  const queue = await queueWith(['p1', 'p2']);
  // The older one is beyond the bound of one folder.
  deadSession('codex-old', queue, 200_000);
  deadSession('codex-new', '{"torn', 100_000);
  const host = world.startHost('--keep-ended', '1');
  await until('kept', () => kept().length === 2);
  await until('pruned', () => !existsSync(queueOf('codex-old')));
  expect(kept()[0]).toMatchObject({ session: 'codex-old', agent: 'Codex', folder: '/tmp/x' });
  expect(existsSync(join(world.stateDirectory, 'sessions', 'codex-new', 'queue.kept'))).toBe(true);
  new Spool(spoolFile()).drop('p1');
  await world.kill(host);
  deadSession('codex-copy', queue);
  world.startHost();
  const client = await connect();
  expect(await ask(client, { do: 'list' })).toMatchObject({ entries: [{ id: 'p2' }] });
  client.close();
});

test('HOST-13: a folder whose queue can’t be kept stays until it can', async () => {
  const queue = await queueWith(['p1']);
  deadSession('codex-old', queue, 200_000);
  deadSession('codex-new', '', 100_000);
  mkdirSync(spoolFile());
  const host = world.startHost('--keep-ended', '1');
  const client = await connect();
  expect(await ask(client, { do: 'list' })).toMatchObject({ kind: 'refused', message: /EISDIR/u });
  expect(existsSync(queueOf('codex-old'))).toBe(true);
  client.close();
  await world.kill(host);
  rmSync(spoolFile(), { recursive: true });
  world.startHost('--keep-ended', '1');
  await until('kept', () => existsSync(spoolFile()) && texts().includes('text of p1'));
});

test('HOST-14: it is handed over under its own id, typed once, and gone from here', async () => {
  prepared(2);
  const session = await world.session('cat-aaaa');
  world.startHost();
  const client = await connect();
  const what = { do: 'hand', kept: 'k1', sessionId: 'cat-aaaa', intent: 'send' } as const;
  expect(await ask(client, what)).toEqual({ kind: 'done' });
  await until('submitted', () => session.submissions.length === 1);
  expect(await ask(client, what)).toMatchObject({ kind: 'refused', message: /k1 is not kept/u });
  expect(await client.say('cat-aaaa', 'p0', 'text 0')).toEqual({ kind: 'done' });
  expect(texts()).toEqual(['text 1']);
  expect(await ask(client, { ...what, kept: 'k2', sessionId: 'cat-none' })).toMatchObject({
    kind: 'refused',
    message: /no session cat-none/u,
  });
  expect(session.submissions).toEqual(['text 0']);
  client.close();
});

test('HOST-14: two clients at once hand each over once, and a full queue takes no more', async () => {
  const more = 8;
  prepared(QUEUE_LIMIT + more);
  await asking('cat-aaaa');
  await asking('cat-bbbb');
  world.startHost();
  const clients = await Promise.all([connect(), connect()]);
  const outcomes = await Promise.all(
    clients.map(async (client, place) => {
      let done = 0;
      for (let each = 0; each < QUEUE_LIMIT; each += 1) {
        const sessionId = place === 0 ? 'cat-aaaa' : 'cat-bbbb';
        const answer = await ask(client, { do: 'hand', kept: `p${each}`, sessionId });
        if (answer.kind === 'done') done += 1;
      }
      return done;
    }),
  );
  expect((outcomes[0] ?? 0) + (outcomes[1] ?? 0)).toBe(QUEUE_LIMIT);
  const taken = ['cat-aaaa', 'cat-bbbb'].flatMap((id) => waitingIn(id));
  expect(new Set(taken).size).toBe(QUEUE_LIMIT);
  expect(taken).toHaveLength(QUEUE_LIMIT);
  const [client] = clients;
  const room = QUEUE_LIMIT - waitingIn('cat-aaaa').length;
  for (let each = 0; each < more; each += 1) {
    const kept = `p${QUEUE_LIMIT + each}`;
    const answer = client && (await ask(client, { do: 'hand', kept, sessionId: 'cat-aaaa' }));
    expect(answer?.kind).toBe(each < room ? 'done' : 'refused');
  }
  for (const each of clients) each.close();
});

/** Ids in a session's queue, as its file has them. */
function waitingIn(sessionId: string): readonly string[] {
  const path = queueOf(sessionId);
  const lines = existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n') : [];
  const last: { delivery: { queue: { id: string }[] } } | undefined =
    lines.length === 0 ? undefined : JSON.parse(lines.at(-1) ?? '');
  return last?.delivery.queue.map(({ id }) => id) ?? [];
}

test('HOST-14: hosts killed in the middle of dozens lose none and hand none over twice', async () => {
  const count = process.env.TEST_SIZE === 'full' ? 100 : 48;
  prepared(count);
  const sessions = ['cat-aaaa', 'cat-bbbb', 'cat-cccc', 'cat-dddd'];
  for (const sessionId of sessions) await asking(sessionId);
  const spread = (each: number): string => sessions[each % sessions.length] ?? '';
  for (let killed = 0; kept().length > 0 && killed < count; killed += 1) {
    const host = world.startHost();
    const client = await connect();
    const list = await ask(client, { do: 'list' });
    if (list.kind !== 'kept') throw new Error(JSON.stringify(list));
    for (const [each, { id }] of list.entries.entries())
      client.request({
        type: 'spool',
        requestId: `r${each}`,
        what: { do: 'hand', kept: id, sessionId: spread(Number(id.slice(1))) },
      });
    // Killed after a few of them, wherever it is then.
    const answers = (): number => client.events.filter(({ type }) => type === 'answer').length;
    await until('some', () => answers() > 12 + killed || kept().length === 0 || client.isClosed);
    await world.kill(host);
    client.close();
  }
  const host = world.startHost();
  const client = await connect();
  expect(await ask(client, { do: 'list' })).toMatchObject({ kind: 'kept', entries: [] });
  const taken = sessions.flatMap((id) => waitingIn(id));
  expect(taken.toSorted()).toEqual(
    Array.from({ length: count }, (_, each) => `p${each}`).toSorted(),
  );
  client.close();
  await world.kill(host);
});

test.each([
  ['has taken it', 'p0', []],
  ['has not taken it', undefined, ['text 0']],
] as const)(
  'HOST-14: what a dead host left under way is settled: the session %s',
  async (_, said, left) => {
    prepared(1).hand('p0', 'cat-aaaa');
    await asking('cat-aaaa');
    const host = world.startHost();
    const client = await connect();
    if (said !== undefined) await client.say('cat-aaaa', said, 'text 0');
    client.close();
    await world.kill(host);
    world.startHost();
    const next = await connect();
    const answer = await ask(next, { do: 'list' });
    expect(answer.kind === 'kept' ? answer.entries.map(({ text }) => text) : answer).toEqual(left);
    expect(kept().every(({ to }) => to === undefined)).toBe(true);
    next.close();
  },
);

test('HOST-14: what went to a session that is gone without a trace may have reached its agent', async () => {
  prepared(1).hand('p0', 'cat-gone');
  world.startHost();
  const client = await connect();
  expect(await ask(client, { do: 'list' })).toMatchObject({
    entries: [{ id: 'p0', reached: 'perhaps' }],
  });
  client.close();
});

test('HOST-14: handed to a session that ends before it is typed it comes back', async () => {
  prepared(1);
  const session = await asking('cat-aaaa');
  world.startHost();
  const client = await connect();
  expect(await ask(client, { do: 'hand', kept: 'k1', sessionId: 'cat-aaaa' })).toEqual({
    kind: 'done',
  });
  expect(kept()).toEqual([]);
  await session.close('exited');
  await until('back', () => kept().length === 1);
  expect(kept()[0]).toMatchObject({ id: 'p0', number: 2, session: 'cat-aaaa' });
  client.close();
});

test('HOST-16: a HUD is told how many are kept, when it opens and when that changes', async () => {
  prepared(2);
  await world.session('cat-aaaa');
  world.startHost();
  const client = await connect();
  const hud = await connect();
  hud.request({ type: 'open', sessionId: 'cat-aaaa' });
  const counts = () => hud.events.flatMap((event) => (event.type === 'kept' ? [event.count] : []));
  await until('told', () => counts().length === 1);
  expect(await ask(client, { do: 'drop', kept: 'k1' })).toEqual({ kind: 'done' });
  const text = 'said to nobody';
  const what = { do: 'keep', promptId: 'mine', text, intent: 'send' } as const;
  for (let again = 0; again < 2; again += 1)
    expect(await ask(client, what)).toEqual({ kind: 'done' });
  await until('told again', () => counts().length === 3);
  expect(counts()).toEqual([2, 1, 2]);
  expect(texts()).toEqual(['text 1', text]);
  const edit = { do: 'edit', kept: 'mine' } as const;
  expect(await ask(client, { ...edit, text: ' ' })).toMatchObject({ kind: 'refused' });
  expect(await ask(client, { ...edit, text: 'another' })).toEqual({ kind: 'done' });
  expect(await ask(client, { do: 'show', kept: 'k3' })).toMatchObject({
    entries: [{ text: 'another', because: 'no-session' }],
  });
  client.close();
  hud.close();
});

test('HOST-15: a prompt whose turn failed is kept as another one, with what the agent said', async () => {
  const changes: object[] = [];
  const prompts = new KeptPrompts({
    spool: new Spool(spoolFile()),
    find: async () => ({ kind: 'missing', message: 'none' }),
    isRunning: () => false,
    gather: async () => undefined,
    takenBy: () => undefined,
    onChange: (change) => changes.push(change),
    note: () => undefined,
  });
  const why = 'stream disconnected';
  for (let again = 0; again < 2; again += 1)
    prompts.keepFailed('codex-aaaa', { id: 'p1', text: 'run the tests', why });
  expect(kept()).toHaveLength(2);
  expect(kept().map(({ id }) => id)).not.toContain('p1');
  expect(kept()[0]).toMatchObject({
    text: 'run the tests',
    reached: 'yes',
    because: 'turn-failed',
  });
  expect(changes.at(-1)).toEqual({ count: 2, because: 'turn-failed', why });
});
