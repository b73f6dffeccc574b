// What an agent asks, in a session with its HUDs, its voice and a scripted driver.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type ApprovalAnswer,
  type CommandResult,
  type DriverCapability,
  EventJournal,
  ScriptedDriver,
  type ScriptedQuestion,
  type ScriptedTurn,
} from '@codex-voice/drivers';
import type { HostAnswer, HostEvent } from '@codex-voice/protocol';
import type { ApprovalRecord } from '@codex-voice/session';
import { CONFIRM_WITHIN_MS, HEARD_AFTER_MS } from '@codex-voice/session';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ApprovalStore } from './approval-store.ts';
import { ControlWorld, SeenHud, settings } from './control-world.test-support.ts';
import { ASKED_AGAIN_WITHIN_MS } from './session-approvals.ts';
import { SessionControl } from './session-control.ts';

/** Keeps in memory what a file would; its disk may be full. */
class Kept implements ApprovalStore {
  readonly records: ApprovalRecord[] = [];
  full = false;

  load(): readonly ApprovalRecord[] {
    return [...this.records];
  }

  append(records: readonly ApprovalRecord[]): ReturnType<ApprovalStore['append']> {
    if (this.full) return { kind: 'failed', message: 'no space left on device' };
    this.records.push(...records);
    return { kind: 'kept' };
  }

  close(): void {
    // Nothing is open.
  }
}

/** Counts what it is told, and may be out of reach. */
class CountingDriver extends ScriptedDriver {
  readonly answers: ApprovalAnswer[] = [];
  next: CommandResult | undefined;

  override async answer(answer: ApprovalAnswer): Promise<CommandResult> {
    this.answers.push(answer);
    const { next } = this;
    this.next = undefined;
    return next ?? (await super.answer(answer));
  }
}

class TypedDriver extends ScriptedDriver {
  override readonly capabilities = new Set<DriverCapability>(['confirms', 'approvals']);
}

let world: ControlWorld;
let kept: Kept;
let journal: EventJournal;
let control: SessionControl;
let driver: CountingDriver;
let hud: SeenHud;
let prompts = 0;
let folder: string;
/** The journal's wall clock is behind by this, in ms. */
let setBackMs = 0;

function openJournal(): void {
  const nowMs = () => world.clock.wallMs() - setBackMs;
  journal = new EventJournal({ path: join(folder, 'events'), nowMs });
}

/** The host is another one, and reads what was told before. */
function restart(): void {
  control.dispose();
  journal[Symbol.dispose]();
  world.clock.pass(10);
  openJournal();
  start();
  hud = new SeenHud(control);
}

function start(): void {
  const { clock, hub, store } = world;
  control = new SessionControl({ sessionId: 's1', clock, hub, store, approvals: kept });
  world.keeper.connect(control);
}

const BRANCH = {
  partId: 'branch',
  choices: [{ label: 'main', description: 'the usual one' }, { label: 'next' }],
  takesWords: true,
};

function makeDriver(): CountingDriver {
  const turnFor = (text: string): ScriptedTurn | ScriptedQuestion =>
    text.endsWith('?')
      ? { kind: 'question', text, parts: [{ ...BRANCH, question: text }] }
      : { kind: 'ask', command: text };
  driver = new CountingDriver({ journal, turnFor });
  control.setDriver(driver);
  return driver;
}

/** The agent's turn asks to run the command. */
async function turn(text: string): Promise<void> {
  prompts += 1;
  await driver.submit({ promptId: `p${prompts}`, text });
}

const openIn = (seen: SeenHud): string[] =>
  seen
    .of('approvals')
    .at(-1)
    ?.open.map(({ id, state, risk }) => [id, state, risk].join(' ').trim()) ?? [];
const settledIn = (seen: SeenHud): string[] =>
  seen
    .of('approvals')
    .flatMap(({ settled }) =>
      settled === undefined ? [] : [`${settled.id} ${settled.outcome} ${settled.by}`],
    );
const refusals = (seen: SeenHud): string[] =>
  seen.of('notice').map(({ code, text }) => code ?? text);

async function asked(
  id: string,
  answer: 'approve' | 'deny',
  by: 'key' | 'command-line' = 'command-line',
): Promise<HostAnswer> {
  return await control.approval({ type: 'approval', requestId: 'r', id, answer, by });
}

function talking(): void {
  hud.request({ type: 'talk', do: 'start' });
  world.voices.last.ready();
  world.voices.last.device('open');
}

let said = 0;
async function say(text: string): Promise<void> {
  said += 1;
  world.voices.last.say(`u${said}`, text, { atMs: world.clock.nowMs() });
  // What the driver answers comes in a later turn of the loop.
  await new Promise((resolve) => setImmediate(resolve));
}

afterEach(() => {
  journal[Symbol.dispose]();
  rmSync(folder, { recursive: true });
});

beforeEach(() => {
  world = new ControlWorld();
  kept = new Kept();
  setBackMs = 0;
  folder = mkdtempSync(join(tmpdir(), 'session-agent-'));
  openJournal();
  start();
  makeDriver();
  hud = new SeenHud(control, settings());
});

test('CONTROL-70: what is asked and settled is told to every HUD, and to one that comes later', async () => {
  await turn('ls src');
  const later = new SeenHud(control);
  expect(openIn(hud)).toEqual(['a1 open']);
  expect(later.of('opened')[0]?.approvals).toMatchObject([
    { id: 'a1', subject: 'command', text: 'ls src', takes: ['approve', 'deny'], state: 'open' },
  ]);
  expect(await asked('a1', 'approve', 'key')).toEqual({ kind: 'done' });
  for (const seen of [hud, later]) {
    expect(openIn(seen)).toEqual([]);
    expect(settledIn(seen)).toEqual(['a1 approved key']);
  }
  await turn('rm -rf build');
  expect(openIn(later)).toEqual(['a2 open destructive']);
  const list = await control.approval({ type: 'approvals', requestId: 'r' });
  expect(list).toMatchObject({
    kind: 'approvals',
    approvals: [
      { id: 'a1', state: 'settled', by: 'key', outcome: 'approved' },
      { id: 'a2', state: 'open', risk: 'destructive' },
    ],
  });
});

test('CONTROL-71: of answers from several places at once one is given to the agent', async () => {
  await turn('make');
  const answers = await Promise.all([
    asked('a1', 'deny', 'key'),
    asked('a1', 'approve'),
    asked('1', 'deny'),
  ]);
  expect(answers.map(({ kind }) => kind)).toEqual(['done', 'refused', 'refused']);
  expect(answers[1]).toMatchObject({ message: 'a1 was denied already, by key' });
  expect(driver.answers).toEqual([{ approvalId: 'turn-1/item-2', decision: 'decline' }]);
  expect(settledIn(hud)).toEqual(['a1 denied key']);
  expect(await asked('a1', 'approve')).toEqual({
    kind: 'refused',
    message: 'a1 was denied already, by key',
  });
  expect(await asked('a9', 'approve')).toMatchObject({ kind: 'refused' });
});

test('CONTROL-76: a question is told with its choices, and its first answer is given to the agent', async () => {
  await turn('Which branch?');
  const { partId: _, takesWords: __, ...shown } = BRANCH;
  const parts = [{ ...shown, question: 'Which branch?', words: true }];
  const [told] = hud.of('approvals').at(-1)?.open ?? [];
  expect(told).toMatchObject({ id: 'a1', subject: 'question', takes: [], parts });
  expect(await asked('a1', 'approve', 'key')).toMatchObject({
    message: expect.stringContaining('codex-voice answer a1'),
  });
  const reply = async (...words: string[]): Promise<HostAnswer> =>
    await control.approval({ type: 'reply', requestId: 'r', id: 'a1', words, by: 'command-line' });
  expect(await reply('7')).toMatchObject({ message: expect.stringContaining('a1: choose from 1') });
  const both = await Promise.all([reply('2'), reply('another', 'one')]);
  expect(both.map(({ kind }) => kind)).toEqual(['done', 'refused']);
  const answers = { branch: ['next'] };
  expect(driver.answers).toMatchObject([{ decision: 'accept', answers }]);
  expect(settledIn(hud)).toEqual(['a1 answered command-line']);
  expect(kept.records).toContainEqual(expect.objectContaining({ type: 'answered', answers }));
});

test('CONTROL-70: where a command runs is told where that is not the folder', async () => {
  journal.record({ kind: 'session', threadId: 't', cwd: '/project' });
  const approval = { turnId: 't', subject: 'command', text: 'ls', decisions: [] } as const;
  for (const [approvalId, cwd] of [
    ['one', '/project'],
    ['two', '/etc'],
  ] as const)
    journal.record({ kind: 'approval-requested', approval: { ...approval, approvalId, cwd } });
  expect(openIn(hud)).toEqual(['a1 open', 'a2 open outside']);
  const open = hud.of('approvals').at(-1)?.open;
  expect(open?.map((one) => one.cwd)).toEqual([undefined, '/etc']);
});

test('CONTROL-71: an answer is on record before the driver has it, and one it did not take is open again', async () => {
  await turn('make');
  const refused = { kind: 'refused', reason: 'unreachable', message: 'it is away' } as const;
  driver.next = refused;
  const early = kept.records.length;
  const answer = asked('a1', 'approve');
  expect(kept.records.slice(early)).toMatchObject([{ type: 'answered', by: 'command-line' }]);
  expect(await answer).toEqual({ kind: 'refused', message: 'a1: it is away' });
  expect(openIn(hud)).toEqual(['a1 open unknown']);
  driver.next = { kind: 'refused', reason: 'settled', message: 'nothing is open' };
  const late = await asked('a1', 'approve');
  expect(late).toMatchObject({ message: 'a1 was answered already, in the agent’s dialog' });
  expect(settledIn(hud)).toEqual(['a1 answered dialog']);
});

test('CONTROL-70: a full disk is told once, and approvals are answered all the same', async () => {
  kept.full = true;
  await turn('make');
  expect(await asked('a1', 'approve')).toEqual({ kind: 'done' });
  await turn('make');
  const problems = hud.of('notice').filter(({ severity }) => severity === 'error');
  expect(problems).toHaveLength(1);
  expect(driver.answers).toHaveLength(1);
});

test('CONTROL-72: a successor has what was open, and what is not asked again is lost', async () => {
  await turn('make one');
  restart();
  expect(hud.of('opened')[0]?.approvals).toMatchObject([{ id: 'a1', state: 'unheard' }]);
  expect(await asked('a1', 'approve')).toMatchObject({ kind: 'refused' });
  // A new driver on the same journal: what stands there is no news.
  makeDriver();
  expect(openIn(hud)).not.toContain('a1 open unknown');
  world.clock.pass(ASKED_AGAIN_WITHIN_MS);
  expect(settledIn(hud)).toEqual(['a1 lost nobody']);
});

test('CONTROL-72: what is asked is told also when the clock is set back', async () => {
  setBackMs = 3_600_000;
  await turn('make one');
  expect(openIn(hud)).toEqual(['a1 open unknown']);
});

test('CONTROL-72: what the driver asks again is open under its id', async () => {
  await turn('make one');
  const request = kept.records.find(({ type }) => type === 'asked');
  if (request?.type !== 'asked') throw new Error('nothing was asked');
  restart();
  makeDriver();
  const { approvalId, subject, text, decisions } = request.asked;
  const approval = { approvalId, turnId: 'turn-1', subject, text, decisions };
  journal.record({ kind: 'approval-requested', approval });
  world.clock.pass(ASKED_AGAIN_WITHIN_MS);
  expect(openIn(hud)).toEqual(['a1 open unknown']);
});

test('CONTROL-72: what a broken connection loses is unheard, and what a turn loses is lost', async () => {
  await turn('make');
  driver.become('typing', 'it went away');
  const approvalId = 'turn-1/item-2';
  journal.record({ kind: 'approval-resolved', approvalId, by: 'lost' });
  expect(openIn(hud)).toEqual(['a1 unheard unknown']);
  driver.become('structured', 'it is back');
  const asks = { approvalId, turnId: 'turn-1', subject: 'command', text: 'make' } as const;
  journal.record({
    kind: 'approval-requested',
    approval: { ...asks, decisions: ['accept', 'decline'] },
  });
  world.clock.pass(ASKED_AGAIN_WITHIN_MS);
  expect([openIn(hud), settledIn(hud)]).toEqual([['a1 open unknown'], []]);
  hud.request({ type: 'command', command: 'interrupt' });
  expect(settledIn(hud)).toEqual(['a1 lost nobody']);
});

test('CONTROL-72: an agent whose prompts are always typed is in sight while it has its driver', async () => {
  await turn('make');
  restart();
  const typed = new TypedDriver({ journal, turnFor: (text) => ({ kind: 'ask', command: text }) });
  typed.become('typing', 'it takes prompts from its keyboard alone');
  control.setDriver(typed);
  world.clock.pass(ASKED_AGAIN_WITHIN_MS);
  expect(settledIn(hud)).toEqual(['a1 lost nobody']);
  const asks = { approvalId: 'new', turnId: 't', subject: 'command', text: 'make' } as const;
  const approval = { ...asks, decisions: ['accept', 'decline'] } as const;
  journal.record({ kind: 'approval-requested', approval });
  expect(openIn(hud)).toEqual(['a2 open unknown']);
  journal.record({ kind: 'approval-resolved', approvalId: 'new', by: 'lost' });
  expect(openIn(hud)).toEqual([]);
});

test('CONTROL-72: without its driver nothing is answered', async () => {
  await turn('make');
  control.setDriver(undefined);
  expect(openIn(hud)).toEqual(['a1 unheard unknown']);
  expect(await asked('a1', 'approve')).toMatchObject({ kind: 'refused' });
  world.clock.pass(10 * ASKED_AGAIN_WITHIN_MS);
  expect(openIn(hud)).toEqual(['a1 unheard unknown']);
});

test('CONTROL-73 CONTROL-14: one word approves what is harmless, two what is risky', async () => {
  talking();
  await turn('ls src');
  await say('approve the request');
  expect(refusals(hud)).toEqual(['just-asked']);
  world.clock.pass(HEARD_AFTER_MS);
  await say('approve the request');
  expect(settledIn(hud)).toEqual(['a1 approved voice']);
  await turn('rm -rf build');
  world.clock.pass(HEARD_AFTER_MS);
  await say('approve the request');
  expect(hud.of('approvals').at(-1)).toMatchObject({ confirming: 'a2', open: [{ id: 'a2' }] });
  await say('approve the request');
  expect(driver.answers).toHaveLength(1);
  await say('i take the risk');
  expect(settledIn(hud)).toEqual(['a1 approved voice', 'a2 approved voice']);
  await turn('rm -rf other');
  world.clock.pass(HEARD_AFTER_MS);
  await say('approve the request');
  world.clock.pass(CONFIRM_WITHIN_MS);
  expect(hud.of('approvals').at(-1)).not.toHaveProperty('confirming');
  await say('i take the risk');
  expect(refusals(hud).at(-1)).toBe('nothing-to-confirm');
  await say('deny the request');
  expect(settledIn(hud).at(-1)).toBe('a3 denied voice');
  world.keeper.dialog = true;
  world.keeper.look();
  await say('approve the request');
  expect(refusals(hud).at(-1)).toBe('answer-by-key');
  expect(world.keeper.composer).toBe('');
});

test('CONTROL-73: a risky one is read aloud before its second word', async () => {
  const { voice, ...rest } = settings();
  if (voice === undefined) throw new Error('no voice');
  const speaking = { voice: 'auto', bargeIn: 'off' } as const;
  const say1 = ['read-back' as const];
  const start1 = { ...voice.start, speaking };
  world = new ControlWorld();
  start();
  makeDriver();
  hud = new SeenHud(control, { ...rest, voice: { ...voice, start: start1, say: say1 } });
  talking();
  await turn('rm -rf build');
  world.clock.pass(HEARD_AFTER_MS);
  await say('approve the request');
  const spoken = world.voices.last.commands.filter(({ type }) => type === 'speak');
  expect(spoken).toMatchObject([{ text: 'a1 may destroy something: rm -rf build' }]);
  await say('read that back');
  const again = world.voices.last.commands.filter(({ type }) => type === 'speak');
  expect(again.map((command) => 'text' in command && command.text)).toEqual([
    'a1 may destroy something: rm -rf build',
    'a1 may destroy something: rm -rf build',
  ]);
});

test('PROTOCOL-18: what is told of approvals fits the wire, however odd its text is', async () => {
  await turn('\u001b[2J\u0000 rm \u202e');
  const event: HostEvent | undefined = hud.of('approvals').at(-1);
  expect(JSON.parse(JSON.stringify(event))).toEqual(event);
});
