// Hooks and a record that are not Codex's: what a real one does too rarely to wait for.
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { driverEvents, untilDriverEvent, untilHolds } from '@codex-voice/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { HooksWorld, turns, untilTurn } from '../claude/hooks-world.test-support.ts';
import { EventJournal } from '../event-journal.ts';
import { codexHookArgs } from './codex-hook-args.ts';
import { CodexHooksDriver } from './codex-hooks-driver.ts';
import { rolloutEntry } from './rollout-lines.ts';

let world: HooksWorld;
let journal: EventJournal;
let driver: CodexHooksDriver;

const open = (): CodexHooksDriver => new CodexHooksDriver({ folder: world.folder, journal });

beforeEach(() => {
  world = new HooksWorld();
  journal = new EventJournal({ path: join(world.folder, 'events.jsonl') });
  driver = open();
});
afterEach(async () => {
  await driver[Symbol.asyncDispose]();
  journal[Symbol.dispose]();
  world[Symbol.dispose]();
});

const begin = (turnId: string, prompt: string) =>
  world.heard('UserPromptSubmit', { turn_id: turnId, prompt });

function record(type: string, payload: object): void {
  appendFileSync(world.transcript, `${JSON.stringify({ type, payload })}\n`);
}

test('CODEX-21: a prompt is taken by the message that holds it, and withdrawn by none', async () => {
  const events = driverEvents(driver);
  await driver.announce({ promptId: 'a', text: 'first' });
  await driver.announce({ promptId: 'b', text: 'second' });
  driver.withdraw('b');
  await begin('t1', 'first and second');
  await untilTurn(events, 'user t1: first and second');
  expect([journal.promptState('a'), journal.promptState('b')]).toEqual(['taken', 'refused']);
  expect(await driver.announce({ promptId: 'a', text: 'first' })).toEqual({ kind: 'repeated' });
});

test('CODEX-21: a turn ends once, whether its hook or its record says so first', async () => {
  const events = driverEvents(driver);
  await begin('t1', 'go');
  record('event_msg', { type: 'task_complete', turn_id: 't1', last_agent_message: 'done' });
  await untilTurn(events, 'finished t1');
  await world.heard('Stop', { turn_id: 't1', last_assistant_message: 'done' });
  await begin('t2', 'go on');
  record('event_msg', { type: 'turn_aborted', turn_id: 't1', reason: 'interrupted' });
  record('event_msg', { type: 'task_complete', turn_id: 't2', error: { message: 'no service' } });
  await untilTurn(events, 'failed t2: no service');
  expect(turns(events)).toEqual([
    ...['start t1', 'user t1: go', 'agent t1: done', 'finished t1'],
    ...['start t2', 'user t2: go on', 'failed t2: no service'],
  ]);
  expect(driver.activity).toBe('idle');
});

test('CODEX-22: a question is told and left to Codex’s dialog at once', async () => {
  const events = driverEvents(driver);
  await begin('t1', 'go');
  record('response_item', { type: 'function_call_output' });
  const said = world.ask({ turn_id: 't1' });
  const { approval } = await untilDriverEvent(events, 'approval-requested');
  await untilHolds('the hook may end', () => said.ended);
  expect([said.answer, approval.text, approval.decisions]).toEqual(['', 'rm x', []]);
  expect(driver.activity).toBe('waiting');
  record('response_item', { type: 'function_call_output' });
  expect(await untilDriverEvent(events, 'approval-resolved')).toMatchObject({ by: 'elsewhere' });
  expect(driver.activity).toBe('busy');
});

test('CODEX-23: a driver that comes later tells the end of the turn, and what was asked is lost', async () => {
  await begin('t1', 'go');
  world.ask({ turn_id: 't1' });
  await untilDriverEvent(driverEvents(driver), 'approval-requested');
  await driver[Symbol.asyncDispose]();
  record('event_msg', { type: 'turn_aborted', turn_id: 't1' });
  driver = open();
  const events = driverEvents(driver);
  expect(await untilDriverEvent(events, 'approval-resolved')).toMatchObject({ by: 'lost' });
  await world.heard('SessionStart', { source: 'resume' });
  await untilTurn(events, 'interrupted t1');
  expect(turns(events).filter((line) => line.startsWith('start'))).toEqual(['start t1']);
});

test('CODEX-20: where hooks can’t be had for one start there is a reason in words', async () => {
  const folder = join(world.folder, 'new');
  const start = { hook: ['hook'] as const, folder, cwd: world.folder, env: {} };
  const given = await codexHookArgs({ ...start, file: 'x', settings: ['-c', 'hooks.Stop=[]'] });
  expect(given).toMatch(/command line/u);
  const missing = await codexHookArgs({ ...start, file: '/missing/codex', settings: [] });
  expect(missing).toMatch(/does not tell its hooks/u);
  const other = await codexHookArgs({ ...start, file: '/bin/true', settings: [] });
  expect(other).toMatch(/app-server/u);
});

test.each([
  '',
  '{',
  '[]',
  '{"type":"event_msg"}',
  '{"type":"event_msg","payload":{"type":"task_complete"}}',
])('CODEX-21: the line %j of its record tells of no turn', (line) => {
  expect(rolloutEntry(line)).toBeUndefined();
});
