// A question with choices, answered by what is said and by keys, part by part.
import { EventJournal, ScriptedDriver } from '@codex-voice/drivers';
import type { HostAnswer } from '@codex-voice/protocol';
import type { QuestionPart } from '@codex-voice/session';
import { beforeEach, expect, test } from 'vitest';
import { ControlWorld, SeenHud, settings } from './control-world.test-support.ts';
import { SessionControl } from './session-control.ts';

const BRANCH: QuestionPart = {
  partId: 'branch',
  question: 'Which branch?',
  choices: [{ label: 'main' }, { label: 'next, or later' }],
  takesWords: true,
};
const PARTS: QuestionPart = {
  partId: 'parts',
  question: 'Which parts?',
  choices: [{ label: 'Api' }, { label: 'Web' }, { label: 'Docs' }],
  takesWords: true,
  takesSeveral: true,
};

let world: ControlWorld;
let control: SessionControl;
let hud: SeenHud;
let told: string[];

beforeEach(() => {
  world = new ControlWorld();
  const { clock, hub, store } = world;
  control = new SessionControl({ sessionId: 's1', clock, hub, store });
  world.keeper.connect(control);
  told = [];
  hud = new SeenHud(control, settings());
  hud.request({ type: 'talk', do: 'start' });
  world.voices.last.ready();
  world.voices.last.device('open');
});

async function ask(...parts: readonly QuestionPart[]): Promise<void> {
  const text = parts.map(({ question }) => question).join('\n');
  const journal = new EventJournal();
  const driver = new ScriptedDriver({
    journal,
    turnFor: () => ({ kind: 'question', text, parts }),
  });
  control.setDriver(driver);
  journal.follow(0, ({ event }) => {
    if (event.kind === 'item-completed') told.push(event.item.outcome ?? '');
  });
  await driver.submit({ promptId: 'p', text: 'ask' });
  world.clock.pass(1_000);
}

let said = 0;
async function say(text: string, atMs = world.clock.nowMs()): Promise<void> {
  said += 1;
  world.voices.last.say(`u${said}`, text, { atMs });
  await new Promise((resolve) => setImmediate(resolve));
}

async function key(part: number, choice: string): Promise<HostAnswer> {
  const words = [choice];
  const reply = { type: 'reply', requestId: 'r', id: 'a1', part, words, by: 'key' } as const;
  return await control.approval(reply);
}

const settled = (): readonly (string | undefined)[] =>
  hud.of('approvals').flatMap(({ settled: one }) => (one === undefined ? [] : [one.by]));
const queued = (): readonly string[] =>
  hud
    .of('queue')
    .at(-1)
    ?.entries.map(({ text }) => text) ?? [];
const given = (): readonly string[] | undefined => hud.of('approvals').at(-1)?.open[0]?.given;

test('CONTROL-77: a choice is said by its words or its number, and typed nowhere', async () => {
  for (const [words, answer] of [
    ['Main.', 'main'],
    ['the second one', 'next, or later'],
  ] as const) {
    told = [];
    await ask(BRANCH);
    await say(words);
    expect(told.at(-1), words).toBe(JSON.stringify({ branch: [answer] }));
    expect(settled().at(-1)).toBe('voice');
  }
  expect(queued()).toEqual([]);
});

test('CONTROL-77: what chooses nothing, or was begun before the question, goes the usual way', async () => {
  await say('main');
  await ask(BRANCH);
  await say('two', world.clock.nowMs() - 5_000);
  await say('three');
  await say('use main for now');
  expect(told.filter((outcome) => outcome !== '')).toEqual([]);
  expect(hud.of('approvals').at(-1)?.open).toMatchObject([{ id: 'a1', state: 'open' }]);
  await say('one');
  expect(settled()).toEqual(['voice']);
});

test('CONTROL-77: part by part, by voice and by key, and the last one answers', async () => {
  await ask(BRANCH, PARTS);
  await say('two');
  expect(given()).toEqual(['next, or later']);
  expect(new SeenHud(control).of('opened')[0]?.approvals).toMatchObject([
    { given: ['next, or later'] },
  ]);
  // The key was for the part that was answered by voice meanwhile.
  expect(await key(0, '1')).toMatchObject({ kind: 'refused' });
  expect(await key(1, '3,1')).toEqual({ kind: 'done' });
  expect(told.at(-1)).toBe(JSON.stringify({ branch: ['next, or later'], parts: ['Api', 'Docs'] }));
  expect(settled()).toEqual(['key']);
  expect(await key(1, '1')).toMatchObject({
    message: expect.stringContaining('was answered already, by key'),
  });
});

test('CONTROL-77: several are said in one go where several may be chosen', async () => {
  await ask(PARTS);
  await say('docs and the first one');
  expect(told.at(-1)).toBe(JSON.stringify({ parts: ['Api', 'Docs'] }));
});

const NUMERALS: QuestionPart = {
  partId: 'tries',
  question: 'How many tries?',
  choices: [{ label: '2' }, { label: '1' }, { label: '5' }],
  takesWords: true,
};

test('CONTROL-77: choices that are numerals are chosen by their places', async () => {
  await ask(NUMERALS);
  await say('2');
  expect(told.at(-1)).toBe(JSON.stringify({ tries: ['2'] }));
  await ask({ ...NUMERALS, takesSeveral: true });
  const chosen = { part: 0, words: ['2,3'], choices: [1, 2] };
  const reply = { type: 'reply', requestId: 'r', id: 'a2', by: 'key', ...chosen } as const;
  expect(await control.approval(reply)).toEqual({ kind: 'done' });
  expect(told.at(-1)).toBe(JSON.stringify({ tries: ['1', '5'] }));
});

test('CONTROL-77: what was begun before a part was next answers no part', async () => {
  await ask(BRANCH, PARTS);
  world.clock.pass(5_000);
  expect(await key(0, '1')).toEqual({ kind: 'done' });
  await say('two', world.clock.nowMs() - 1_000);
  expect(given()).toEqual(['main']);
  expect(settled()).toEqual([]);
  world.clock.pass(1_000);
  await say('two');
  expect(told.at(-1)).toBe(JSON.stringify({ branch: ['main'], parts: ['Web'] }));
});
