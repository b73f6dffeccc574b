// What an agent asks, answered by the real program and by terminals of a host on its real socket, with a
// scripted driver for the agent.
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  ApprovalFile,
  forgetfulStore,
  SessionControl,
  systemClock,
  VoiceHub,
} from '@codex-voice/control';
import {
  EventJournal,
  ScriptedDriver,
  type ScriptedQuestion,
  type ScriptedTurn,
} from '@codex-voice/drivers';
import { connectKeeper, listenHost, runningKeepers } from '@codex-voice/ipc';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ClientDesk } from './client-desk.ts';
import { Client, HostWorld, until } from './host-world.test-support.ts';
import { SessionTable } from './session-table.ts';

const launcher = fileURLToPath(new URL('../../../bin/codex-voice.js', import.meta.url));
const SESSION = 'codex-aaaa';

let world: HostWorld;
let driver: ScriptedDriver;
let close: () => Promise<void>;
let prompts = 0;

/** A host of this process: its table, its desks and its socket are the real ones. */
const NOTHING_HERE = {
  spool: async () => ({ kind: 'refused', message: 'nothing is kept here' }) as const,
  keptCount: () => 0,
  recordings: {
    request: async () => ({ kind: 'refused', message: 'nothing is recorded here' }) as const,
    opened: () => undefined,
    state: () => undefined,
  },
};

/** What the agent wants to know of a question. */
const PORT = {
  partId: 'port',
  choices: [{ label: '80', description: 'as ever' }, { label: 'any' }],
  takesWords: false,
};

function turnFor(text: string): ScriptedTurn | ScriptedQuestion {
  if (!text.endsWith('?')) return { kind: 'ask', command: text };
  return { kind: 'question', text, parts: [{ ...PORT, question: text }] };
}

/** What the table tells, and nobody hears here. */
const UNHEARD = {
  onLeft: () => undefined,
  onAdopted: () => undefined,
  onChange: () => undefined,
  note: () => undefined,
};

async function startHost(journal: EventJournal): Promise<void> {
  const { runtimeDirectory, stateDirectory } = world;
  const directory = join(stateDirectory, 'sessions', SESSION);
  mkdirSync(directory, { recursive: true });
  const hub = new VoiceHub({
    openLink: () => {
      throw new Error('nobody speaks here');
    },
    clock: systemClock,
    readJournal: () => Promise.resolve([]),
  });
  const table = new SessionTable({
    running: () => runningKeepers(runtimeDirectory),
    openKeeper: (sessionId, connection, onClosed) =>
      connectKeeper({ runtimeDirectory, sessionId, capability: 'control', connection, onClosed }),
    makeControl: (sessionId) =>
      new SessionControl({
        sessionId,
        clock: systemClock,
        hub,
        store: forgetfulStore(),
        approvals: new ApprovalFile(directory),
      }),
    makeDriver: (_, control) => {
      driver = new ScriptedDriver({
        journal,
        turnFor,
      });
      control.setDriver(driver);
      return { placed: () => undefined, close: () => undefined };
    },
    readRecord: () => undefined,
    endLeftovers: () => Promise.resolve(),
    ...UNHEARD,
  });
  const listening = await listenHost({
    runtimeDirectory,
    accept: (client) => {
      const desk = new ClientDesk({
        send: (event) => client.send(event),
        pause: () => client.pause(),
        resume: () => client.resume(),
        find: (sessionId, state) => table.find(sessionId, state),
        rows: () => table.rows(),
        status: () => {
          throw new Error('nobody asks');
        },
        ...NOTHING_HERE,
        shutdown: () => undefined,
        note: () => undefined,
      });
      return { request: (request) => desk.request(request), closed: () => desk.closed() };
    },
  });
  await table.adoptAll();
  close = async () => {
    table.close();
    if (listening.kind === 'listening') await listening.close();
  };
}

/** The agent asks to run it. */
async function ask(command: string): Promise<void> {
  prompts += 1;
  await driver.submit({ promptId: `p${prompts}`, text: command });
}

/** The program, to its end: its status and what it wrote. */
async function program(...args: readonly string[]): Promise<readonly [number, string]> {
  const env = {
    ...process.env,
    XDG_RUNTIME_DIR: join(world.root, 'run'),
    XDG_STATE_HOME: join(world.root, 'state'),
    XDG_CONFIG_HOME: join(world.root, 'config'),
  };
  return await new Promise((resolve) => {
    execFile(
      process.execPath,
      [launcher, ...args],
      { env, encoding: 'utf8' },
      (error, out, wrong) =>
        resolve([typeof error?.code === 'number' ? error.code : 0, out + wrong]),
    );
  });
}

beforeEach(async () => {
  world = new HostWorld();
  await world.session(SESSION);
});
afterEach(async () => {
  await close();
  await world.close();
});

test('HOST-11 CONTROL-71: from two commands and a terminal at once, one answer counts, and all are told', async () => {
  await startHost(new EventJournal());
  const terminals = [
    await Client.connect(world.runtimeDirectory),
    await Client.connect(world.runtimeDirectory),
  ];
  for (const terminal of terminals) terminal.request({ type: 'open', sessionId: SESSION });
  const [first] = terminals;
  await until('opened', () => terminals.every(({ events }) => events.length > 0));
  expect(await program('approvals')).toEqual([0, 'nothing is asked\n']);
  await ask('rm -rf build');
  const [status, listed] = await program('approvals', '--json');
  expect(status).toBe(0);
  expect(JSON.parse(listed)).toMatchObject([
    { session: SESSION, id: 'a1', text: 'rm -rf build', risk: 'destructive', state: 'open' },
  ]);
  const byKey = first?.ask((requestId) => ({
    type: 'approval',
    requestId,
    id: 'a1',
    answer: 'deny',
    by: 'key',
  }));
  const [yes, no, key] = await Promise.all([program('approve', 'a1'), program('deny', '1'), byKey]);
  const taken = [yes?.[0] === 0, no?.[0] === 0, key?.kind === 'done'];
  expect(taken.filter(Boolean)).toHaveLength(1);
  for (const [code, told] of [yes, no].filter(([code]) => code !== 0)) {
    expect(code).toBe(1);
    expect(told).toMatch(/^codex-voice: a1 (?:is being|was) [^\n]+\n$/u);
  }
  const settled = terminals.map(({ events }) =>
    events.flatMap((event) => (event.type === 'approvals' && event.settled ? [event.settled] : [])),
  );
  expect(settled.map((told) => told.length)).toEqual([1, 1]);
  expect(settled[0]).toEqual(settled[1]);
  const path = join(world.stateDirectory, 'sessions', SESSION, 'approvals.jsonl');
  const lines = readFileSync(path, 'utf8').split('\n');
  const types = lines.flatMap((line) => (line === '' ? [] : [JSON.parse(line).type]));
  expect(types).toEqual(['asked', 'answered', 'settled']);
  expect(await program('approve', 'a7')).toEqual([
    1,
    'codex-voice: no approval a7 in this session\n',
  ]);
  for (const terminal of terminals) terminal.close();
});

test('HOST-11 CONTROL-76: a question is listed with its choices, and answered by a command', async () => {
  await startHost(new EventJournal());
  await ask('Which port?');
  const listed = `${[
    `a1  ${SESSION}  question  open`,
    '    Which port?',
    '    1) 80: as ever',
    '    2) any',
    '    (codex-voice answer a1 CHOICE)',
  ].join('\n')}\n`;
  expect(await program('approvals')).toEqual([0, listed]);
  expect(await program('answer', 'a1', 'the', 'third')).toEqual([
    1,
    'codex-voice: a1: choose from 1 to 2\n',
  ]);
  const answers = await Promise.all([program('answer', 'a1', '2'), program('answer', '1', '80')]);
  expect(answers.map(([code]) => code).toSorted()).toEqual([0, 1]);
  expect(answers.map(([, told]) => told)).toContain(`${SESSION}: answered a1\n`);
  expect((await program('approvals'))[1]).toContain('answered, from the command line');
});

test('HOST-11 CONTROL-72: what was open when a host went is told to the next terminal, and lost when nobody asks it', async () => {
  const path = join(world.runtimeDirectory, 'events.jsonl');
  const before = new EventJournal({ path });
  await startHost(before);
  await ask('make');
  await close();
  before[Symbol.dispose]();
  using journal = new EventJournal({ path });
  await startHost(journal);
  const terminal = await Client.connect(world.runtimeDirectory);
  terminal.request({ type: 'open', sessionId: SESSION });
  await until('opened', () => terminal.events.length > 0);
  expect(terminal.events[0]).toMatchObject({ approvals: [{ id: 'a1', state: 'unheard' }] });
  expect(await program('deny', 'a1', '--session', SESSION)).toEqual([
    1,
    expect.stringMatching(
      /^codex-voice: a1 was asked before the agent was found again: [^\n]+\n$/u,
    ),
  ]);
  await until('lost', () =>
    terminal.events.some(
      (event) => event.type === 'approvals' && event.settled?.outcome === 'lost',
    ),
  );
  terminal.close();
});
