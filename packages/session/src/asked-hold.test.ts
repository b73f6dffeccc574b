// What is kept back while the agent is told to wait for its person's answer, before its dialog is seen.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SETTLED_REST_MS } from './asked-hold.ts';
import { DeliveryWorld } from './delivery-world.test-support.ts';
import { SimulatedProtocol } from './simulated-protocol.test-support.ts';
import { SCRATCH_PATIENCE_MS } from './take-back.ts';

function seen(): DeliveryWorld {
  const world = new DeliveryWorld();
  world.look();
  return world;
}

test('SESSION-67: a text waits from the word that the agent asks on, before its dialog is drawn, until it is gone', () => {
  const world = seen();
  world.hearAsked('open');
  world.say('a', 'hello');
  world.wait(3_000);
  expect(world.stateOf('a')).toBe('waiting: dialog');
  world.agent.openDialog();
  world.wait(1_000);
  world.agent.closeDialog();
  world.wait(1_000);
  expect(world.written).toEqual([]);
  world.hearAsked('settled');
  expect(world.stateOf('a')).toBe('waiting: settling');
  world.wait(SETTLED_REST_MS + 500);
  expect(world.written).toEqual(['text a']);
  expect(world.stateOf('a')).toBe('composed');
});

test('SESSION-67: no Enter is sent into it, nor behind it what was due', () => {
  const world = seen();
  world.say('a', 'hello', 'send');
  world.wait(100);
  expect(world.written).toEqual(['text a']);
  world.hearAsked('open');
  world.wait(3_000);
  expect(world.stateOf('a')).toBe('waiting: dialog');
  world.hearAsked('settled');
  world.wait(SETTLED_REST_MS - 100);
  // Drawn only now, and answered there.
  world.agent.openDialog();
  world.wait(1_000);
  expect(world.written).toEqual(['text a']);
  world.agent.closeDialog();
  world.wait(2_000);
  expect(world.agent.submissions).toEqual(['hello']);
  expect(world.agent.approvals).toBe(0);
});

test('SESSION-67: nothing is taken back meanwhile', () => {
  const world = seen();
  world.say('a', 'hello');
  world.wait(500);
  world.hearAsked('open');
  world.scratch();
  world.wait(SCRATCH_PATIENCE_MS + 500);
  expect(world.written).toEqual(['text a']);
  expect(world.changes.at(-1)).toMatchObject({ state: 'composed', scratchRefused: 'dialog' });
});

test('SESSION-67: what is asked may be told before the protocol says so: nothing is submitted', () => {
  const world = seen();
  const protocol = new SimulatedProtocol();
  protocol.activity = 'busy';
  world.speak(protocol);
  world.hearAsked('open');
  world.say('a', 'also this', 'send', { whileBusy: 'steer' });
  world.say('b', 'now this', 'send', { whileBusy: 'interrupt' });
  world.wait(1_000);
  expect(world.stateOf('a')).toBe('waiting: dialog');
  expect([protocol.received, protocol.interrupted]).toEqual([[], []]);
  world.hearAsked('settled');
  world.wait(1_000);
  expect(protocol.received).toEqual([{ id: 'a', text: 'also this', manner: 'steer' }]);
});

test('SESSION-67: a prompt behind one that is on its way is told of the question, too', () => {
  const world = seen();
  world.agent.deaf = true;
  world.say('a', 'hello');
  world.say('b', 'world');
  world.hearAsked('open');
  world.wait(100);
  expect(world.stateOf('b')).toBe('waiting: dialog');
});

const steps = fc.array(
  fc.constantFrom('say', 'send', 'scratch', 'clear', 'ask', 'settle', 'dialog', 'close', 'wait'),
  { maxLength: 40 },
);

test('SESSION-67: whatever is wanted and shown, nothing is written while the agent asks', () => {
  fc.assert(
    fc.property(steps, (story) => {
      const world = seen();
      let isAsked = false;
      for (const [index, what] of story.entries()) {
        if (what === 'ask') world.hearAsked('open');
        isAsked = what === 'ask' || (isAsked && what !== 'settle');
        const before = world.written.length;
        if (what === 'say') world.say(`p${index}`, `text ${index}`, 'send');
        else if (what === 'send') world.send();
        else if (what === 'scratch') world.scratch();
        else if (what === 'clear') world.clear();
        else if (what === 'settle') world.hearAsked('settled');
        else if (what === 'dialog') world.agent.openDialog();
        else if (what === 'close') world.agent.closeDialog();
        world.wait(300);
        if (isAsked) expect(world.written.length).toBe(before);
      }
      expect(world.agent.approvals).toBe(0);
    }),
    { numRuns: 200, seed: 67 },
  );
});
