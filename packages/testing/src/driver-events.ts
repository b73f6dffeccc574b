// Waits for what a driver tells, for suites of everything that is built on drivers.
import { setTimeout as sleep } from 'node:timers/promises';
import type { AgentDriver, AgentEvent, NumberedEvent } from '@codex-voice/drivers';

/** Longest wait for anything, in ms: a heavily loaded machine, not a measure. */
const PATIENCE_MS = 30_000;
const LOOK_EVERY_MS = 5;

export async function untilHolds(what: string, holds: () => boolean): Promise<void> {
  const deadlineMs = performance.now() + PATIENCE_MS;
  while (!holds()) {
    if (performance.now() > deadlineMs) throw new Error(`not reached: ${what}`);
    await sleep(LOOK_EVERY_MS);
  }
}

/** All events of a driver, growing. */
export function driverEvents(driver: AgentDriver): NumberedEvent[] {
  const events: NumberedEvent[] = [];
  driver.follow(0, (event) => events.push(event));
  return events;
}

/** Waits for the first event of a kind behind `after` events. */
export async function untilDriverEvent<Kind extends AgentEvent['kind']>(
  events: readonly NumberedEvent[],
  kind: Kind,
  after = 0,
): Promise<Extract<AgentEvent, { kind: Kind }>> {
  const find = () =>
    events
      .slice(after)
      .map((one) => one.event)
      .find((event): event is Extract<AgentEvent, { kind: Kind }> => event.kind === kind);
  const deadlineMs = performance.now() + PATIENCE_MS;
  for (;;) {
    const found = find();
    if (found !== undefined) return found;
    if (performance.now() > deadlineMs) {
      const told = events.map((one) => JSON.stringify(one.event).slice(0, 300)).join('\n');
      throw new Error(`no ${kind} after ${after} events:\n${told}`);
    }
    await sleep(LOOK_EVERY_MS);
  }
}
