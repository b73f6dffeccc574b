// Prompts by the agent's protocol: when, in which words, and what becomes of them.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Delivery } from './delivery.ts';
import { DeliveryWorld, type Mishap } from './delivery-world.test-support.ts';
import { AFTER_ENTER_MS } from './gates.ts';
import { QUEUE_LIMIT } from './prompt-queue.ts';
import { type ProtocolMishap, SimulatedProtocol } from './simulated-protocol.test-support.ts';
import { UNCONFIRMED_PATIENCE_MS } from './submission.ts';

function withProtocol(): { world: DeliveryWorld; protocol: SimulatedProtocol } {
  const world = new DeliveryWorld();
  const protocol = new SimulatedProtocol();
  world.look();
  world.speak(protocol);
  return { world, protocol };
}

test('SESSION-60: a prompt to be sent is submitted whole, in its own words, and nothing is typed', () => {
  const { world, protocol } = withProtocol();
  world.say('a', ' fix\nit', 'send', { alone: 'Fix\nit' });
  expect(protocol.received).toEqual([{ id: 'a', text: 'Fix\nit', manner: 'turn' }]);
  expect(world.stateOf('a')).toBe('sent');
  expect(world.written).toEqual([]);
});

test.each([
  ['is to be composed', 'compose', 'hello', ''],
  ['is a command of the composer', 'send', '/compact', ''],
  ['is a command of its shell', 'send', '!ls', ''],
  ['joins what the person has written', 'send', ' and more', 'half'],
] as const)('SESSION-60: a prompt that %s is typed', (_, intent, text, standing) => {
  const { world, protocol } = withProtocol();
  world.agent.composer = standing;
  world.look();
  world.say('a', text, intent);
  world.wait(2000);
  expect(protocol.received).toEqual([]);
  expect(world.written[0]).toBe('text a');
  if (intent === 'send') expect(world.agent.submissions).toEqual([standing + text]);
});

test('SESSION-60: a prompt behind one of ours in the composer joins it there', () => {
  const { world, protocol } = withProtocol();
  world.say('a', 'hello');
  world.wait(500);
  world.say('b', ' world', 'send');
  world.wait(2000);
  expect(world.agent.submissions).toEqual(['hello world']);
  expect(protocol.received).toEqual([]);
});

test('SESSION-60: without a protocol, or when it goes away, prompts are typed', () => {
  const { world, protocol } = withProtocol();
  world.speak(undefined);
  world.say('a', 'hello', 'send');
  world.wait(2000);
  expect(world.agent.submissions).toEqual(['hello']);
  expect(protocol.received).toEqual([]);
});

test('SESSION-61: the memory with the submission is kept before the protocol hears of it', () => {
  const { world } = withProtocol();
  world.say('a', 'hello', 'send');
  const [kept] = world.keptAtSubmission;
  expect(JSON.parse(kept ?? '{}')).toMatchObject({
    phase: { kind: 'submitting', prompt: { id: 'a' }, manner: 'turn', answer: 'awaited' },
    queue: [],
  });
});

test('SESSION-62: refused for the moment it stays at the head, and is offered again', () => {
  const { world, protocol } = withProtocol();
  protocol.mishaps.push('busy');
  world.say('a', 'one', 'send');
  expect(world.stateOf('a')).toBe('waiting: busy');
  world.say('b', 'two', 'send');
  world.wait(1000);
  expect(protocol.received.map(({ id }) => id)).toEqual(['a', 'b']);
  expect(world.written).toEqual([]);
});

test('SESSION-62: refused for good it is typed, and the next one is submitted', () => {
  const { world, protocol } = withProtocol();
  protocol.mishaps.push('away');
  world.say('a', 'one', 'send');
  world.wait(2000);
  expect(world.agent.submissions).toEqual(['one']);
  world.say('b', 'two', 'send');
  world.wait(500);
  expect(protocol.received.map(({ id }) => id)).toEqual(['b']);
});

test('SESSION-62: without an answer it is unconfirmed and never typed; a late word makes it sent', () => {
  const { world, protocol } = withProtocol();
  protocol.mishaps.push('silent');
  world.say('a', 'one', 'send');
  world.say('b', 'two', 'send');
  world.wait(UNCONFIRMED_PATIENCE_MS / 2);
  expect(world.stateOf('a')).toBe('sending');
  expect(protocol.received).toHaveLength(1);
  world.wait(UNCONFIRMED_PATIENCE_MS);
  expect(world.stateOf('a')).toBe('unconfirmed: submit-not-confirmed');
  expect(protocol.received.map(({ id }) => id)).toEqual(['a', 'b']);
  expect(world.written).toEqual([]);
  world.hearLate();
  expect(world.stateOf('a')).toBe('sent');
});

test.each([
  ['before it is offered', ['dies']],
  ['after it is offered', ['none', 'dies']],
  ['as it asks', ['none', 'dies', 'dies']],
  ['as it is answered', ['none', 'dies', 'none', 'dies']],
] satisfies [string, Mishap[]][])(
  'SESSION-63: a prompt whose delivery dies %s arrives once',
  (_, mishaps) => {
    const { world, protocol } = withProtocol();
    world.mishaps.push(...mishaps);
    world.say('a', 'one', 'send');
    world.wait(2000);
    expect(protocol.received.map(({ id }) => id)).toEqual(['a']);
    expect(world.stateOf('a')).toBe('sent');
    expect(world.written).toEqual([]);
  },
);

test('SESSION-63: what was offered and never answered is not offered or typed by a successor', () => {
  const { world, protocol } = withProtocol();
  protocol.mishaps.push('silent');
  world.say('a', 'one', 'send');
  protocol.late.clear();
  world.crash();
  world.wait(UNCONFIRMED_PATIENCE_MS * 2);
  expect(world.stateOf('a')).toBe('unconfirmed: submit-not-confirmed');
  expect(protocol.received).toHaveLength(1);
  expect(world.written).toEqual([]);
});

test('SESSION-64: while the agent works a prompt waits in the queue, and nothing goes into a dialog', () => {
  const { world, protocol } = withProtocol();
  protocol.activity = 'busy';
  world.speak(protocol);
  world.say('a', 'one', 'send');
  expect(world.stateOf('a')).toBe('waiting: busy');
  protocol.activity = 'waiting';
  world.speak(protocol);
  expect(world.stateOf('a')).toBe('waiting: dialog');
  protocol.activity = 'idle';
  world.agent.openDialog();
  world.look();
  world.speak(protocol);
  expect(world.stateOf('a')).toBe('waiting: dialog');
  world.agent.closeDialog();
  world.agent.works = true;
  world.look();
  expect(world.stateOf('a')).toBe('waiting: busy');
  world.agent.works = false;
  world.look();
  expect(protocol.received).toHaveLength(1);
});

test('SESSION-64: a prompt that steers goes into the running turn, before those that wait', () => {
  const { world, protocol } = withProtocol();
  protocol.activity = 'busy';
  world.speak(protocol);
  world.say('a', 'later', 'send');
  world.say('b', 'also this', 'send', { whileBusy: 'steer' });
  expect(protocol.received).toEqual([{ id: 'b', text: 'also this', manner: 'steer' }]);
  protocol.activity = 'idle';
  world.speak(protocol);
  expect(protocol.received.map(({ id }) => id)).toEqual(['b', 'a']);
});

test('SESSION-64: a prompt that interrupts ends the turn once, and begins the next', () => {
  const { world, protocol } = withProtocol();
  protocol.activity = 'busy';
  world.speak(protocol);
  world.say('a', 'later', 'send');
  world.say('b', 'now this', 'send', { whileBusy: 'interrupt' });
  world.wait(500);
  expect(protocol.interrupted).toEqual(['b']);
  expect(protocol.received).toEqual([]);
  protocol.activity = 'idle';
  world.speak(protocol);
  expect(protocol.received[0]).toEqual({ id: 'b', text: 'now this', manner: 'turn' });
});

test('SESSION-64: what the protocol can not do waits instead', () => {
  const { world, protocol } = withProtocol();
  protocol.activity = 'busy';
  protocol.abilities = new Set();
  world.speak(protocol);
  world.say('a', 'one', 'send', { whileBusy: 'steer' });
  world.say('b', 'two', 'send', { whileBusy: 'interrupt' });
  expect(world.stateOf('a')).toBe('waiting: busy');
  expect(protocol.interrupted).toEqual([]);
});

test('SESSION-65: one at a time, and what is on its way can not be changed', () => {
  const { world, protocol } = withProtocol();
  protocol.mishaps.push('silent');
  world.say('a', 'one', 'send');
  world.say('b', 'two', 'send');
  expect(protocol.received).toHaveLength(1);
  expect(world.cancel('a')).toBe('being-submitted');
  expect(world.edit({ do: 'edit', id: 'a', text: 'other' })).toBe('being-submitted');
  expect(world.scratch()).toBeUndefined();
  expect(world.stateOf('b')).toBe('dropped: scratched');
  expect(world.scratch()).toBe('nothing-to-scratch');
  world.exit();
  expect(world.stateOf('a')).toBe('unconfirmed: agent-ended');
});

test.each(['cleared', 'removed', 'emptied'] as const)(
  'SESSION-65: %s while it is submitted and then refused, it is dropped, also by a successor',
  (how) => {
    for (const result of ['not-now', 'not-here', 'never-offered'] as const) {
      const delivery = new Delivery();
      const world = new DeliveryWorld();
      world.look();
      const { facts } = world;
      if (facts === undefined) throw new Error('nothing was seen');
      delivery.agentIs(new SimulatedProtocol().facts);
      delivery.observe(facts);
      delivery.enqueue({ id: 'a', text: 'one', intent: 'send', origin: 'key', enqueuedMs: 0 });
      if (how === 'cleared') expect(delivery.clear(facts.nowMs).refusal).toBeUndefined();
      else delivery.edit(how === 'removed' ? { do: 'remove', id: 'a' } : { do: 'clear' });
      const successor = new Delivery({ memory: JSON.parse(JSON.stringify(delivery.memory())) });
      for (const one of [delivery, successor]) {
        const { changes } = one.submitted({ id: 'a', result, nowMs: facts.nowMs });
        expect(changes.at(-1)).toMatchObject({ id: 'a', state: 'dropped', why: 'cancelled' });
        expect(one.memory().queue).toEqual([]);
      }
    }
  },
);

const step = fc.oneof(
  { arbitrary: fc.constant({ do: 'say' } as const), weight: 4 },
  { arbitrary: fc.constant({ do: 'crash' } as const), weight: 2 },
  {
    arbitrary: fc.record({
      do: fc.constantFrom('dialog', 'close', 'look', 'busy', 'idle', 'leave', 'return', 'wait'),
    }),
    weight: 6,
  },
);

function take(world: DeliveryWorld, protocol: SimulatedProtocol, what: string): void {
  if (what === 'crash') world.crash();
  else if (what === 'dialog') world.agent.openDialog();
  else if (what === 'close') world.agent.closeDialog();
  else if (what === 'wait') world.wait(300);
  else if (what === 'leave') world.speak(undefined);
  else if (what === 'return') world.speak(protocol);
  else if (what === 'busy' || what === 'idle') {
    protocol.activity = what;
    world.agent.works = what === 'busy';
    world.speak(protocol);
  }
  world.look();
}

test('SESSION-1 SESSION-63: whenever it dies and whatever the protocol does, every prompt arrives once, in order', () => {
  const mishaps = fc.array(fc.constantFrom<Mishap>('dies', 'moves', 'none', 'none'), {
    maxLength: 40,
  });
  const refusals = fc.array(fc.constantFrom<ProtocolMishap>('none', 'none', 'busy', 'away'), {
    maxLength: 20,
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), mishaps, refusals, (story, deaths, refused) => {
      const { world, protocol } = withProtocol();
      const arrived: string[] = [];
      protocol.received.push = (one) => arrived.push(one.text);
      world.agent.submissions.push = (text) => arrived.push(text);
      world.mishaps.push(...deaths);
      protocol.mishaps.push(...refused);
      const said: string[] = [];
      for (const { do: what } of story) {
        if (what !== 'say') take(world, protocol, what);
        else if (said.length < QUEUE_LIMIT) {
          const text = `prompt ${said.length}`;
          world.say(`p${said.length}`, text, 'send');
          said.push(text);
        }
      }
      world.agent.closeDialog();
      take(world, protocol, 'idle');
      world.wait(60_000);
      expect(arrived).toEqual(said);
    }),
    { numRuns: 300, seed: 63 },
  );
});

test('SESSION-60: behind one that was typed a prompt waits until its turn has become known', () => {
  const { world, protocol } = withProtocol();
  protocol.mishaps.push('away');
  world.say('a', 'one', 'send');
  while (world.stateOf('a') !== 'sent') world.wait(50);
  world.say('b', 'two', 'send');
  expect(world.stateOf('b')).toBe('waiting: settling');
  expect(protocol.received).toEqual([]);
  world.wait(AFTER_ENTER_MS);
  expect(protocol.received.map(({ id }) => id)).toEqual(['b']);
});
