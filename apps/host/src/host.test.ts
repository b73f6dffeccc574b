// The host as a process: what it adopts, what it survives and when it ends.
import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { HostEvent } from '@codex-voice/protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Client, HostWorld, until } from './host-world.test-support.ts';
import { leftProcesses } from './left-processes.ts';

/** A process id that no process can have: one past the largest that Linux gives out. */
const DEAD_PID = 4_194_305;
/** That want to be the one host at the same moment. */
const RIVALS = process.env.TEST_SIZE === 'full' ? 4 : 2;

let world: HostWorld;
beforeEach(() => {
  world = new HostWorld();
});
afterEach(async () => {
  await world.close();
});

const connect = (): Promise<Client> => Client.connect(world.runtimeDirectory);

test('HOST-1: sessions that run are adopted at the start and told in a table', async () => {
  const one = await world.session('cat-aaaa');
  one.dialog = true;
  world.startHost();
  const client = await connect();
  await world.session('cat-bbbb');
  const answer = await client.ask((requestId) => ({ type: 'sessions', requestId }));
  expect(answer).toMatchObject({
    kind: 'sessions',
    sessions: [
      { sessionId: 'cat-aaaa', agent: 'cat', state: 'dialog', columns: 80, rows: 24, queued: 0 },
      { sessionId: 'cat-bbbb', agent: 'cat', state: 'idle' },
    ],
  });
  client.close();
});

test('HOST-2: a keeper that says nothing at all is lost in the table before its connection is given up', async () => {
  await world.session('cat-aaaa');
  const mute = await world.muteKeeper('cat-mute');
  world.startHost();
  const client = await connect();
  const answer = await client.ask((requestId) => ({ type: 'sessions', requestId }));
  expect(answer).toMatchObject({
    kind: 'sessions',
    sessions: [
      { sessionId: 'cat-aaaa', state: 'idle' },
      { sessionId: 'cat-mute', agent: 'cat', state: 'lost' },
    ],
  });
  expect(mute).toEqual({ opened: 1, closed: 0 });
  client.close();
});

test('HOST-1 HOST-2: a text is put into a session without a HUD, the status tells of all, and an agent that ends takes its session out of the table', async () => {
  const session = await world.session('cat-aaaa');
  const host = world.startHost();
  const client = await connect();
  expect(await client.say('cat-aaaa', 'p1', 'hello')).toEqual({ kind: 'done' });
  await until('the submission', () => session.submissions.length === 1);
  expect(session.submissions).toEqual(['hello']);
  const answer = await client.ask((requestId) => ({ type: 'status', requestId }));
  expect(answer).toMatchObject({
    kind: 'status',
    status: { pid: host.pid, sessions: 1, clients: 0, voicePids: [] },
  });
  expect(await client.say('cat-none', 'p2', 'hello')).toMatchObject({
    kind: 'refused',
    message: expect.stringContaining('no session cat-none'),
  });
  await session.close('exited');
  await until('gone', () => !readdirSync(world.runtimeDirectory).includes('keeper-cat-aaaa.sock'));
  const table = await client.ask((requestId) => ({ type: 'sessions', requestId }));
  expect(table).toEqual({ kind: 'sessions', sessions: [] });
  client.close();
});

test('HOST-1: a HUD may open its session before the keeper is there', async () => {
  world.startHost();
  const client = await connect();
  client.request({
    type: 'open',
    sessionId: 'cat-late',
    settings: { intent: 'send', mode: 'tap' },
  });
  // The host has read on since: it waits for the keeper.
  const other = await connect();
  await other.ask((requestId) => ({ type: 'status', requestId }));
  other.close();
  expect(client.events).toEqual([]);
  await world.session('cat-late');
  await until('opened', () => client.events.some((event) => event.type === 'opened'));
  expect(client.events[0]).toMatchObject({ type: 'opened', sessionId: 'cat-late', intent: 'send' });
  client.request({ type: 'open', sessionId: 'cat-none' });
  await until('refused', () => client.events.some((event) => event.type === 'notice'));
  client.close();
});

test.each(['before', 'after'] as const)(
  'HOST-3: a host that is killed %s its first write has a successor that sends every prompt once',
  async (moment) => {
    const session = await world.session('cat-aaaa');
    const host = world.startHost();
    const client = await connect();
    const dead = new Promise<void>((resolve) => {
      session.onWrite = (at) => {
        if (at !== moment) return;
        session.onWrite = () => undefined;
        void world.kill(host).then(resolve);
      };
    });
    client.request({
      type: 'say',
      requestId: 'x',
      sessionId: 'cat-aaaa',
      promptId: 'p1',
      text: 'hello',
      intent: 'send',
    });
    await dead;
    world.startHost();
    const again = await connect();
    expect(await again.say('cat-aaaa', 'p1', 'hello')).toEqual({ kind: 'done' });
    expect(await again.say('cat-aaaa', 'p2', 'more')).toEqual({ kind: 'done' });
    await until('both submissions', () => session.submissions.length >= 2);
    await sleep(700);
    expect(session.submissions).toEqual(['hello', 'more']);
    again.close();
  },
);

test('HOST-3: a host killed at random moments loses no prompt and sends none twice', async () => {
  const session = await world.session('cat-aaaa');
  const said: string[] = [];
  const rounds = process.env.TEST_SIZE === 'full' ? 6 : 3;
  for (let round = 0; round < rounds; round += 1) {
    const host = world.startHost();
    const client = await connect();
    const text = `prompt ${round}`;
    said.push(text);
    const answer = await client.say('cat-aaaa', `p${round}`, text);
    expect(answer).toEqual({ kind: 'done' });
    // From the moment of the answer on, anything may be under way.
    await sleep((round * 137) % 500);
    await world.kill(host);
  }
  world.startHost();
  await until('all submissions', () => session.submissions.join('').includes(said.at(-1) ?? ''));
  const everything = session.submissions.join(' ');
  for (const text of said) expect(everything.split(text)).toHaveLength(2);
  expect(new Set(session.written).size).toBe(session.written.length);
});

test('HOST-4: there is one host, however many are started', async () => {
  const hosts = Array.from({ length: RIVALS }, () => world.startHost());
  const client = await connect();
  const left = () => hosts.filter((host) => host.exitCode === 0).length;
  await until('all but one to leave', () => left() === RIVALS - 1);
  const answer = await client.ask((requestId) => ({ type: 'status', requestId }));
  const living = hosts.find((host) => host.exitCode === null);
  expect(answer).toMatchObject({ status: { pid: living?.pid } });
  client.close();
});

test('HOST-6: asked to, it ends, leaves no socket, and its sessions live on', async () => {
  const session = await world.session('cat-aaaa');
  const host = world.startHost();
  const client = await connect();
  expect(await client.ask((requestId) => ({ type: 'shutdown', requestId }))).toEqual({
    kind: 'done',
  });
  await until('its end', () => host.exitCode === 0);
  expect(readdirSync(world.runtimeDirectory).filter((name) => name.startsWith('host'))).toEqual([]);
  expect(session.submissions).toEqual([]);
  expect(readdirSync(world.runtimeDirectory)).toContain('keeper-cat-aaaa.sock');
});

test('HOST-5: a keeper that is killed takes its session along: told, with its agent ended and the queue kept', async () => {
  const agent = spawn('sh', ['-c', 'trap "" HUP; sleep 1000 & wait'], {
    detached: true,
    stdio: 'ignore',
    env: { ...process.env, CODEX_VOICE_SESSION: 'cat-aaaa' },
  });
  const stranger = spawn('sleep', ['1000'], { detached: true, stdio: 'ignore' });
  const agentPid = agent.pid ?? 0;
  try {
    const directory = join(world.stateDirectory, 'sessions', 'cat-aaaa');
    mkdirSync(directory, { recursive: true });
    const record = {
      sessionId: 'cat-aaaa',
      agent: { name: 'cat' },
      cwd: '/',
      startedAtMs: 1,
      keeperPid: DEAD_PID,
      agentPid,
    };
    writeFileSync(join(directory, 'session.json'), JSON.stringify(record));
    const session = await world.session('cat-aaaa', agentPid);
    session.dialog = true;
    world.startHost();
    const client = await connect();
    client.request({ type: 'open', sessionId: 'cat-aaaa' });
    await client.say('cat-aaaa', 'p1', 'kept words');
    await session.close('killed');
    const told = (code: string) => (event: HostEvent) =>
      event.type === 'notice' && event.code === code;
    await until('the notice, by its code', () => client.events.some(told('keeper-died')));
    await until(
      'the agent’s end',
      () => leftProcesses({ sessionId: 'cat-aaaa', agentPid }).length === 0,
    );
    expect(stranger.exitCode).toBeNull();
    const answer = await client.ask((requestId) => ({ type: 'sessions', requestId }));
    expect(answer).toEqual({ kind: 'sessions', sessions: [] });
    expect(readFileSync(join(directory, 'queue.jsonl'), 'utf8')).toContain('kept words');
    client.close();
  } finally {
    agent.kill('SIGKILL');
    stranger.kill('SIGKILL');
  }
});

test('HOST-5: of agents found at the start the one of a killed keeper ends, not that of a living one or of one that is gone in order', async () => {
  const found = [
    { sessionId: 'cat-aaaa', keeperPid: process.pid },
    { sessionId: 'cat-bbbb', keeperPid: DEAD_PID, ended: { endedAtMs: 1 } },
    { sessionId: 'cat-cccc', keeperPid: DEAD_PID },
  ];
  const agents = found.map((told) => {
    const { sessionId } = told;
    const agent = spawn('sleep', ['1000'], {
      detached: true,
      stdio: 'ignore',
      env: { ...process.env, CODEX_VOICE_SESSION: sessionId },
    });
    const directory = join(world.stateDirectory, 'sessions', sessionId);
    mkdirSync(directory, { recursive: true });
    const record = { ...told, agent: { name: 'cat' }, cwd: '/', startedAtMs: 1 };
    writeFileSync(
      join(directory, 'session.json'),
      JSON.stringify({ ...record, agentPid: agent.pid }),
    );
    return agent;
  });
  try {
    world.startHost();
    const client = await connect();
    await client.ask((requestId) => ({ type: 'status', requestId }));
    await until('its end', () => agents[2]?.signalCode !== null);
    await sleep(200);
    expect(agents.map(({ signalCode }) => signalCode)).toEqual([null, null, 'SIGHUP']);
    client.close();
  } finally {
    for (const agent of agents) agent.kill('SIGKILL');
  }
});

test('HOST-5: a process under an old agent’s number, but of another birth, is not touched', async () => {
  const innocent = spawn('sleep', ['1000'], {
    detached: true,
    stdio: 'ignore',
    env: { CODEX_VOICE_SESSION: 'cat-bbbb' },
  });
  try {
    await until('its start', () => existsSync(`/proc/${innocent.pid}/environ`));
    expect(leftProcesses({ sessionId: 'cat-aaaa', agentPid: innocent.pid ?? 0 })).toEqual([]);
    expect(leftProcesses({ sessionId: 'cat-bbbb', agentPid: innocent.pid ?? 0 })).toEqual([
      innocent.pid,
    ]);
  } finally {
    innocent.kill('SIGKILL');
  }
});

test('HOST-8: the youngest of ended sessions are kept, and what runs or starts is never removed', async () => {
  const sessions = join(world.stateDirectory, 'sessions');
  for (const [index, name] of ['old', 'older', 'oldest', 'cat-aaaa'].entries()) {
    mkdirSync(join(sessions, name), { recursive: true });
    const seconds = Date.now() / 1_000 - 1_000 * (index + 1);
    utimesSync(join(sessions, name), seconds, seconds);
  }
  mkdirSync(join(sessions, 'starting'));
  await world.session('cat-aaaa');
  world.startHost('--keep-ended', '1');
  await connect().then((client) => client.close());
  await until('pruned', () => !existsSync(join(sessions, 'oldest')));
  expect(readdirSync(sessions).sort()).toEqual(['cat-aaaa', 'old', 'starting']);
  expect(statSync(join(world.stateDirectory, 'host.log')).mode & 0o777).toBe(0o600);
});
