// Everything of ours is taken back at once, and nothing else.
import { expect, test } from 'vitest';
import { DeliveryWorld } from './delivery-world.test-support.ts';
import { SCRATCH_PATIENCE_MS } from './take-back.ts';

test('SESSION-44: clear empties the queue, and the composer text by text', () => {
  const world = new DeliveryWorld();
  world.look();
  world.say('a', 'hello');
  world.wait(500);
  world.say('b', ' world');
  world.wait(500);
  world.agent.openDialog();
  world.refresh();
  world.say('c', 'waits');
  world.clear();
  expect(world.stateOf('c')).toBe('dropped: cancelled');
  world.agent.closeDialog();
  world.wait(500);
  expect(world.agent.composer).toBe('');
  expect(world.written).toEqual(['text a', 'text b', 'erase b', 'erase a']);
  expect([world.stateOf('a'), world.stateOf('b')]).toEqual([
    'dropped: scratched',
    'dropped: scratched',
  ]);
  expect(world.clear()).toBe('nothing-to-clear');
});

test('SESSION-44: a composer that held something before our texts is left alone', () => {
  const world = new DeliveryWorld();
  world.look();
  world.press('x');
  world.wait(1000);
  world.say('a', ' hello');
  world.wait(1000);
  expect(world.clear()).toBe('nothing-to-clear');
  world.wait(1000);
  expect(world.agent.composer).toBe('x hello');
});

test('SESSION-44: what was typed behind our texts stays, and so does all before it', () => {
  const world = new DeliveryWorld();
  world.look();
  world.say('a', 'hello');
  world.wait(1000);
  world.press('!');
  world.wait(1000);
  world.clear();
  world.wait(SCRATCH_PATIENCE_MS * 2);
  expect(world.agent.composer).toBe('hello!');
});

test('SESSION-44: a text on its way is taken back once it has come, and is not sent', () => {
  const world = new DeliveryWorld();
  world.look();
  world.say('a', 'hello', 'send');
  expect(world.stateOf('a')).toBe('typing');
  world.clear();
  world.wait(1000);
  expect(world.agent.composer).toBe('');
  expect(world.written).toEqual(['text a', 'erase a']);
});

test('SESSION-44: writes that are refused as stale are tried again until all is gone', () => {
  const world = new DeliveryWorld();
  world.look();
  world.say('a', 'hello');
  world.wait(500);
  world.say('b', ' world');
  world.wait(500);
  world.mishaps.push('moves', 'none', 'none', 'none', 'moves');
  world.clear();
  world.wait(1000);
  expect(world.agent.composer).toBe('');
});
