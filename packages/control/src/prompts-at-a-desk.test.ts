// Prompts for an agent that is spoken to at a desk: what is typed would reach it the same way, so nothing of
// what it refused or has not heard yet is.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DriverCapability, EventJournal, ScriptedDriver } from '@codex-voice/drivers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ControlWorld, JsonStore, SeenHud, settings } from './control-world.test-support.ts';
import { START_PATIENCE_MS } from './prompt-submitter.ts';

let directory: string;
let journal: EventJournal;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'codex-voice-alone-'));
  journal = new EventJournal({ path: join(directory, 'events.jsonl') });
});
afterEach(() => {
  journal[Symbol.dispose]();
  rmSync(directory, { recursive: true, force: true });
});

/** What the agent was told, in order. */
function told(): readonly string[] {
  const texts: string[] = [];
  journal.follow(0, ({ event }) => {
    if (event.kind === 'item-started' && event.item.kind === 'user') texts.push(event.item.text);
  })();
  return texts;
}

function say(world: ControlWorld, promptId: string, text: string): void {
  world.control.say({ promptId, text, intent: 'send' });
}

/** Lets what was promised come about. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

/** As one at a desk: what is typed reaches the agent the same way. */
class AloneDriver extends ScriptedDriver {
  override readonly capabilities = new Set<DriverCapability>(['structured', 'alone']);
}

function alone(): AloneDriver {
  return new AloneDriver({ journal, turnFor: () => ({ kind: 'say', text: 'done' }) });
}

test('CONTROL-104: a prompt that an agent without another way refuses is left in the composer, and not sent', async () => {
  const world = new ControlWorld();
  const hud = new SeenHud(world.control, settings());
  const driver = alone();
  let offers = 0;
  driver.submit = () => {
    offers += 1;
    return Promise.resolve({ kind: 'refused', reason: 'agent', message: 'sign in\nfirst' });
  };
  world.control.setDriver(driver);
  say(world, 'a', 'hello');
  await settled();
  world.wait(START_PATIENCE_MS);
  await settled();
  expect(hud.stateOf('a')).toBe('composed');
  expect(world.keeper.composer).toBe('hello');
  expect(world.keeper.submissions).toEqual([]);
  expect(offers).toBe(1);
  expect(hud.of('notice').map(({ text }) => text)).toEqual([
    'the agent did not take a prompt (sign in): it is left in the composer',
  ]);
});

test('CONTROL-104: what a predecessor was refused is not sent by its successor either', async () => {
  const world = new ControlWorld(new JsonStore());
  const deaf = alone();
  deaf.submit = () => new Promise(() => undefined);
  world.control.setDriver(deaf);
  say(world, 'a', 'hello');
  await settled();
  journal.record({ kind: 'prompt', promptId: 'a', state: 'offered' });
  journal.record({ kind: 'prompt', promptId: 'a', state: 'refused' });
  world.restart();
  const hud = new SeenHud(world.control);
  world.control.setDriver(alone());
  await settled();
  world.wait(3_000);
  expect(hud.stateOf('a')).toBe('composed');
  expect(told()).toEqual([]);
  expect(world.keeper.submissions).toEqual([]);
});

test('CONTROL-104: what is said while such an agent starts waits, and goes once it is up', async () => {
  const world = new ControlWorld();
  const hud = new SeenHud(world.control, settings());
  const driver = alone();
  driver.become('typing', 'it starts');
  world.control.setDriver(driver);
  say(world, 'a', 'hello');
  world.wait(START_PATIENCE_MS - 10_000);
  expect(hud.stateOf('a')).toBe('waiting: settling');
  expect(world.keeper.written).toEqual([]);
  driver.become('structured', 'it is up');
  await settled();
  expect(told()).toEqual(['hello']);
  expect(hud.stateOf('a')).toBe('sent');
});

test('CONTROL-104: a desk that is lost and found again without a word is waited for', async () => {
  const world = new ControlWorld();
  const hud = new SeenHud(world.control, settings());
  const driver = alone();
  let rung: 'typing' | 'structured' = 'structured';
  Object.defineProperty(driver, 'rung', { get: () => rung });
  world.control.setDriver(driver);
  const { submit } = driver;
  driver.submit = () =>
    Promise.resolve({ kind: 'refused', reason: 'unreachable', message: 'its front end is away' });
  rung = 'typing';
  say(world, 'a', 'hello');
  await settled();
  world.wait(20_000);
  await settled();
  expect(hud.stateOf('a')).toBe('waiting: settling');
  driver.submit = submit;
  rung = 'structured';
  world.wait(2_000);
  await settled();
  expect(told()).toEqual(['hello']);
  expect(world.keeper.written).toEqual([]);
});

test('CONTROL-105: what is wrong beside the agent is told in a line, and not what the agent says itself', () => {
  const world = new ControlWorld();
  const hud = new SeenHud(world.control, settings());
  world.control.setDriver(alone());
  journal.record({ kind: 'error', message: 'first line\nsecond line', isOurs: true });
  journal.record({ kind: 'error', message: 'of the agent' });
  expect(hud.of('notice').map(({ text }) => text)).toEqual(['first line']);
});

/** An agent that takes nothing, and the count of what it was offered. */
function refusing(): { readonly driver: AloneDriver; readonly offers: () => number } {
  const driver = alone();
  let offers = 0;
  driver.submit = () => {
    offers += 1;
    return Promise.resolve({ kind: 'refused', reason: 'agent', message: 'sign in' });
  };
  return { driver, offers: () => offers };
}

test('CONTROL-104: nor is it sent with the prompts behind it, until the person asks for that', async () => {
  const world = new ControlWorld(new JsonStore());
  const hud = new SeenHud(world.control, settings());
  const { driver, offers } = refusing();
  world.control.setDriver(driver);
  say(world, 'a', 'hello');
  say(world, 'b', 'world');
  await settled();
  world.wait(3_000);
  await settled();
  expect([hud.stateOf('a'), hud.stateOf('b')]).toEqual(['composed', 'composed']);
  expect(world.keeper.composer).toBe('hello world');
  // A successor knows it as well.
  world.restart();
  const next = new SeenHud(world.control);
  world.control.setDriver(refusing().driver);
  say(world, 'c', 'again');
  await settled();
  world.wait(3_000);
  expect(next.stateOf('c')).toBe('composed');
  expect(world.keeper.submissions).toEqual([]);
  expect(offers()).toBe(1);
  next.request({ type: 'command', command: 'send' });
  world.wait(3_000);
  expect(world.keeper.submissions).toEqual(['hello world again']);
  expect(next.stateOf('c')).toBe('sent');
});

test('CONTROL-104: once it has left the composer, prompts are offered again', async () => {
  const world = new ControlWorld();
  const hud = new SeenHud(world.control, settings());
  const { driver } = refusing();
  const { submit } = alone();
  world.control.setDriver(driver);
  say(world, 'a', 'hello');
  await settled();
  world.wait(3_000);
  await settled();
  expect(world.keeper.composer).toBe('hello');
  hud.request({ type: 'command', command: 'scratch' });
  world.wait(3_000);
  expect(world.keeper.composer).toBe('');
  driver.submit = submit.bind(driver);
  say(world, 'b', 'world');
  await settled();
  world.wait(3_000);
  await settled();
  expect(told()).toEqual(['world']);
  expect(hud.stateOf('b')).toBe('sent');
});
