// An agent that speaks ACP badly: lines too long, cut, for nobody, too many. Each is bounded, one line for the
// person, and nothing happens twice.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type AcpTurn,
  driverEvents,
  makeScriptedAcp,
  type ScriptedAcp,
  untilDriverEvent,
  untilHolds,
} from '@codex-voice/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AgentEvent, NumberedEvent } from '../agent-events.ts';
import { TEXT_BYTES } from '../bounded-event.ts';
import { EventJournal } from '../event-journal.ts';
import { MOST_OPEN_QUESTIONS } from './acp-approvals.ts';
import { AcpDriver } from './acp-driver.ts';

let directory = '';
let acp: ScriptedAcp;
let undo: AsyncDisposableStack;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'acp-faults-'));
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
}

async function ready(turn: AcpTurn): Promise<Driven> {
  acp.script(turn);
  const journal = new EventJournal({ path: join(directory, 'events.jsonl') });
  const { file, args } = acp;
  const driver = new AcpDriver({
    ...{ name: 'scripted', file, args, cwd: directory, journal },
    env: { PATH: process.env.PATH },
    restartPauseMs: 1,
  });
  undo.defer(async () => {
    await driver[Symbol.asyncDispose]();
    journal[Symbol.dispose]();
  });
  const events = driverEvents(driver);
  await untilHolds('ready', () => driver.rung === 'structured');
  return { driver, events };
}

function told<Kind extends AgentEvent['kind']>(
  events: readonly NumberedEvent[],
  kind: Kind,
): readonly Extract<AgentEvent, { kind: Kind }>[] {
  const isIt = (event: AgentEvent): event is Extract<AgentEvent, { kind: Kind }> =>
    event.kind === kind;
  return events.map(({ event }) => event).filter(isIt);
}

/** What the agent said, when its turn was over. */
async function saidIn({ driver, events }: Driven): Promise<string> {
  await driver.submit({ promptId: 'one', text: 'one' });
  await untilDriverEvent(events, 'turn-completed');
  const items = told(events, 'item-completed').map(({ item }) => item);
  return items.flatMap(({ kind, text }) => (kind === 'agent' ? [text] : [])).join('');
}

test.each([
  ['that has no end for 40 MB', 'no-line-end'],
  ['that answers nothing that was asked', 'answers-nothing'],
] as const)('ACP-8: a line %s is passed over, and told once', async (_, kind) => {
  const driven = await ready({ kind });
  expect(await saidIn(driven)).toBe('Still here.');
  const { events, driver } = driven;
  for (const { body } of told(events, 'raw')) expect(body.length).toBeLessThanOrEqual(4_096);
  expect(told(events, 'error').map(({ message }) => message)).toEqual([
    'scripted: it writes lines that are no messages of ACP: they are passed over',
  ]);
  expect(told(events, 'turn-completed')).toHaveLength(1);
  expect(driver.rung).toBe('structured');
});

test('ACP-8: a turn that is answered twice ends once', async () => {
  const driven = await ready({ kind: 'answers-twice' });
  await driven.driver.submit({ promptId: 'one', text: 'one' });
  await untilDriverEvent(driven.events, 'error');
  await untilDriverEvent(driven.events, 'turn-completed');
  expect(told(driven.events, 'turn-completed')).toHaveLength(1);
  expect(acp.prompts()).toEqual(['one']);
});

test('ACP-8: an agent that dies in the middle of a line fails its turn, and hears no prompt twice', async () => {
  const { driver, events } = await ready({ kind: 'half-line' });
  expect(await driver.submit({ promptId: 'one', text: 'one' })).toMatchObject({ kind: 'taken' });
  await untilDriverEvent(events, 'turn-failed');
  await untilHolds('again', () => driver.rung === 'structured');
  expect(await driver.submit({ promptId: 'one', text: 'one' })).toEqual({ kind: 'repeated' });
  expect(acp.prompts()).toEqual(['one']);
  expect(told(events, 'error')).toEqual([]);
});

test('ACP-8: of two that are asked at once each has its own answer', async () => {
  const { driver, events } = await ready({ kind: 'asks-two' });
  await driver.submit({ promptId: 'one', text: 'one' });
  await untilHolds('asked', () => told(events, 'approval-requested').length === 2);
  const approvals = told(events, 'approval-requested').map(({ approval }) => approval);
  expect(approvals.map(({ text }) => text)).toEqual(['rm one', 'rm two']);
  const [first, second] = approvals.map(({ approvalId }) => approvalId);
  await driver.answer({ approvalId: second ?? '', decision: 'accept' });
  expect(driver.activity).toBe('waiting');
  await driver.answer({ approvalId: first ?? '', decision: 'decline' });
  await untilDriverEvent(events, 'turn-completed');
  const deltas = told(events, 'item-delta').map(({ delta }) => delta);
  expect(deltas).toEqual(['rm two: once. ', 'rm one: no. ', 'Still here.']);
});

test('ACP-5 ACP-8: of more questions than can be open the rest is refused, and told once; what is asked after an interrupt is cancelled', async () => {
  const { driver, events } = await ready({ kind: 'asks-many' });
  await driver.submit({ promptId: 'one', text: 'one' });
  await untilHolds('refused', () => told(events, 'error').length === 1);
  await untilHolds(
    'asked',
    () => told(events, 'approval-requested').length === MOST_OPEN_QUESTIONS,
  );
  expect(await driver.interrupt()).toMatchObject({ kind: 'done' });
  expect(told(events, 'approval-requested')).toHaveLength(MOST_OPEN_QUESTIONS);
  expect(told(events, 'approval-resolved')).toHaveLength(MOST_OPEN_QUESTIONS);
  expect(told(events, 'error')).toHaveLength(1);
});

test('ACP-4: an option with a long name is asked, with as much of the name as is shown', async () => {
  const { driver, events } = await ready({ kind: 'long-option' });
  await driver.submit({ promptId: 'one', text: 'one' });
  const { approval } = await untilDriverEvent(events, 'approval-requested');
  const [first] = driver.asked?.options ?? [];
  expect(first?.name).toMatch(/^Allow x/u);
  expect(Buffer.byteLength(first?.name ?? '')).toBeLessThanOrEqual(1_024);
  await driver.answer({ approvalId: approval.approvalId, decision: 'accept' });
  await untilDriverEvent(events, 'turn-completed');
  expect(told(events, 'item-delta').map(({ delta }) => delta)[0]).toBe('rm long: once. ');
  expect(told(events, 'error')).toEqual([]);
});

test('ACP-8: a question in a form that is not known is refused, and told once', async () => {
  const driven = await ready({ kind: 'other-form' });
  expect(await saidIn(driven)).toBe('rm one: nothing. rm two: nothing. Still here.');
  expect(told(driven.events, 'approval-requested')).toEqual([]);
  expect(told(driven.events, 'error').map(({ message }) => message)).toEqual([
    'scripted: it asks in a form that is not known here: that is refused, and it is told so',
  ]);
});

test('ACP-8: what an agent writes to its terminal holds up nothing', async () => {
  const driven = await ready({ kind: 'loud' });
  expect(await saidIn(driven)).toBe('Still here.');
  expect(told(driven.events, 'error')).toEqual([]);
});

test('ACP-3: of a change that is too large its paths are told, and that the rest is not', async () => {
  const driven = await ready({ kind: 'large-edit' });
  expect(await saidIn(driven)).toBe('Still here.');
  for (const { event } of driven.events)
    expect(Buffer.byteLength(JSON.stringify(event))).toBeLessThan(3 * TEXT_BYTES);
  const unshown = '--- /project/large\n+++ /project/large\n(too large to be shown)\n';
  expect(told(driven.events, 'item-completed')[1]?.item).toMatchObject({
    text: '/project/large',
    patch: unshown,
  });
  expect(told(driven.events, 'diff-updated')).toMatchObject([{ diff: unshown }]);
});
