// Prompts through a session's driver: in order, once, kept first, over deaths of the control.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type AgentPrompt,
  type AnnounceResult,
  type DriverCapability,
  EventJournal,
  ScriptedDriver,
  type ScriptedTurn,
} from '@codex-voice/drivers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ControlWorld, JsonStore, SeenHud, settings } from './control-world.test-support.ts';
import { AWAY_PATIENCE_MS, DRIVER_PATIENCE_MS, LATE_WORD_MS } from './prompt-submitter.ts';

let directory: string;
let journal: EventJournal;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'codex-voice-submitter-'));
  journal = new EventJournal({ path: join(directory, 'events.jsonl') });
});
afterEach(() => {
  journal[Symbol.dispose]();
  rmSync(directory, { recursive: true, force: true });
});

const answer: ScriptedTurn = { kind: 'say', text: 'done' };

/** What the agent was told, in order. */
function told(): readonly string[] {
  const texts: string[] = [];
  journal.follow(0, ({ event }) => {
    if (event.kind === 'item-started' && event.item.kind === 'user') texts.push(event.item.text);
  })();
  return texts;
}

function scripted(turnFor: (prompt: string) => ScriptedTurn = () => answer): ScriptedDriver {
  return new ScriptedDriver({ journal, turnFor });
}

function say(world: ControlWorld, promptId: string, text: string): void {
  world.control.say({ promptId, text, intent: 'send' });
}

/** Lets what was promised come about. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

test('CONTROL-81: prompts go to the driver in order, and none is typed', async () => {
  const world = new ControlWorld();
  const hud = new SeenHud(world.control, settings());
  world.control.setDriver(scripted());
  for (let index = 0; index < 10; index += 1) {
    say(world, `p${index}`, `prompt\n${index}`);
    await settled();
  }
  expect(told()).toEqual(Array.from({ length: 10 }, (_, index) => `prompt\n${index}`));
  expect(world.keeper.written).toEqual([]);
  expect(hud.stateOf('p9')).toBe('sent');
});

test('CONTROL-85: a turn that fails is told in one line, and the next prompt goes in', async () => {
  const world = new ControlWorld();
  const hud = new SeenHud(world.control, settings());
  const message = `429 ${'too many '.repeat(50)}\nsecond line`;
  world.control.setDriver(
    scripted((text) => (text === 'fails' ? { kind: 'fail', message } : answer)),
  );
  for (const text of ['fails', 'next']) say(world, text, text);
  await settled();
  world.wait(500);
  await settled();
  expect(told()).toEqual(['fails', 'next']);
  const lines = hud.events.flatMap((event) => (event.type === 'notice' ? [event.text] : []));
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/^the agent’s turn failed: 429 too many [^\n]{180,200}…$/u);
});

test('CONTROL-81: while a turn runs prompts wait, and follow one by one', async () => {
  const world = new ControlWorld();
  const hud = new SeenHud(world.control, settings());
  const driver = scripted((text) => (text === 'hold' ? { kind: 'hold' } : answer));
  world.control.setDriver(driver);
  for (const text of ['hold', 'one', 'two']) say(world, text, text);
  await settled();
  expect(told()).toEqual(['hold']);
  expect(hud.stateOf('one')).toBe('waiting: busy');
  await driver.interrupt();
  await settled();
  world.wait(500);
  await settled();
  world.wait(500);
  expect(told()).toEqual(['hold', 'one', 'two']);
  expect(world.keeper.written).toEqual([]);
});

test('CONTROL-81: a driver that goes away leaves prompts to the composer, and one that comes back has them', async () => {
  const world = new ControlWorld();
  const driver = scripted();
  world.control.setDriver(driver);
  driver.become('typing', 'the server is away');
  say(world, 'a', 'typed');
  world.wait(AWAY_PATIENCE_MS + 2_000);
  expect(world.keeper.submissions).toEqual(['typed']);
  driver.become('structured', 'the server is back');
  say(world, 'b', 'submitted');
  await settled();
  expect(told()).toEqual(['submitted']);
});

test.each([
  ['refuses', { kind: 'refused', reason: 'agent', message: 'no quota' }, 1],
  ['is not ready', { kind: 'refused', reason: 'not-ready', message: 'no thread' }, 0],
] as const)('CONTROL-81: where the agent %s the prompt is typed', async (_, result, lines) => {
  const world = new ControlWorld();
  const hud = new SeenHud(world.control, settings());
  const driver = scripted();
  driver.submit = () => Promise.resolve(result);
  world.control.setDriver(driver);
  say(world, 'a', 'hello');
  for (let waitedMs = 0; waitedMs < AWAY_PATIENCE_MS + 3_000; waitedMs += 200) {
    await settled();
    world.wait(200);
  }
  expect(world.keeper.submissions).toEqual(['hello']);
  const warned = hud.of('notice').filter(({ text }) => text.includes(result.message));
  expect(warned).toHaveLength(lines);
});

test('CONTROL-81: a driver that fails has not answered: the prompt is neither typed nor offered again', async () => {
  const world = new ControlWorld();
  const hud = new SeenHud(world.control, settings());
  const driver = scripted();
  let offers = 0;
  driver.submit = () => {
    offers += 1;
    return Promise.reject(new Error('broken'));
  };
  world.control.setDriver(driver);
  say(world, 'a', 'hello');
  await settled();
  world.wait(20_000);
  expect(hud.stateOf('a')).toBe('unconfirmed: submit-not-confirmed');
  expect(offers).toBe(1);
  expect(world.keeper.written).toEqual([]);
});

test('CONTROL-81: what can not be kept is typed', async () => {
  const store = new JsonStore();
  const world = new ControlWorld(store);
  world.control.setDriver(scripted());
  store.full = true;
  say(world, 'a', 'hello');
  await settled();
  world.wait(2000);
  expect(told()).toEqual([]);
  expect(world.keeper.submissions).toEqual(['hello']);
});

test('CONTROL-81: a driver whose journal is in memory alone is not submitted to', async () => {
  const world = new ControlWorld();
  const driver = new ScriptedDriver({ journal: new EventJournal(), turnFor: () => answer });
  world.control.setDriver(driver);
  say(world, 'a', 'hello');
  await settled();
  world.wait(2000);
  expect(world.keeper.submissions).toEqual(['hello']);
});

test('CONTROL-82: dead before the driver heard of it, its successor submits it once', async () => {
  const world = new ControlWorld(new JsonStore());
  const deaf = scripted();
  deaf.submit = () => new Promise(() => undefined);
  world.control.setDriver(deaf);
  say(world, 'a', 'hello');
  world.restart();
  const hud = new SeenHud(world.control);
  world.wait(1000);
  world.control.setDriver(scripted());
  await settled();
  world.wait(1000);
  await settled();
  expect(told()).toEqual(['hello']);
  expect(hud.stateOf('a')).toBe('sent');
  expect(world.keeper.written).toEqual([]);
});

test('CONTROL-82: dead before it heard the answer, its successor learns that it was taken', async () => {
  const store = new JsonStore();
  const world = new ControlWorld(store);
  const mute = scripted();
  const { submit } = mute;
  mute.submit = (prompt) => {
    // Nothing that comes later is known to the successor.
    store.save = () => ({ kind: 'kept' });
    void submit.call(mute, prompt);
    return new Promise(() => undefined);
  };
  world.control.setDriver(mute);
  say(world, 'a', 'hello');
  await settled();
  world.restart();
  const hud = new SeenHud(world.control);
  world.control.setDriver(scripted());
  await settled();
  world.wait(1000);
  expect(told()).toEqual(['hello']);
  expect(hud.stateOf('a')).toBe('sent');
  expect(world.keeper.written).toEqual([]);
});

test('CONTROL-82: where no driver comes it is unconfirmed in the end, and what follows is typed', async () => {
  const world = new ControlWorld(new JsonStore());
  const deaf = scripted();
  deaf.submit = () => new Promise(() => undefined);
  world.control.setDriver(deaf);
  say(world, 'a', 'hello');
  world.restart();
  const hud = new SeenHud(world.control);
  say(world, 'b', 'next');
  world.wait(DRIVER_PATIENCE_MS / 2);
  expect(hud.stateOf('a')).toBe('unheard of');
  world.wait(DRIVER_PATIENCE_MS * 2);
  expect(hud.stateOf('a')).toBe('unconfirmed: submit-not-confirmed');
  expect(world.keeper.submissions).toEqual(['next']);
});

test('CONTROL-87: a protocol that went away is waited for, then prompts are typed', async () => {
  const world = new ControlWorld();
  const hud = new SeenHud(world.control, settings());
  const driver = scripted();
  world.control.setDriver(driver);
  driver.become('typing', 'it died');
  say(world, 'soon', 'once it is back');
  await settled();
  expect(hud.stateOf('soon')).toBe('waiting: settling');
  world.wait(AWAY_PATIENCE_MS - 1_000);
  driver.become('structured', 'it is back');
  await settled();
  expect(told()).toEqual(['once it is back']);
  driver.become('typing', 'it died for good');
  say(world, 'late', 'typed');
  world.wait(AWAY_PATIENCE_MS + 3_000);
  expect(world.keeper.submissions).toEqual(['typed']);
  driver.become('structured', 'it is back');
  driver.become('typing', 'it died');
  world.control.setDriver(undefined);
  say(world, 'plain', 'at once');
  world.wait(3_000);
  expect(world.keeper.submissions).toEqual(['typed', 'at once']);
});

/** Its prompts are typed; what it says it took is told by the tests. */
class TypedDriver extends ScriptedDriver {
  override readonly capabilities = new Set<DriverCapability>(['confirms', 'approvals']);
  readonly announced: string[] = [];

  constructor() {
    super({ journal, turnFor: () => answer });
    this.become('typing', 'it takes prompts from its keyboard alone');
  }

  override async announce({ promptId, text }: AgentPrompt): Promise<AnnounceResult> {
    if (journal.promptState(promptId) === 'taken') return { kind: 'repeated' };
    this.announced.push(`${promptId}: ${text}`);
    return { kind: 'done' };
  }

  override withdraw(promptId: string): void {
    this.announced.push(`not ${promptId}`);
  }
}

test('CONTROL-98: what is typed is announced before, and sent when the driver says that it was taken', async () => {
  const world = new ControlWorld(new JsonStore());
  const driver = new TypedDriver();
  world.control.setDriver(driver);
  let hud = new SeenHud(world.control, settings());
  world.control.say({ promptId: 'a', text: 'hello', intent: 'compose' });
  world.control.say({ promptId: 'gone', text: 'and this', intent: 'compose' });
  expect(driver.announced).toEqual(['a: hello', 'gone:  and this']);
  world.wait(3000);
  expect(hud.stateOf('gone')).toBe('composed');
  hud.request({ type: 'command', command: 'scratch' });
  world.wait(3000);
  expect(hud.stateOf('gone')).toBe('dropped: scratched');
  expect(driver.announced.slice(2)).toEqual(['not gone']);
  // A successor finds the text in the composer, and the person sends it.
  world.restart();
  hud = new SeenHud(world.control, settings());
  const next = new TypedDriver();
  world.control.setDriver(next);
  expect(next.announced).toEqual(['a: hello']);
  journal.record({ kind: 'prompt', promptId: 'a', state: 'taken' });
  world.keeper.composer = '';
  world.wait(5000);
  expect(hud.stateOf('a')).toBe('sent');
  expect(world.keeper.submissions).toEqual([]);
});

test('CONTROL-98: what was deleted by hand is withdrawn, before the next text is typed or after a while', () => {
  const world = new ControlWorld();
  const driver = new TypedDriver();
  world.control.setDriver(driver);
  for (const id of ['a', 'b']) {
    world.control.say({ promptId: id, text: 'yes', intent: 'compose' });
    world.wait(1_000);
    world.keeper.composer = '';
    world.wait(1_000);
  }
  expect(driver.announced).toEqual(['a: yes', 'not a', 'b: yes']);
  world.wait(LATE_WORD_MS);
  expect(driver.announced.slice(3)).toEqual(['not b']);
});

test('CONTROL-98: what was sent by hand may be told as taken a while later', () => {
  const world = new ControlWorld();
  const driver = new TypedDriver();
  world.control.setDriver(driver);
  const hud = new SeenHud(world.control, settings());
  world.control.say({ promptId: 'a', text: 'yes', intent: 'compose' });
  world.wait(1_000);
  world.keeper.composer = '';
  world.wait(LATE_WORD_MS / 2);
  expect(driver.announced).toEqual(['a: yes']);
  journal.record({ kind: 'prompt', promptId: 'a', state: 'taken' });
  world.wait(100);
  expect(hud.stateOf('a')).toBe('sent');
});

test('CONTROL-87: a driver that comes while its protocol is away is waited for as one that loses it', async () => {
  const world = new ControlWorld();
  const driver = scripted();
  driver.become('typing', 'the server has died');
  world.keeper.driver = { kind: 'codex', path: '/somewhere' };
  world.keeper.look();
  say(world, 'a', 'waits');
  world.control.setDriver(driver);
  world.wait(AWAY_PATIENCE_MS - 100);
  expect(world.keeper.written).toEqual([]);
  driver.become('structured', 'the server is back');
  await settled();
  expect(told()).toEqual(['waits']);
});

test('CONTROL-87: where the keeper tells of a protocol prompts wait for who speaks it, not for ever', async () => {
  const world = new ControlWorld();
  world.keeper.driver = { kind: 'codex', path: '/somewhere' };
  world.keeper.look();
  const hud = new SeenHud(world.control, settings());
  say(world, 'a', 'hello');
  world.wait(1_000);
  expect(hud.stateOf('a')).toBe('waiting: settling');
  world.control.setDriver(scripted());
  await settled();
  expect(told()).toEqual(['hello']);
  const other = new ControlWorld();
  other.keeper.driver = world.keeper.driver;
  other.keeper.look();
  say(other, 'b', 'nobody comes');
  other.wait(AWAY_PATIENCE_MS + 2_000);
  expect(other.keeper.submissions).toEqual(['nobody comes']);
});
