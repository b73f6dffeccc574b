// Makes a failing plan small: steps are left out, in halves, quarters and so on, for as long as the same
// invariant is broken.
import type { Broken } from './ledger.ts';
import type { Plan, Step } from './plan.ts';
import { type Outcome, simulate } from './simulate.ts';
import type { WorldChanges } from './world-changes.ts';

/** Runs that are tried at most: about a minute. */
const MOST_RUNS = 150;

export async function smallest(
  plan: Plan,
  broken: Broken,
  changes: WorldChanges = {},
): Promise<{ readonly plan: Plan; readonly outcome: Outcome }> {
  let outcome = await simulate(plan, changes);
  let { steps } = plan;
  let runs = 0;
  for (let part = Math.ceil(steps.length / 2); part >= 1 && runs < MOST_RUNS; ) {
    let isSmaller = false;
    for (let from = 0; from < steps.length && runs < MOST_RUNS; ) {
      const fewer = steps.toSpliced(from, part);
      runs += 1;
      const next = await simulate({ ...plan, steps: fewer }, changes);
      if (next.broken?.rule === broken.rule) {
        steps = fewer;
        outcome = next;
        isSmaller = true;
      } else from += part;
    }
    if (!isSmaller) {
      if (part === 1) break;
      part = Math.ceil(part / 2);
    }
  }
  return { plan: { ...plan, steps }, outcome };
}

/** One step in a line. */
export function stepText(step: Step): string {
  const what =
    step.do === 'fault'
      ? `fault ${JSON.stringify(step.fault)}`
      : `${step.do} (${step.amount.toFixed(3)})`;
  return `${step.atMs.toFixed(1)} ms: ${what}`;
}
