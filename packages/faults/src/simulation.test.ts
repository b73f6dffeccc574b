// The whole under the faults of the seeds that CI runs, and the proof that these would notice.
import { expect, test } from 'vitest';
import { ALL_KINDS, type Outcome, planOf, simulate, smallest, stepText } from './index.ts';
import type { WorldChanges } from './world-changes.ts';

/** As few as have every kind of fault among them, half a second each; every night enough for 10,000 faults. */
const CI =
  process.env.TEST_SIZE === 'full' ? { seeds: 69, faults: 10_000 } : { seeds: 14, faults: 2_000 };

const seeds = Array.from({ length: CI.seeds }, (_, index) => index + 1);

async function firstBroken(changes: WorldChanges): Promise<Outcome | undefined> {
  for (const seed of seeds) {
    const outcome = await simulate(planOf(seed), changes);
    if (outcome.broken !== undefined) return outcome;
  }
  return undefined;
}

test('SIM-1 SIM-2 SIM-3 SIM-4 SIM-5 SIM-6 SIM-7 SIM-8 SIM-9 SIM-23: thousands of faults break nothing', async () => {
  const injected = new Map<string, number>();
  let delivered = 0;
  for (const seed of seeds) {
    const { broken, trace, ...outcome } = await simulate(planOf(seed));
    expect({ seed, broken, trace: broken && trace }).toEqual({ seed });
    for (const [kind, times] of outcome.injected)
      injected.set(kind, (injected.get(kind) ?? 0) + times);
    delivered += outcome.delivered;
  }
  const faults = [...injected.values()].reduce((sum, times) => sum + times, 0);
  expect(faults).toBeGreaterThanOrEqual(CI.faults);
  expect([...injected.keys()].sort()).toEqual([...ALL_KINDS].sort());
  // A world in which nothing arrives would break nothing either.
  expect(delivered).toBeGreaterThan(seeds.length * 10);
}, 300_000);

test.each<readonly [string, WorldChanges, string]>([
  ['a keeper that forgets its writes', { ledgerOfWrites: 'off' }, 'SIM-1'],
  ['a host that keeps nothing', { memory: 'off' }, 'SIM-2'],
  ['words that are not recovered', { recovery: 'off' }, 'SIM-2'],
  ['a keeper that writes on old facts', { staleness: 'off' }, 'SIM-3 SIM-4'],
  ['output with a hole', { output: 'holed' }, 'SIM-5'],
  ['a terminal that is not given back', { restore: 'off' }, 'SIM-6'],
])(
  'SIM-22: %s is noticed',
  async (_, changes, rule) => {
    const broken = (await firstBroken(changes))?.broken;
    expect(rule.split(' ')).toContain(broken?.rule);
  },
  300_000,
);

test('SIM-20: the same seed makes the same run', async () => {
  const [one, other] = [await simulate(planOf(7)), await simulate(planOf(7))];
  expect(one).toEqual(other);
  expect((await simulate(planOf(8))).trace).not.toEqual(one.trace);
});

test('SIM-21: what breaks is told with its seed, fewer steps and the trace', async () => {
  const { broken, seed } = (await firstBroken({ ledgerOfWrites: 'off' })) ?? {};
  if (broken === undefined || seed === undefined) throw new Error('nothing broke');
  const plan = planOf(seed);
  const small = await smallest(plan, broken, { ledgerOfWrites: 'off' });
  expect(small.plan.seed).toBe(seed);
  expect(small.outcome.broken?.rule).toBe(broken.rule);
  expect(small.plan.steps.length).toBeLessThan(plan.steps.length / 4);
  expect(small.plan.steps.map(stepText).join('\n')).toMatch(/^\d+\.\d ms: \w/u);
  expect(small.outcome.trace.join('\n')).toContain('session s1 begins');
});
