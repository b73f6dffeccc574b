// Waits for what a driver tells, for suites of everything that is built on drivers.
import type { AgentDriver, AgentEvent, NumberedEvent } from '@codex-voice/drivers';
import { untilHolds } from './open-waits.ts';

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
  const told = () => events.map((one) => JSON.stringify(one.event).slice(0, 300)).join('\n');
  return await untilHolds(`${kind} after ${after} events`, find, { told });
}
