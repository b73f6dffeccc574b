// The delivery, step by step, against a simulated agent.
import { expect, test } from 'vitest';
import { SEEN_TIMEOUT_MS, SENT_TIMEOUT_MS } from './delivery-phase.ts';
import { DeliveryWorld } from './delivery-world.test-support.ts';
import { GONE_AFTER_MS } from './draft-watch.ts';
import { AFTER_ENTER_MS, CALM_MS, PERSON_REST_MS, SETTLE_MS } from './gates.ts';
import { TEXT_LIMIT } from './prompt-queue.ts';
import { SCRATCH_PATIENCE_MS } from './take-back.ts';

test('SESSION-20: nothing is written before the first facts', () => {
  const world = new DeliveryWorld();
  world.say('a', 'hello');
  world.wait(1000);
  expect(world.written).toEqual([]);
  expect(world.stateOf('a')).toBe('waiting: nothing-seen-yet');
  world.look();
  expect(world.agent.composer).toBe('hello');
});

test('SESSION-24: composed means seen', () => {
  const world = new DeliveryWorld();
  world.look();
  world.say('a', 'hello');
  expect(world.stateOf('a')).toBe('typing');
  world.look();
  expect(world.stateOf('a')).toBe('composed');
});

test('SESSION-24: a text that is not seen in time is unconfirmed and not written again', () => {
  const world = new DeliveryWorld();
  world.look();
  world.agent.deaf = true;
  world.say('a', 'hello', 'send');
  world.wait(SEEN_TIMEOUT_MS);
  expect(world.stateOf('a')).toBe('unconfirmed: text-not-seen');
  world.agent.deaf = false;
  world.wait(20_000);
  expect(world.written).toEqual(['text a']);
});

test.each([
  ['a dialog', 'waiting: dialog', (world: DeliveryWorld) => world.agent.openDialog()],
  ['an unknown screen', 'waiting: screen-unknown', (world: DeliveryWorld) => world.agent.blank()],
  ['unfinished input', 'waiting: unfinished-input', (world: DeliveryWorld) => world.hold()],
  ['a shadow behind', 'waiting: screen-behind', (world: DeliveryWorld) => world.fallBehind()],
])('SESSION-20 SESSION-21: %s is an obstacle, named', (_, state, arrange) => {
  const world = new DeliveryWorld();
  world.look();
  arrange(world);
  world.refresh();
  world.say('a', 'hello', 'send');
  world.refresh(5000);
  expect(world.written).toEqual([]);
  expect(world.stateOf('a')).toBe(state);
});

test('SESSION-20: the person’s keys come first', () => {
  const world = new DeliveryWorld();
  world.look();
  world.press('x');
  world.say('a', ' hello');
  world.wait(PERSON_REST_MS - 60);
  expect(world.stateOf('a')).toBe('waiting: person-typing');
  world.wait(120);
  expect(world.agent.composer).toBe('x hello');
});

test('SESSION-12: many lines wait where bracketed paste was not asked for, one line is typed', () => {
  const world = new DeliveryWorld();
  world.agent.bracketedPaste = false;
  world.look();
  world.say('one', 'one line');
  world.wait(1000);
  world.say('many', '\nand another');
  world.wait(1000);
  expect(world.agent.composer).toBe('one line');
  expect(world.stateOf('many')).toBe('waiting: needs-bracketed-paste');
  world.agent.bracketedPaste = true;
  world.wait(1000);
  expect(world.agent.composer).toBe('one line\nand another');
});

test('SESSION-10: a text with nothing in it is dropped', () => {
  const world = new DeliveryWorld();
  world.say('a', '\u001b[201~ \n');
  expect(world.stateOf('a')).toBe('dropped: empty');
});

test('SESSION-2 SESSION-3: refusals are told', () => {
  const world = new DeliveryWorld();
  for (let index = 0; index < 33; index += 1) world.say(`${index}`, 'words');
  expect(world.stateOf('32')).toBe('dropped: queue-full');
  expect(world.say('0', 'again')).toBe('duplicate-id');
  expect(world.stateOf('0')).toBe('waiting: nothing-seen-yet');
});

test('SESSION-30: Enter comes alone, after a rest, and sent means that the composer let go', () => {
  const world = new DeliveryWorld();
  world.look();
  world.say('a', 'hello', 'send');
  world.look();
  expect(world.stateOf('a')).toBe('waiting: settling');
  world.wait(SETTLE_MS - 60);
  expect(world.written).toEqual(['text a']);
  world.wait(200);
  expect(world.written).toEqual(['text a', 'enter a']);
  expect(world.stateOf('a')).toBe('sent');
  expect(world.agent.submissions).toEqual(['hello']);
});

test('SESSION-32: send concerns everything queued so far', () => {
  const world = new DeliveryWorld();
  world.look();
  expect(world.send()).toBe('nothing-to-send');
  world.say('a', 'hello');
  world.say('b', ' world');
  world.send();
  world.say('c', 'next');
  world.wait(3000);
  expect(world.agent.submissions).toEqual(['hello world']);
  expect(world.agent.composer).toBe('next');
});

test('SESSION-31 SESSION-33: an Enter without effect is pressed again only for a new send', () => {
  const world = new DeliveryWorld();
  world.look();
  world.agent.enterMakesLine = true;
  world.say('a', 'hello', 'send');
  world.wait(SENT_TIMEOUT_MS * 3);
  expect(world.stateOf('a')).toBe('unconfirmed: enter-not-confirmed');
  expect(world.written).toEqual(['text a', 'enter a']);
  world.agent.enterMakesLine = false;
  world.send();
  world.wait(1000);
  expect(world.agent.submissions).toHaveLength(1);
  expect(world.stateOf('a')).toBe('sent');
});

test('SESSION-33: a dialog right after Enter delays the verdict, not more', () => {
  const world = new DeliveryWorld();
  world.look();
  world.agent.asksAfterSubmission = true;
  world.say('a', 'hello', 'send');
  world.wait(60_000);
  expect(world.stateOf('a')).toBe('sending');
  world.agent.closeDialog();
  world.wait(100);
  expect(world.stateOf('a')).toBe('sent');
});

test('SESSION-34: a draft the person sends by hand is forgotten', () => {
  const world = new DeliveryWorld();
  world.look();
  world.say('a', 'hello');
  world.wait(1000);
  world.press('\r');
  world.wait(GONE_AFTER_MS * 2);
  expect(world.delivery.draft).toEqual([]);
  expect(world.send()).toBe('nothing-to-send');
});

test('SESSION-34: a draft that is gone before its Enter is unconfirmed, and Enter not pressed', () => {
  const world = new DeliveryWorld();
  world.look();
  world.say('a', 'hello', 'send');
  world.look();
  world.press('\r');
  world.wait(3000);
  expect(world.stateOf('a')).toBe('unconfirmed: left-composer');
  expect(world.written).toEqual(['text a']);
});

test('SESSION-30: a text that has left the composer at the moment of Enter keeps Enter back', () => {
  const world = new DeliveryWorld();
  world.look();
  world.say('a', 'hello', 'send');
  world.look();
  world.agent.composer = 'something else';
  world.refresh(SETTLE_MS);
  expect(world.written).toEqual(['text a']);
  expect(world.stateOf('a')).toBe('waiting: text-not-seen');
});

test('SESSION-35: a list that hangs on the composer lets the text be seen and Enter wait', () => {
  const world = new DeliveryWorld();
  world.look();
  world.agent.listForSlash = true;
  world.say('a', '/model', 'send');
  world.wait(3000);
  expect(world.stateOf('a')).toBe('waiting: dialog');
  expect(world.written).toEqual(['text a']);
});

test('SESSION-36: while the agent works the text goes in and Enter waits until it rests', () => {
  const world = new DeliveryWorld();
  world.look();
  world.agent.works = true;
  world.refresh();
  world.say('a', 'hello', 'send');
  world.wait(5000);
  expect(world.agent.composer).toBe('hello');
  expect(world.stateOf('a')).toBe('waiting: busy');
  world.agent.works = false;
  world.look();
  world.wait(CALM_MS - 60);
  expect(world.written).toEqual(['text a']);
  world.wait(200);
  expect(world.stateOf('a')).toBe('sent');
});

test('SESSION-36: a delivery that was told to steer presses Enter while the agent works', () => {
  const world = new DeliveryWorld({ whileBusy: 'enter' });
  world.agent.works = true;
  world.look();
  world.say('a', 'hello', 'send');
  world.wait(1000);
  expect(world.agent.submissions).toEqual(['hello']);
});

test('SESSION-37: a composer seen for one frame between two dialogs gets no Enter', () => {
  const world = new DeliveryWorld();
  world.look();
  world.say('a', 'hello', 'send');
  world.look();
  for (let frame = 0; frame < 20; frame += 1) {
    world.agent.openDialog();
    world.refresh(50);
    world.agent.closeDialog();
    world.refresh(CALM_MS - 60);
  }
  expect(world.written).toEqual(['text a']);
});

test('SESSION-37: one Enter follows another by its rest', () => {
  const world = new DeliveryWorld();
  world.look();
  world.say('a', 'hello', 'send');
  world.say('b', 'again', 'send');
  world.wait(5000);
  const times = world.writes
    .filter((one) => one.write.kind === 'enter')
    .map((one) => one.facts?.nowMs ?? 0);
  expect(times).toHaveLength(2);
  expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(AFTER_ENTER_MS);
});

test('SESSION-40: scratch takes the newest waiting prompt, then the newest text', () => {
  const world = new DeliveryWorld();
  world.look();
  world.say('a', 'hello');
  world.wait(500);
  world.say('b', ' wörld 👩‍👩‍👧‍👦');
  world.wait(500);
  world.agent.openDialog();
  world.refresh();
  world.say('c', 'waits');
  world.scratch();
  expect(world.stateOf('c')).toBe('dropped: scratched');
  world.agent.closeDialog();
  world.wait(500);
  world.scratch();
  world.wait(500);
  expect(world.agent.composer).toBe('hello');
  expect(world.stateOf('b')).toBe('dropped: scratched');
  world.scratch();
  world.wait(500);
  expect(world.agent.composer).toBe('');
  expect(world.scratch()).toBe('nothing-to-scratch');
});

test('SESSION-40: scratch erases a text only while the composer ends with it', () => {
  const world = new DeliveryWorld();
  world.look();
  world.say('a', 'hello');
  world.wait(1000);
  world.press('!');
  world.wait(1000);
  world.scratch();
  world.wait(SCRATCH_PATIENCE_MS * 2);
  expect(world.agent.composer).toBe('hello!');
  expect(world.stateOf('a')).toBe('composed');
});

test('SESSION-41: a scratch that finds no safe moment is refused', () => {
  const world = new DeliveryWorld();
  world.look();
  world.say('a', 'hello');
  world.wait(1000);
  world.agent.openDialog();
  world.refresh();
  world.scratch();
  world.wait(SCRATCH_PATIENCE_MS * 2);
  expect(world.written).toEqual(['text a']);
  expect(world.changes.at(-1)).toMatchObject({ id: 'a', scratchRefused: 'dialog' });
  world.agent.closeDialog();
  world.wait(5000);
  expect(world.agent.composer).toBe('hello');
});

test('SESSION-42: the end of the program settles everything', () => {
  const world = new DeliveryWorld();
  world.look();
  world.say('a', 'hello', 'send');
  world.say('b', 'waits');
  world.exit();
  expect(world.stateOf('a')).toBe('unconfirmed: agent-ended');
  expect(world.stateOf('b')).toBe('dropped: agent-ended');
  expect(world.delivery.nextTickMs).toBeUndefined();
});

test('SESSION-43: waiting is told once', () => {
  const world = new DeliveryWorld();
  world.agent.openDialog();
  world.say('a', 'hello');
  world.look();
  world.wait(2000);
  const told = world.changes.filter((change) => change.state === 'waiting');
  expect(told.map((change) => change.state === 'waiting' && change.why)).toEqual([
    'nothing-seen-yet',
    'dialog',
  ]);
});

test('a cancelled prompt never goes in', () => {
  const world = new DeliveryWorld();
  world.say('a', 'hello');
  world.cancel('a');
  world.wait(1000);
  expect(world.stateOf('a')).toBe('dropped: cancelled');
  expect(world.written).toEqual([]);
  expect(world.cancel('a')).toBe('no-such-prompt');
});

/** Three prompts that wait for a dialog to close. */
function waitingWorld(): DeliveryWorld {
  const world = new DeliveryWorld();
  world.agent.openDialog();
  world.look();
  for (const id of ['a', 'b', 'c']) world.say(id, id.repeat(3));
  return world;
}

test('SESSION-4: what waits can be edited, moved, told to be sent and removed', () => {
  const world = waitingWorld();
  expect(world.edit({ do: 'edit', id: 'a', text: 'new\u001b[201~\n' })).toBeUndefined();
  expect(world.edit({ do: 'intent', id: 'a', intent: 'send' })).toBeUndefined();
  expect(world.edit({ do: 'move', id: 'c', index: 0 })).toBeUndefined();
  expect(world.edit({ do: 'remove', id: 'b' })).toBeUndefined();
  expect(world.stateOf('b')).toBe('dropped: cancelled');
  world.agent.closeDialog();
  world.wait(3000);
  expect(world.agent.submissions).toEqual(['ccc new']);
});

test.each([
  [-3, 'bac'],
  [0, 'bac'],
  [2, 'acb'],
  [99, 'acb'],
  [Number.NaN, 'bac'],
])('SESSION-4: moved to %d it stands inside the queue', (index, order) => {
  const world = waitingWorld();
  world.edit({ do: 'move', id: 'b', index });
  expect(world.delivery.queued.map((one) => one.id).join('')).toBe(order);
});

test('SESSION-4: an edit that leaves nothing, or too much, changes nothing', () => {
  const world = waitingWorld();
  expect(world.edit({ do: 'edit', id: 'a', text: '\u001b[201~ ' })).toBe('empty');
  expect(world.edit({ do: 'edit', id: 'a', text: 'x'.repeat(TEXT_LIMIT + 1) })).toBe('too-long');
  expect(world.edit({ do: 'move', id: 'z', index: 0 })).toBe('no-such-prompt');
  expect(world.delivery.queued.map((one) => one.text)).toEqual(['aaa', 'bbb', 'ccc']);
});

test('SESSION-4: the whole queue can be cleared, and what is in the composer stays', () => {
  const world = new DeliveryWorld();
  world.look();
  world.say('typed', 'hello');
  world.wait(500);
  world.agent.openDialog();
  world.look();
  world.say('a', 'waits');
  world.say('b', 'waits');
  world.edit({ do: 'clear' });
  expect([world.stateOf('a'), world.stateOf('b')]).toEqual([
    'dropped: cancelled',
    'dropped: cancelled',
  ]);
  expect(world.delivery.draft).toEqual(['typed']);
});

test('SESSION-5: a prompt that is being typed is not changed', () => {
  const world = new DeliveryWorld();
  world.look();
  world.say('a', 'hello');
  expect(world.edit({ do: 'edit', id: 'a', text: 'other' })).toBe('being-typed');
  world.wait(500);
  expect(world.edit({ do: 'remove', id: 'a' })).toBe('being-typed');
  expect(world.agent.composer).toBe('hello');
});
