// What an agent asks the person by a tool of ours: who answers it, when it ends, and that it is typed nowhere.
import type { HostAnswer } from '@codex-voice/protocol';
import { beforeEach, expect, test } from 'vitest';
import { ControlWorld, JsonStore, SeenHud, settings } from './control-world.test-support.ts';
import { type AskedQuestion, SessionQuestions } from './session-questions.ts';

const TIMEOUT_MS = 30_000;
const KEPT = { kind: 'kept' } as const;

let world: ControlWorld;
let hud: SeenHud;

beforeEach(() => {
  world = new ControlWorld(new JsonStore());
  hud = new SeenHud(world.control, settings());
  hud.request({ type: 'talk', do: 'start' });
  world.voices.last.ready();
  world.voices.last.device('open');
});

function ask(question = 'Which branch?'): AskedQuestion {
  return world.control.talkback.request({
    ...{ type: 'question', requestId: 'r', sessionId: 's1' },
    question,
    timeoutMs: TIMEOUT_MS,
  });
}

let said = 0;
function say(text: string): string {
  said += 1;
  world.voices.last.say(`u${said}`, text, { atMs: world.clock.nowMs() });
  return `u${said}`;
}

const openIn = (seen: SeenHud): string[] =>
  seen
    .of('approvals')
    .at(-1)
    ?.open.map(({ id, text, subject }) => [id, subject, text].join(' ')) ?? [];
const settledIn = (seen: SeenHud): string[] =>
  seen
    .of('approvals')
    .flatMap(({ settled }) =>
      settled === undefined ? [] : [`${settled.id} ${settled.outcome} ${settled.by}`],
    );
const outcomes = (): string[] =>
  world.voices.last.commands.flatMap((command) =>
    command.type === 'outcome' ? [`${command.utteranceId} ${command.outcome}`] : [],
  );

/** Before anybody has answered. */
async function pending(asked: AskedQuestion): Promise<boolean> {
  const nobody = Symbol('nobody');
  return (await Promise.race([asked.answer, Promise.resolve(nobody)])) === nobody;
}

async function byKey(id: string, answer: 'approve' | 'deny'): Promise<HostAnswer> {
  return await world.control.approval({ type: 'approval', requestId: 'k', id, answer, by: 'key' });
}

test('CONTROL-90: a question is shown as what the agent asks, also to a HUD that comes later; one at a time', async () => {
  const asked = ask();
  expect(openIn(hud)).toEqual(['q1 question Which branch?']);
  const later = new SeenHud(world.control);
  expect(later.of('opened')[0]?.approvals).toMatchObject([
    { id: 'q1', takes: ['approve', 'deny'] },
  ]);
  const listed = await world.control.approval({ type: 'approvals', requestId: 'l' });
  expect(listed).toMatchObject({ kind: 'approvals', approvals: [{ id: 'q1', state: 'open' }] });
  expect(await ask('And which file?').answer).toMatchObject({ kind: 'refused' });
  expect(await pending(asked)).toBe(true);
});

test('CONTROL-91: words from elsewhere answer it; what has none does not', async () => {
  const asked = ask();
  const reply = async (...words: string[]): Promise<HostAnswer> =>
    await world.control.approval({
      ...{ type: 'reply', requestId: 'r', id: 'q1', by: 'command-line' },
      words,
    });
  expect(openIn(hud)).toHaveLength(1);
  expect(hud.of('approvals').at(-1)?.open[0]?.parts).toEqual([
    { question: 'Which branch?', choices: [], words: true },
  ]);
  expect(await reply('\u001b[2J', ' ')).toMatchObject({ kind: 'refused' });
  expect(await pending(asked)).toBe(true);
  expect(await reply('the', 'release\u0007', 'branch')).toEqual({ kind: 'done' });
  const text = 'the release branch';
  expect(await asked.answer).toEqual({ kind: 'answered', text, by: 'command-line' });
  expect(await reply('main')).toEqual({ kind: 'refused', message: 'q1 is settled already' });
  expect(settledIn(hud)).toEqual(['q1 answered command-line']);
});

test('CONTROL-95: the record has how each ended', async () => {
  const kept: unknown[] = [];
  const { clock } = world;
  const append = (records: readonly unknown[]): typeof KEPT => {
    kept.push(...records);
    return KEPT;
  };
  const parts = { clock, store: { append }, emit: () => undefined, speak: () => undefined };
  const questions = new SessionQuestions(parts);
  questions.ask({ question: 'Which?', timeoutMs: TIMEOUT_MS });
  questions.answer({ id: 'q1', words: ['main'], by: 'command-line' });
  questions.ask({ question: 'Why?', timeoutMs: TIMEOUT_MS });
  questions.end();
  const atMs = clock.wallMs();
  const common = { type: 'question', askedAtMs: atMs, atMs };
  const answered = { by: 'command-line', outcome: 'answered', answer: 'main' };
  expect(kept).toEqual([
    { ...common, id: 'q1', text: 'Which?', ...answered },
    { ...common, id: 'q2', text: 'Why?', by: 'nobody', outcome: 'lost' },
  ]);
});

test('CONTROL-91, CONTROL-92: the next utterance is the answer, and is typed nowhere', async () => {
  const asked = ask();
  world.wait(100);
  const id = say('the release branch');
  expect(await asked.answer).toEqual({
    kind: 'answered',
    text: 'the release branch',
    by: 'voice',
  });
  expect(settledIn(hud)).toEqual(['q1 answered voice']);
  expect(openIn(hud)).toEqual([]);
  expect(outcomes()).toEqual([`${id} obeyed`]);
  world.wait(2_000);
  expect(world.keeper.composer).toBe('');
  say('look at the parser');
  world.wait(2_000);
  expect(world.keeper.composer).toBe('Look at the parser');
});

test('CONTROL-91: yes and no by key and by voice; the first answer counts', async () => {
  const first = ask();
  expect(await byKey('q1', 'deny')).toEqual({ kind: 'done' });
  expect(await first.answer).toEqual({ kind: 'answered', text: 'no', by: 'key' });
  expect(await byKey('q1', 'approve')).toMatchObject({ kind: 'refused' });
  const second = ask('Really?');
  world.wait(100);
  say('approve the request');
  expect(await second.answer).toEqual({ kind: 'answered', text: 'yes', by: 'voice' });
  expect(settledIn(hud)).toEqual(['q1 denied key', 'q2 approved voice']);
});

test('CONTROL-91: a command is no answer, and is obeyed', async () => {
  const asked = ask();
  world.wait(100);
  say('stop listening');
  expect(await pending(asked)).toBe(true);
  expect(world.voices.last.told).toContain('close');
});

test('CONTROL-92: what was begun before the question goes the usual way', async () => {
  const asked = ask();
  say('written before you asked');
  expect(await pending(asked)).toBe(true);
  world.wait(2_000);
  expect(world.keeper.composer).toBe('Written before you asked');
});

test('CONTROL-92: an answer is typed by no successor either', async () => {
  const asked = ask();
  world.wait(100);
  const atMs = world.clock.nowMs();
  const id = say('the release branch');
  await asked.answer;
  world.journal.push({
    type: 'transcript',
    id,
    at: new Date(world.clock.wallMs()).toISOString(),
    sessionId: 's1',
    text: 'the release branch',
    verdict: 'accepted',
    recognizer: 'none',
    audio: 'audio/x.wav',
    durationMs: 1,
    sourceEndMs: 1,
    speechEndedMs: atMs,
    closedMs: 1,
    decodedMs: 1,
  });
  world.restart();
  await new Promise((resolve) => setImmediate(resolve));
  world.wait(2_000);
  expect(world.keeper.composer).toBe('');
});

test('CONTROL-93: a question ends with its time, its asker and its agent', async () => {
  const late = ask();
  world.clock.pass(TIMEOUT_MS);
  expect(await late.answer).toEqual({ kind: 'unanswered', why: 'timed-out' });
  const left = ask();
  left.withdraw();
  expect(await left.answer).toEqual({ kind: 'unanswered', why: 'withdrawn' });
  left.withdraw();
  expect(settledIn(hud)).toEqual(['q1 lost nobody', 'q2 lost nobody']);
  const last = ask();
  world.keeper.exit();
  expect(await last.answer).toEqual({ kind: 'unanswered', why: 'agent-ended' });
  expect(await ask().answer).toMatchObject({ kind: 'refused' });
});

test('CONTROL-94: what the agent wants said is read aloud, or it is told why not', async () => {
  const speak = async (text: string): Promise<HostAnswer> =>
    await world.control.talkback.request({ type: 'speak', requestId: 'r', sessionId: 's1', text })
      .answer;
  expect(await speak('Done.')).toMatchObject({
    kind: 'refused',
    message: expect.stringContaining('[voice]'),
  });
  world = new ControlWorld();
  const given = settings();
  const { voice } = given;
  if (voice === undefined) throw new Error('the settings have no voice');
  const start = { ...voice.start, speaking: { voice: 'auto', bargeIn: 'off' } as const };
  hud = new SeenHud(world.control, { ...given, voice: { ...voice, start } });
  expect(await speak('Done.')).toMatchObject({ kind: 'refused' });
  hud.request({ type: 'talk', do: 'start' });
  world.voices.last.ready();
  expect(await speak('Done.')).toEqual({ kind: 'done' });
  ask('Shall I go on?');
  const texts = world.voices.last.commands.flatMap((each) =>
    each.type === 'speak' ? [each.text] : [],
  );
  expect(texts).toEqual(['Done.', 'Shall I go on?']);
  hud.request({ type: 'aloud', aloud: 'off' });
  expect(await speak('Done.')).toMatchObject({ kind: 'refused' });
});
