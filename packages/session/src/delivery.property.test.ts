// The delivery under random interleavings of speech, the person's keys, dialogs and lag.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DeliveryWorld } from './delivery-world.test-support.ts';
import { openComposer, PERSON_REST_MS, SETTLE_MS } from './gates.ts';

const text = fc.constantFrom(
  'fix it',
  ' and run the tests',
  'one\ntwo',
  '日本語',
  ' 👍🏽 done',
  '\u001b[201~\rrm',
);

const step = fc.oneof(
  {
    arbitrary: fc.record({
      do: fc.constant('say'),
      text,
      intent: fc.constantFrom('compose', 'send'),
    }),
    weight: 4,
  },
  { arbitrary: fc.record({ do: fc.constant('wait'), ms: fc.nat({ max: 900 }) }), weight: 6 },
  {
    arbitrary: fc.record({
      do: fc.constantFrom('send', 'scratch', 'look', 'tick', 'dialog', 'answer', 'type', 'erase'),
    }),
    weight: 8,
  },
  {
    arbitrary: fc.record({
      do: fc.constantFrom(
        'enter',
        'hold',
        'release',
        'behind',
        'catch-up',
        'deafen',
        'hear',
        'output',
      ),
    }),
    weight: 4,
  },
);
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never;

/** Carries out one step; answers how many times Enter may be pressed for it. */
function take(world: DeliveryWorld, one: Step, id: string): number {
  switch (one.do) {
    case 'say':
      if (!('text' in one)) return 0;
      world.say(id, one.text, one.intent === 'send' ? 'send' : 'compose');
      return one.intent === 'send' ? 1 : 0;
    case 'wait':
      if ('ms' in one) world.wait(one.ms);
      return 0;
    case 'send':
      return world.send() === undefined ? 1 : 0;
    case 'dialog':
      // A dialog is drawn: its output arrives at the client before any other thing happens.
      world.agent.openDialog();
      world.outputArrives();
      return 0;
    case 'answer':
      world.agent.closeDialog();
      world.outputArrives();
      return 0;
    default:
      person(world, one.do);
      return 0;
  }
}

function person(world: DeliveryWorld, what: string): void {
  const actions: Record<string, () => unknown> = {
    scratch: () => world.scratch(),
    look: () => world.look(),
    tick: () => world.tick(),
    type: () => world.press('x'),
    erase: () => world.press('\u007f'),
    enter: () => (world.agent.dialog ? world.look() : world.press('\r')),
    hold: () => world.hold(),
    release: () => world.release(),
    behind: () => world.fallBehind(),
    'catch-up': () => world.catchUp(),
    deafen: () => {
      world.agent.deaf = true;
    },
    hear: () => {
      world.agent.deaf = false;
    },
    output: () => world.outputArrives(),
  };
  actions[what]?.();
}

function run(steps: readonly Step[]): { world: DeliveryWorld; entersAllowed: number } {
  const world = new DeliveryWorld();
  world.look();
  let entersAllowed = 0;
  for (const [index, one] of steps.entries()) entersAllowed += take(world, one, `p${index}`);
  return { world, entersAllowed };
}

const story = fc.array(step, { maxLength: 60 });

test('SESSION-20: whatever happens, every write stands on facts that allow it', () => {
  fc.assert(
    fc.property(story, (steps) => {
      for (const { facts } of run(steps).world.writes) {
        expect(facts).toBeDefined();
        if (facts === undefined) return;
        expect(openComposer(facts.screen)).toBeDefined();
        expect(facts.shadowCaughtUp).toBe(true);
        expect(facts.inputAtRest).toBe(true);
        expect(facts.nowMs - (facts.lastInputMs ?? 0)).toBeGreaterThanOrEqual(PERSON_REST_MS);
      }
    }),
    { numRuns: 400, seed: 20 },
  );
});

test('SESSION-20 SESSION-30: no Enter of ours ever answers a dialog whose output has arrived', () => {
  fc.assert(
    fc.property(story, (steps) => {
      expect(run(steps).world.agent.approvals).toBe(0);
    }),
    { numRuns: 400, seed: 30 },
  );
});

test('SESSION-23 SESSION-31: each text is written at most once, Enter at most once for each send', () => {
  fc.assert(
    fc.property(story, (steps) => {
      const { world, entersAllowed } = run(steps);
      const texts = world.written.filter((one) => one.startsWith('text'));
      expect(new Set(texts).size).toBe(texts.length);
      const enters = world.written.filter((one) => one.startsWith('enter'));
      expect(enters.length).toBeLessThanOrEqual(entersAllowed);
    }),
    { numRuns: 400, seed: 31 },
  );
});

test('SESSION-30: Enter follows the last text by its rest, and every text it sends is in the composer', () => {
  fc.assert(
    fc.property(story, (steps) => {
      let lastTextMs = Number.NEGATIVE_INFINITY;
      for (const { write, facts } of run(steps).world.writes) {
        const nowMs = facts?.nowMs ?? 0;
        if (write.kind === 'text') lastTextMs = nowMs;
        if (write.kind !== 'enter') continue;
        expect(nowMs - lastTextMs).toBeGreaterThanOrEqual(SETTLE_MS);
        expect(facts === undefined ? '' : openComposer(facts.screen)?.text).not.toBe('');
      }
    }),
    { numRuns: 400, seed: 32 },
  );
});

test('SESSION-1 SESSION-22 SESSION-23: without a person at the keys every prompt arrives once, whole and in order, through any dialogs and lag', () => {
  const calm = fc.array(
    fc.oneof(
      fc.record({
        do: fc.constant('say'),
        text: fc.constantFrom('fix it', 'one\ntwo', '日本語'),
        intent: fc.constant('send'),
      }),
      fc.record({ do: fc.constant('wait'), ms: fc.nat({ max: 900 }) }),
      fc.record({
        do: fc.constantFrom('dialog', 'answer', 'look', 'tick', 'output', 'behind', 'catch-up'),
      }),
    ),
    { maxLength: 40 },
  );
  fc.assert(
    fc.property(calm, (steps) => {
      const { world } = run(steps);
      world.agent.closeDialog();
      world.catchUp();
      world.look();
      world.wait(40_000);
      const said = steps.flatMap((one) => ('text' in one ? [one.text] : []));
      // Beyond its bound the queue refuses; told above.
      fc.pre(said.length <= 32);
      expect(world.agent.submissions).toEqual(said);
    }),
    { numRuns: 150, seed: 33 },
  );
});
