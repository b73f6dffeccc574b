// What is told of a prompt that waits behind one which is on its way.
import { expect, test } from 'vitest';
import { DeliveryWorld } from './delivery-world.test-support.ts';

test('SESSION-25: behind a prompt whose Enter opened a question the next one is told of it', () => {
  const world = new DeliveryWorld();
  world.look();
  // The question lies over the composer before that is seen to have given the text up.
  world.agent.asksAfterSubmission = true;
  world.say('a', 'run it', 'send');
  world.wait(1_000);
  expect([world.stateOf('a'), world.agent.dialog]).toEqual(['sending', true]);
  world.say('b', 'and then');
  world.say('c', 'at last');
  world.wait(1_000);
  expect([world.stateOf('b'), world.stateOf('c')]).toEqual(['waiting: dialog', 'queued']);
  expect(world.agent.approvals).toBe(0);
  world.agent.closeDialog();
  world.wait(2_000);
  expect([world.stateOf('a'), world.stateOf('b')]).toEqual(['sent', 'composed']);
});
