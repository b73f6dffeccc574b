// A delivery that dies at any step, and its successor: nothing is lost, nothing is written twice.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Delivery } from './delivery.ts';
import { SEEN_TIMEOUT_MS } from './delivery-phase.ts';
import { DeliveryWorld, type Mishap } from './delivery-world.test-support.ts';
import { AFTER_ENTER_MS, SETTLE_MS } from './gates.ts';

test('SESSION-50: writes are named by their prompt, and Enters and erasures counted', () => {
  const world = new DeliveryWorld();
  world.look();
  world.say('a', 'hello', 'send');
  world.wait(2000);
  world.say('b', 'more');
  world.wait(1000);
  world.scratch();
  world.wait(1000);
  expect(world.accepted).toEqual(['a:text', 'a:enter:0', 'b:text', 'b:erase:1']);
});

test('SESSION-50: until a write is answered nothing is written, seen or late', () => {
  const delivery = new Delivery();
  const prompt = { id: 'a', text: 'hi', intent: 'send', origin: 'say', enqueuedMs: 0 } as const;
  delivery.enqueue(prompt);
  const facts = { shadowCaughtUp: true, bracketedPaste: true, inputAtRest: true };
  const empty = { ...facts, screen: { kind: 'composer', text: '' } as const };
  expect(delivery.observe({ ...empty, nowMs: 0 }).writes).toHaveLength(1);
  const full = { ...facts, screen: { kind: 'composer', text: 'hi' } as const };
  const later = delivery.observe({ ...full, nowMs: SEEN_TIMEOUT_MS * 2 });
  expect(later).toEqual({ writes: [], changes: [] });
  const answer = { writeId: 'a:text', result: 'written', nowMs: SEEN_TIMEOUT_MS * 2 } as const;
  expect(delivery.answered({ ...answer, writeId: 'b:text' }).changes).toEqual([]);
  expect(delivery.answered(answer).changes[0]).toEqual({ id: 'a', state: 'composed' });
});

test('SESSION-51: a text refused as stale waits at the head, and goes in once the facts are new', () => {
  const world = new DeliveryWorld();
  world.look();
  world.mishaps.push('moves');
  world.say('a', 'hello');
  world.say('b', ' world');
  expect(world.stateOf('a')).toBe('waiting: screen-behind');
  expect(world.delivery.queued.map((one) => one.id)).toEqual(['a', 'b']);
  world.tick();
  expect(world.written).toEqual([]);
  world.look();
  world.wait(500);
  expect(world.agent.composer).toBe('hello world');
});

test('SESSION-51: facts that came before the refusal are enough to try again', () => {
  const delivery = new Delivery();
  const prompt = { id: 'a', text: 'hi', intent: 'send', origin: 'say', enqueuedMs: 0 } as const;
  delivery.enqueue(prompt);
  const facts = { shadowCaughtUp: true, bracketedPaste: true, inputAtRest: true, nowMs: 0 };
  const empty = { ...facts, screen: { kind: 'composer', text: '' } as const };
  delivery.observe(empty);
  delivery.observe(empty);
  const again = delivery.answered({ writeId: 'a:text', result: 'stale', nowMs: 0 });
  expect(again.writes).toMatchObject([{ writeId: 'a:text', purpose: 'write' }]);
});

test('SESSION-51: an Enter and an erasure refused as stale are asked for again', () => {
  const world = new DeliveryWorld();
  world.look();
  world.say('a', 'hello', 'send');
  world.look();
  world.mishaps.push('moves');
  world.wait(2000);
  expect(world.agent.submissions).toEqual(['hello']);
  world.say('b', 'more');
  world.look();
  world.mishaps.push('moves');
  world.scratch();
  world.wait(1000);
  expect(world.stateOf('b')).toBe('dropped: scratched');
  expect(world.agent.composer).toBe('');
});

test('SESSION-51: a text that was to be taken back while it was asked for is gone when it is refused', () => {
  const delivery = new Delivery();
  const prompt = { id: 'a', text: 'hi', intent: 'send', origin: 'say', enqueuedMs: 0 } as const;
  delivery.enqueue(prompt);
  const facts = { shadowCaughtUp: true, bracketedPaste: true, inputAtRest: true, nowMs: 0 };
  delivery.observe({ ...facts, screen: { kind: 'composer', text: '' } });
  delivery.scratch(0);
  const refused = delivery.answered({ writeId: 'a:text', result: 'ended', nowMs: 0 });
  expect(refused.changes).toEqual([{ id: 'a', state: 'dropped', why: 'scratched' }]);
  expect(delivery.queued).toEqual([]);
});

test.each([
  ['before its text is written', ['dies']],
  ['after its text is written', ['none', 'dies']],
  ['before its Enter is written', ['none', 'none', 'dies']],
  ['after its Enter is written', ['none', 'none', 'none', 'dies']],
] satisfies [string, Mishap[]][])(
  'SESSION-52 SESSION-53: a prompt whose delivery dies %s is sent once',
  (_, mishaps) => {
    const world = new DeliveryWorld();
    world.look();
    world.mishaps.push(...mishaps);
    world.say('a', 'hello', 'send');
    world.wait(5000);
    expect(world.agent.submissions).toEqual(['hello']);
    expect(world.stateOf('a')).toBe('sent');
  },
);

test('SESSION-52: the successor knows the ids, the order and the draft', () => {
  const world = new DeliveryWorld();
  world.look();
  world.say('a', 'hello');
  world.wait(500);
  world.agent.openDialog();
  world.look();
  world.say('b', ' world');
  world.crash();
  expect(world.say('a', 'hello')).toBe('duplicate-id');
  expect(world.delivery.draft).toEqual(['a']);
  expect(world.delivery.queued.map((one) => one.id)).toEqual(['b']);
  world.agent.closeDialog();
  world.wait(1000);
  world.send();
  world.wait(2000);
  expect(world.agent.submissions).toEqual(['hello world']);
});

test('SESSION-52: the memory is plain JSON, and the same object while nothing has changed', () => {
  const world = new DeliveryWorld();
  world.look();
  world.say('a', 'hello');
  const memory = world.delivery.memory();
  world.delivery.tick(world.nowMs);
  expect(world.delivery.memory()).toBe(memory);
  expect(JSON.parse(JSON.stringify(memory))).toEqual(memory);
  world.look();
  expect(world.delivery.memory()).not.toBe(memory);
});

test('SESSION-54: the successor lets everything rest anew before Enter', () => {
  const world = new DeliveryWorld();
  world.look();
  world.say('a', 'hello', 'send');
  world.look();
  world.crash();
  world.refresh();
  world.wait(Math.max(SETTLE_MS, AFTER_ENTER_MS) - 60);
  expect(world.written).toEqual(['text a']);
  world.wait(120);
  expect(world.written).toEqual(['text a', 'enter a']);
});

const mishap = fc.constantFrom<Mishap>('dies', 'moves', 'none', 'none');
const happening = fc.oneof(
  fc.record({
    do: fc.constant('say' as const),
    text: fc.constantFrom('fix it', 'one\ntwo', '日本語'),
    intent: fc.constantFrom('send' as const, 'compose' as const),
  }),
  fc.record({ do: fc.constant('wait' as const), ms: fc.nat({ max: 900 }) }),
  fc.record({
    do: fc.constantFrom('dialog', 'answer', 'look', 'tick', 'output', 'crash', 'scratch', 'send'),
  }),
);
type Happening = typeof happening extends fc.Arbitrary<infer One> ? One : never;

/** Answers how many Enters it allows. */
function take(world: DeliveryWorld, one: Happening, id: string): number {
  if ('text' in one) {
    world.say(id, one.text, one.intent);
    return one.intent === 'send' ? 1 : 0;
  }
  if ('ms' in one) world.wait(one.ms);
  else if (one.do === 'send') return world.send() === undefined ? 1 : 0;
  else if (one.do === 'dialog') world.agent.openDialog();
  else if (one.do === 'answer') world.agent.closeDialog();
  else if (one.do === 'crash') world.crash();
  else if (one.do === 'scratch') world.scratch();
  else if (one.do === 'look') world.look();
  else if (one.do === 'tick') world.tick();
  if (one.do === 'dialog' || one.do === 'answer' || one.do === 'output') world.outputArrives();
  return 0;
}

test('SESSION-50 SESSION-53: whenever it dies, no write reaches the agent twice, and no Enter too many', () => {
  fc.assert(
    fc.property(
      fc.array(happening, { maxLength: 40 }),
      fc.array(mishap, { maxLength: 40 }),
      (story, mishaps) => {
        const world = new DeliveryWorld();
        world.look();
        world.mishaps.push(...mishaps);
        let enters = 0;
        for (const [index, one] of story.entries()) enters += take(world, one, `p${index}`);
        world.wait(5000);
        const texts = world.written.filter((one) => one.startsWith('text'));
        expect(new Set(texts).size).toBe(texts.length);
        expect(new Set(world.accepted).size).toBe(world.accepted.length);
        expect(world.written.filter((one) => one.startsWith('enter')).length).toBeLessThanOrEqual(
          enters,
        );
        expect(world.agent.approvals).toBe(0);
      },
    ),
    { numRuns: 300, seed: 53 },
  );
});

test('SESSION-1 SESSION-53: whenever it dies, every prompt to be sent arrives once, whole and in order', () => {
  const calm = happening.filter(
    (one) => !['scratch', 'send'].includes(one.do) && !('text' in one && one.intent === 'compose'),
  );
  fc.assert(
    fc.property(
      fc.array(calm, { maxLength: 30 }),
      fc.array(mishap, { maxLength: 40 }),
      (story, mishaps) => {
        const world = new DeliveryWorld();
        world.look();
        world.mishaps.push(...mishaps);
        for (const [index, one] of story.entries()) take(world, one, `p${index}`);
        world.agent.closeDialog();
        world.look();
        world.wait(40_000);
        const said = story.flatMap((one) => ('text' in one ? [one.text] : []));
        expect(world.agent.submissions).toEqual(said);
      },
    ),
    { numRuns: 150, seed: 54 },
  );
});
