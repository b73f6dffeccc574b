// What is said while the agent asks, by its driver's word: kept back from the first word on, and not for ever.
import {
  type DriverCapability,
  type DriverRung,
  EventJournal,
  type NumberedEvent,
  ScriptedDriver,
} from '@codex-voice/drivers';
import { beforeEach, expect, test } from 'vitest';
import { ASKED_PATIENCE_MS } from './asked-watch.ts';
import { ControlWorld, SeenHud, settings } from './control-world.test-support.ts';

/** Longer than every rest before a text is typed, in ms. */
const TYPED_WITHIN_MS = 2_000;

/** Its agent asks about every prompt; it may say nothing of its state, and be lost without a word. */
class AskingDriver extends ScriptedDriver {
  saysState = true;
  isLost = false;

  override get activity(): ScriptedDriver['activity'] {
    return this.saysState ? super.activity : 'busy';
  }

  override get rung(): DriverRung {
    return this.isLost ? 'typing' : super.rung;
  }
}

/** As hooks tell: its prompts are typed. */
class HookedDriver extends AskingDriver {
  override readonly capabilities = new Set<DriverCapability>(['confirms', 'approvals']);
}

let world: ControlWorld;
let hud: SeenHud;
let journal: EventJournal;

beforeEach(() => {
  world = new ControlWorld();
  hud = new SeenHud(world.control, settings());
  journal = new EventJournal({ nowMs: () => world.clock.wallMs() });
});

function sit(make: typeof AskingDriver = AskingDriver): AskingDriver {
  const driver = new make({ journal, turnFor: (command) => ({ kind: 'ask', command }) });
  world.control.setDriver(driver);
  return driver;
}

function say(id: string): void {
  world.control.say({ promptId: id, text: id, intent: 'compose' });
}

function past(): readonly NumberedEvent['event'][] {
  const events: NumberedEvent['event'][] = [];
  journal.follow(0, ({ event }) => events.push(event))();
  return events;
}

/** What the agent asked last. */
function asked(): { readonly approvalId: string; readonly turnId: string } {
  const found = past().findLast((event) => event.kind === 'approval-requested');
  if (found?.kind !== 'approval-requested') throw new Error('nothing was asked');
  return found.approval;
}

function expectHeld(id: string): void {
  world.wait(TYPED_WITHIN_MS);
  expect(hud.stateOf(id)).toBe('waiting: dialog');
  expect(world.keeper.written).toEqual([]);
}

function expectTyped(id: string): void {
  world.wait(TYPED_WITHIN_MS);
  expect(hud.stateOf(id)).toBe('composed');
  expect(world.keeper.composer).toBe(id);
}

test.each([
  ['by its state alone, as when the driver is set late', 'state'],
  ['by its request alone, before its state', 'request'],
] as const)('CONTROL-106: told %s, a text waits before the dialog is drawn', async (_, by) => {
  const driver = new AskingDriver({ journal, turnFor: (command) => ({ kind: 'ask', command }) });
  driver.saysState = by === 'state';
  if (by === 'request') world.control.setDriver(driver);
  await driver.submit({ promptId: 'p', text: 'make' });
  if (by === 'state') world.control.setDriver(driver);
  say('a');
  expectHeld('a');
  await driver.answer({ approvalId: asked().approvalId, decision: 'accept' });
  expectTyped('a');
});

test('CONTROL-106: a text that comes in the same moment as the request waits, too', async () => {
  const driver = sit();
  journal.follow(Number.POSITIVE_INFINITY, ({ event }) => {
    if (event.kind === 'status' && event.activity === 'waiting') say('a');
  });
  await driver.submit({ promptId: 'p', text: 'make' });
  expectHeld('a');
});

test('CONTROL-106: hooks tell it as well, and each end of it counts', () => {
  for (const end of ['resolved', 'turn', 'failed', 'idle'] as const) {
    world = new ControlWorld();
    hud = new SeenHud(world.control, settings());
    const driver = sit(HookedDriver);
    driver.become('typing', 'its keyboard alone');
    const approval = { approvalId: end, turnId: 't1', subject: 'command', text: 'make' } as const;
    journal.record({ kind: 'approval-requested', approval: { ...approval, decisions: [] } });
    say('a');
    expectHeld('a');
    if (end === 'resolved')
      journal.record({ kind: 'approval-resolved', approvalId: end, by: 'elsewhere' });
    else if (end === 'turn')
      journal.record({ kind: 'turn-completed', turnId: 't1', how: 'interrupted' });
    else if (end === 'failed') journal.record({ kind: 'turn-failed', turnId: 't1', message: 'no' });
    else journal.record({ kind: 'status', activity: 'idle' });
    expectTyped('a');
  }
});

test('CONTROL-106: two things that are asked are two to be settled, and another turn ends neither', () => {
  const driver = sit(HookedDriver);
  driver.become('typing', 'its keyboard alone');
  for (const approvalId of ['1', '2']) {
    const approval = { approvalId, turnId: 't1', subject: 'command', text: 'make' } as const;
    journal.record({ kind: 'approval-requested', approval: { ...approval, decisions: [] } });
  }
  say('a');
  journal.record({ kind: 'approval-resolved', approvalId: '1', by: 'elsewhere' });
  journal.record({ kind: 'turn-completed', turnId: 't0', how: 'finished' });
  expectHeld('a');
  journal.record({ kind: 'approval-resolved', approvalId: '2', by: 'elsewhere' });
  expectTyped('a');
});

test.each([
  ['goes away', (driver: AskingDriver) => driver.become('typing', 'it died')],
  [
    'goes without a word',
    (driver: AskingDriver) => {
      driver.isLost = true;
    },
  ],
  ['is taken from the session', () => world.control.setDriver(undefined)],
])('CONTROL-106: a driver that %s does not hold the queue for ever', async (_, lose) => {
  const driver = sit();
  await driver.submit({ promptId: 'p', text: 'make' });
  say('a');
  expectHeld('a');
  lose(driver);
  world.wait(ASKED_PATIENCE_MS - TYPED_WITHIN_MS - 500);
  expectHeld('a');
  world.wait(1_000);
  expectTyped('a');
});

test('CONTROL-106: back in time it is asked what still is', async () => {
  const driver = sit();
  await driver.submit({ promptId: 'p', text: 'make' });
  say('a');
  driver.become('typing', 'it died');
  world.wait(ASKED_PATIENCE_MS / 2);
  driver.become('structured', 'it is back');
  world.wait(ASKED_PATIENCE_MS);
  expectHeld('a');
  await driver.answer({ approvalId: asked().approvalId, decision: 'decline' });
  expectTyped('a');
});

test('CONTROL-106: what a driver tells late, of before, is not asked', () => {
  const driver = sit(HookedDriver);
  const { follow } = driver;
  driver.become('typing', 'its keyboard alone');
  const listeners: ((told: NumberedEvent) => void)[] = [];
  driver.follow = (after, listener) => {
    listeners.push(listener);
    return follow.call(driver, after, () => undefined);
  };
  world.control.setDriver(undefined);
  world.control.setDriver(driver);
  const approval = { approvalId: '1', turnId: 't', subject: 'command', text: 'make' } as const;
  const event = { kind: 'approval-requested', approval: { ...approval, decisions: [] } } as const;
  for (const tell of listeners) tell({ number: 1, atMs: 0, fromBefore: true, event });
  say('a');
  expectTyped('a');
});

test('CONTROL-106: a control that ends leaves no clock running for it', async () => {
  const driver = sit();
  await driver.submit({ promptId: 'p', text: 'make' });
  world.control.dispose();
  world.clock.pass(60_000);
  expect(world.clock.waiting).toBe(0);
});
