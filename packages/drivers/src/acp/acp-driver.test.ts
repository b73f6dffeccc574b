// The driver of agents that speak ACP, with an agent that does as it is told, well and badly.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type AcpStart,
  type AcpTurn,
  driverEvents,
  makeScriptedAcp,
  markProcesses,
  type ScriptedAcp,
  untilDriverEvent,
  untilHolds,
} from '@codex-voice/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AgentEvent, NumberedEvent } from '../agent-events.ts';
import { EventJournal } from '../event-journal.ts';
import { AcpDriver, type AcpNotice } from './acp-driver.ts';

/** Nothing of an agent is left by then, in ms. */
const ENDED_WITHIN_MS = 30_000;
/** Of an agent that says nothing, instead of a minute, in ms. */
const HELLO_WITHIN_MS = 300;

let directory = '';
let acp: ScriptedAcp;
let undo: AsyncDisposableStack;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'acp-driver-'));
  acp = makeScriptedAcp();
  undo = new AsyncDisposableStack();
});
afterEach(async () => {
  await undo.disposeAsync();
  acp[Symbol.dispose]();
  rmSync(directory, { recursive: true, force: true });
});

interface Driven {
  readonly driver: AcpDriver;
  readonly events: NumberedEvent[];
  readonly notices: AcpNotice[];
}

const SAYS: AcpTurn = { kind: 'say', text: 'Heard.' };

function begin(turn: AcpTurn = SAYS, start?: AcpStart, marked: NodeJS.ProcessEnv = {}): Driven {
  acp.script(turn, start);
  const notices: AcpNotice[] = [];
  const journal = new EventJournal({ path: join(directory, 'events.jsonl') });
  const { file, args } = acp;
  const driver = new AcpDriver({
    name: 'scripted',
    file,
    args,
    cwd: directory,
    env: { PATH: process.env.PATH, ...marked },
    journal,
    helloWithinMs: HELLO_WITHIN_MS * (start === 'silent' ? 1 : 100),
    restartPauseMs: 1,
    interruptedWithinMs: 300,
    noticed: (notice) => notices.push(notice),
  });
  undo.defer(async () => {
    await driver[Symbol.asyncDispose]();
    journal[Symbol.dispose]();
  });
  return { driver, events: driverEvents(driver), notices };
}

async function ready(turn: AcpTurn = SAYS, start?: AcpStart): Promise<Driven> {
  const driven = begin(turn, start);
  await untilHolds('ready', () => driven.driver.rung === 'structured');
  return driven;
}

function overOf({ notices }: Driven) {
  return notices.flatMap((notice) => (notice.kind === 'over' ? [notice.over] : []));
}

function kindsOf(events: readonly NumberedEvent[], kind: AgentEvent['kind']): AgentEvent[] {
  return events.map(({ event }) => event).filter((event) => event.kind === kind);
}

test.each<[AcpStart, RegExp]>([
  ['silent', /has not answered "initialize" within 0.3 s: does it speak ACP/u],
  ['sign-in', /wants you to sign in .*start it by itself.*Its ways: A key/u],
  ['version-2', /speaks version 2 of ACP, and we speak 1/u],
])('ACP-1: an agent that is %s is a reason in words', async (start, why) => {
  const driven = begin(SAYS, start);
  await untilHolds('over', () => overOf(driven).length === 1);
  expect(overOf(driven)[0]).toMatchObject({ status: 1, why: expect.stringMatching(why) });
  const { driver } = driven;
  expect(await driver.submit({ promptId: 'one', text: 'one' })).toMatchObject({
    reason: 'unreachable',
  });
  expect(driver.promptState('one')).toBeUndefined();
});

test('ACP-1: a program that is not there, or is no agent, is a reason in words', async () => {
  const journal = new EventJournal();
  const over: string[] = [];
  const noticed = (notice: AcpNotice): void => {
    if (notice.kind === 'over') over.push(notice.over.why);
  };
  const place = { name: 'none', cwd: directory, env: process.env, journal, noticed };
  await using _missing = new AcpDriver({ ...place, file: '/missing/agent' });
  // It gives back every line that it gets.
  await using _echo = new AcpDriver({ ...place, file: '/bin/cat' });
  await untilHolds('over', () => over.length === 2);
  expect(over.sort()).toEqual([
    expect.stringMatching(/does not answer "initialize" as ACP has it/u),
    expect.stringMatching(/ENOENT/u),
  ]);
});

test('ACP-1 ACP-3: what is asked beyond the protocol is refused, what is not known is raw, and lines that are no messages end nothing', async () => {
  const { driver, events } = await ready({ kind: 'unknown' });
  await driver.submit({ promptId: 'one', text: 'one' });
  await untilDriverEvent(events, 'turn-completed');
  const raw = kindsOf(events, 'raw');
  expect(raw).toContainEqual(expect.objectContaining({ method: 'of_a_later_version' }));
  expect(raw).toContainEqual(expect.objectContaining({ method: 'fs/read_text_file' }));
  const said = await untilDriverEvent(events, 'item-delta');
  expect(said.delta).toBe('It may not read files.');
  await untilHolds('idle', () => driver.activity === 'idle');
  const seen = events.length;
  acp.script({ kind: 'garbage' });
  await driver.submit({ promptId: 'two', text: 'two' });
  await untilDriverEvent(events, 'turn-completed', seen);
  expect(kindsOf(events, 'raw').map((event) => event.kind === 'raw' && event.body)).toEqual(
    expect.arrayContaining(['warning: this is no message', '{"half":', '[1,2]']),
  );
});

test('ACP-3: thoughts, a plan, a change of a file and tokens are told', async () => {
  const { driver, events, notices } = await ready({ kind: 'work', text: '/tmp/file' });
  await driver.submit({ promptId: 'one', text: 'one' });
  await untilDriverEvent(events, 'turn-completed');
  const items = events.flatMap(({ event }) =>
    event.kind === 'item-completed' ? [event.item] : [],
  );
  expect(items.map(({ kind, text }) => [kind, text])).toEqual([
    ['user', 'one'],
    ['reasoning', 'First I look.'],
    ['patch', '/tmp/file'],
    ['agent', 'Changed it.'],
  ]);
  const patch = '--- /tmp/file\n+++ /tmp/file\n@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n';
  expect(items[2]).toMatchObject({ patch, outcome: 'completed' });
  expect(await untilDriverEvent(events, 'diff-updated')).toMatchObject({ diff: patch });
  const { steps } = await untilDriverEvent(events, 'plan-updated');
  expect(steps.map(({ state }) => state)).toEqual(['pending', 'running', 'done']);
  expect(await untilDriverEvent(events, 'usage')).toMatchObject({
    inputTokens: 12,
    outputTokens: 3,
    totalTokens: 15,
  });
  expect(notices).toContainEqual({ kind: 'commands', names: ['memory'] });
  expect(await driver.nextMode()).toEqual({ kind: 'done' });
  expect(notices).toContainEqual({ kind: 'mode', modeId: 'yolo' });
});

test('ACP-3: a message of 1 MB is told whole, and so is a prompt of 1 MB', async () => {
  const long = 'long '.repeat(200_000);
  const { driver, events } = await ready({ kind: 'say', text: long });
  await driver.submit({ promptId: 'long', text: long });
  await untilDriverEvent(events, 'turn-completed');
  const said = events.flatMap(({ event }) =>
    event.kind === 'item-completed' && event.item.kind === 'agent' ? [event.item.text] : [],
  );
  expect(said[0] === long).toBe(true);
  expect(acp.prompts()[0] === long).toBe(true);
});

test('ACP-4: the answer is the agent’s option of that kind; an option chosen in its terminal settles as elsewhere', async () => {
  const { driver, events } = await ready({ kind: 'ask', command: 'rm x' });
  const asked = async (after: number) => {
    const { approval } = await untilDriverEvent(events, 'approval-requested', after);
    expect(approval).toMatchObject({
      text: 'rm x',
      subject: 'command',
      decisions: ['accept', 'accept-for-session', 'decline', 'cancel'],
    });
    return approval.approvalId;
  };
  const wanted = ['accept-for-session', 'decline', 'cancel'] as const;
  for (const decision of wanted) {
    const after = events.length;
    await driver.submit({ promptId: decision, text: decision });
    const approvalId = await asked(after);
    expect(await driver.answer({ approvalId, decision })).toEqual({ kind: 'done' });
    await untilDriverEvent(events, 'turn-completed', after);
    await untilHolds('idle', () => driver.activity === 'idle');
  }
  const after = events.length;
  await driver.submit({ promptId: 'chosen', text: 'chosen' });
  const approvalId = await asked(after);
  expect(await driver.choose(approvalId, 'once')).toEqual({ kind: 'done' });
  expect(await driver.answer({ approvalId, decision: 'decline' })).toMatchObject({
    reason: 'settled',
  });
  expect(await untilDriverEvent(events, 'approval-resolved', after)).toMatchObject({
    by: 'elsewhere',
    decision: 'accept',
  });
  await untilDriverEvent(events, 'turn-completed', after);
  expect(acp.answers()).toEqual(['always', 'no', 'cancelled', 'once']);
  const begun = events.flatMap(({ event }) =>
    event.kind === 'item-started' && event.item.kind === 'command' ? [event.item.text] : [],
  );
  expect(begun).toEqual(['rm x', 'rm x', 'rm x', 'rm x']);
});

test('ACP-5: a turn that does not end when it is told to is not known to have ended', async () => {
  const { driver, events } = await ready({ kind: 'deaf' });
  await driver.submit({ promptId: 'one', text: 'one' });
  await untilDriverEvent(events, 'item-delta');
  expect(await driver.interrupt()).toMatchObject({ kind: 'unconfirmed' });
  expect(driver.activity).toBe('busy');
});

test('ACP-2 ACP-6: an agent that dies in its turn fails it, is started again on its conversation, and hears no prompt twice', async () => {
  const { driver, events, notices } = await ready({ kind: 'die' }, 'repeats-late');
  expect(await driver.submit({ promptId: 'one', text: 'one' })).toMatchObject({ kind: 'taken' });
  expect(await untilDriverEvent(events, 'turn-failed')).toMatchObject({ message: 'out of memory' });
  acp.script({ kind: 'die-at-once' }, 'repeats-late');
  await untilHolds('again', () => notices.filter(({ kind }) => kind === 'opened').length === 2);
  const rungs = events.flatMap(({ event }) => (event.kind === 'rung' ? [event.rung] : []));
  expect(rungs).toEqual(['typing', 'structured', 'typing', 'structured']);
  expect(notices.at(-1)).toMatchObject({ kind: 'opened', opened: { how: 'taken-up' } });
  // What it repeats is not told again.
  expect(kindsOf(events, 'item-delta')).toHaveLength(1);
  expect(await driver.submit({ promptId: 'one', text: 'one' })).toEqual({ kind: 'repeated' });
  expect(await driver.submit({ promptId: 'two', text: 'two' })).toMatchObject({
    kind: 'unconfirmed',
  });
  expect(await driver.submit({ promptId: 'two', text: 'two' })).toMatchObject({
    kind: 'unconfirmed',
  });
  expect(acp.prompts()).toEqual(['one', 'two']);
  acp.script(SAYS, 'repeats-late');
  await untilHolds('a third time', () => driver.rung === 'structured');
  const after = events.length;
  expect(await driver.submit({ promptId: 'three', text: 'three' })).toMatchObject({
    kind: 'taken',
  });
  await untilDriverEvent(events, 'turn-completed', after);
});

test('ACP-6: an agent that dies while what it repeats is awaited is started again, and is over in the end', async () => {
  const driven = await ready({ kind: 'die' });
  acp.script({ kind: 'die' }, 'dies-late');
  await driven.driver.submit({ promptId: 'one', text: 'one' });
  await untilHolds('over', () => overOf(driven).length === 1);
  expect(driven.driver.rung).toBe('typing');
  expect(acp.methods().filter((method) => method === 'session/load')).toHaveLength(3);
});

test('ACP-6: what an agent asked when it died is lost; one that takes up no conversation begins a new one, and says so', async () => {
  const { driver, events } = await ready({ kind: 'ask-and-die' }, 'forgetful');
  await driver.submit({ promptId: 'one', text: 'one' });
  const { approval } = await untilDriverEvent(events, 'approval-requested');
  expect(await untilDriverEvent(events, 'approval-resolved')).toMatchObject({ by: 'lost' });
  const { approvalId } = approval;
  expect(await driver.answer({ approvalId, decision: 'accept' })).toMatchObject({
    reason: 'settled',
  });
  acp.script(SAYS, 'forgetful');
  const { message } = await untilDriverEvent(events, 'error');
  expect(message).toContain('a new one is begun');
  expect(kindsOf(events, 'session')).toHaveLength(2);
});

test('ACP-6: an agent that ends by itself, or again and again, is over', async () => {
  const driven = await ready({ kind: 'leave', text: '0' });
  await driven.driver.submit({ promptId: 'one', text: 'one' });
  await untilHolds('over', () => overOf(driven).length === 1);
  expect(overOf(driven)[0]?.status).toBe(0);
  const other = await ready({ kind: 'leave', text: '7' });
  for (const promptId of ['a', 'b', 'c', 'd']) {
    await untilHolds('ready', () => other.driver.rung === 'structured');
    await other.driver.submit({ promptId, text: promptId });
    await untilHolds('away', () => other.driver.rung === 'typing');
  }
  await untilHolds('over', () => overOf(other).length === 1);
  expect(overOf(other)[0]?.status).toBe(7);
});

test('ACP-7: a later driver goes on with the conversation, and closes what was left open', async () => {
  const mark = markProcesses();
  {
    const driven = begin({ kind: 'ask', command: 'true' }, undefined, mark.env);
    await untilHolds('ready', () => driven.driver.rung === 'structured');
    await driven.driver.submit({ promptId: 'asks', text: 'asks' });
    await untilDriverEvent(driven.events, 'approval-requested');
    await undo.disposeAsync();
    undo = new AsyncDisposableStack();
  }
  const { driver, events, notices } = await ready();
  expect(notices.find(({ kind }) => kind === 'opened')).toMatchObject({
    opened: { how: 'taken-up' },
  });
  expect(kindsOf(events, 'approval-resolved')).toEqual([expect.objectContaining({ by: 'lost' })]);
  expect(kindsOf(events, 'turn-failed')).toHaveLength(1);
  expect(await driver.submit({ promptId: 'asks', text: 'asks' })).toEqual({ kind: 'repeated' });
  expect(await mark.leaked(ENDED_WITHIN_MS)).toEqual([]);
});
