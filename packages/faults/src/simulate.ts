// Runs a plan to its end and says what held: time passes event by event, and after the last step there is
// peace, in which everything that was asked for has to find its place.

import { inject } from './inject.ts';
import { lookAtTheEnd } from './last-look.ts';
import type { Broken } from './ledger.ts';
import { act } from './person.ts';
import type { Plan } from './plan.ts';
import { World } from './world.ts';
import type { WorldChanges } from './world-changes.ts';

/** After the last fault everything has this long, in ms, to come to rest. */
const PEACE_MS = 60_000;
/** Everything that ends has this long, in ms. */
const END_MS = 10_000;
/** More events than any run has: what never rests is told as that. */
const MOST_EVENTS = 3_000_000;
/** The end of the trace that is kept for a run that broke something. */
const TRACE_LINES = 400;

export interface Outcome {
  readonly seed: number;
  /** `area: kind` → how often. */
  readonly injected: ReadonlyMap<string, number>;
  readonly events: number;
  readonly asked: number;
  readonly delivered: number;
  readonly writes: number;
  readonly broken: Broken | undefined;
  readonly trace: readonly string[];
}

/** Runs it. `changes`: something is made wrong on purpose. */
export async function simulate(plan: Plan, changes: WorldChanges = {}): Promise<Outcome> {
  const world = new World(plan.seed, changes);
  const startMs = world.clock.nowMs();
  let events = 0;
  const passUntil = async (endMs: number): Promise<void> => {
    while (world.ledger.broken === undefined && world.clock.step(endMs)) {
      events += 1;
      if (events > MOST_EVENTS) world.ledger.breaks('SIM-8', 'it never comes to rest');
      await settled();
    }
  };
  try {
    for (const step of plan.steps) {
      await passUntil(startMs + step.atMs + world.clock.sleptMs);
      if (world.ledger.broken !== undefined) break;
      if (step.do === 'fault') inject(world, step.fault);
      else {
        world.note(step.do);
        act(world, step.do, step.amount);
      }
      await settled();
    }
    if (world.ledger.broken === undefined) {
      world.heal();
      await passUntil(world.clock.nowMs() + PEACE_MS);
      await lookAtTheEnd(world, (durationMs = END_MS) =>
        passUntil(world.clock.nowMs() + durationMs),
      );
    }
  } catch (error) {
    world.ledger.breaks(
      'SIM-9',
      error instanceof Error ? (error.stack ?? error.message) : String(error),
    );
  } finally {
    world.spool.dispose();
  }
  const all = [...world.ledger.asked.values()];
  return {
    seed: plan.seed,
    injected: world.injected,
    events,
    asked: all.filter(({ isAccepted }) => isAccepted).length,
    delivered: all.filter(({ submittedTo }) => submittedTo.length > 0).length,
    writes: world.sessions.reduce((sum, { writes }) => sum + writes, 0),
    broken: world.ledger.broken,
    trace: world.trace.slice(-TRACE_LINES),
  };
}

/** Everything that follows at once has followed: promises, and what streams tell a turn later. */
function settled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
