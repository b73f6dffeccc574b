// Prompts that are typed into an agent which says itself what it took: its word beside the screen's.
import { expect, test } from 'vitest';
import { SEEN_TIMEOUT_MS, SENT_TIMEOUT_MS } from './delivery-phase.ts';
import { DeliveryWorld } from './delivery-world.test-support.ts';
import { GONE_AFTER_MS } from './draft-watch.ts';

function started(): DeliveryWorld {
  const world = new DeliveryWorld();
  world.look();
  return world;
}

test('SESSION-66: what was typed and not seen to leave is sent when the agent says that it took it', () => {
  const world = started();
  world.agent.enterMakesLine = true;
  world.say('a', 'hello', 'send');
  world.wait(SENT_TIMEOUT_MS * 3);
  expect(world.stateOf('a')).toBe('unconfirmed: enter-not-confirmed');
  world.hearTaken('a');
  expect(world.stateOf('a')).toBe('sent');
  expect(world.written).toEqual(['text a', 'enter a']);
});

test('SESSION-66: a text that was never seen is sent when the agent took it', () => {
  const world = started();
  world.agent.deaf = true;
  world.say('a', 'hello', 'send');
  world.hearTaken('a');
  expect(world.stateOf('a')).toBe('typing');
  world.wait(SEEN_TIMEOUT_MS);
  expect(world.stateOf('a')).toBe('sent');
});

test('SESSION-66: the agent’s word before the screen’s counts, for each prompt by itself', () => {
  const world = started();
  world.say('a', 'hello');
  world.wait(1000);
  world.say('b', ' world');
  world.wait(1000);
  world.agent.enterMakesLine = true;
  world.send();
  world.wait(1000);
  world.hearTaken('a');
  expect(world.stateOf('a')).toBe('sending');
  world.wait(SENT_TIMEOUT_MS * 3);
  expect(world.stateOf('a')).toBe('sent');
  expect(world.stateOf('b')).toBe('unconfirmed: enter-not-confirmed');
});

test.each([
  ['before', 0],
  ['after', GONE_AFTER_MS * 2],
])(
  'SESSION-66: what the person sends by hand is sent, told %s it is seen to be gone',
  (_, waitMs) => {
    const world = started();
    world.say('a', 'hello');
    world.wait(1000);
    world.press('\r');
    world.wait(waitMs);
    expect(world.stateOf('a')).toBe('composed');
    world.hearTaken('a');
    world.wait(GONE_AFTER_MS * 2);
    expect(world.stateOf('a')).toBe('sent');
    expect(world.delivery.draft).toEqual([]);
  },
);

test('SESSION-66: a word on what nobody typed changes nothing', () => {
  const world = started();
  world.say('a', 'hello', 'send');
  world.wait(1000);
  world.hearTaken('a');
  world.hearTaken('unknown');
  expect(world.stateOf('a')).toBe('sent');
  expect(world.stateOf('unknown')).toBe('unheard of');
});
