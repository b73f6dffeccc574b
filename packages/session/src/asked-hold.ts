// Keeps our hands off while the agent is told to wait for its person's answer: its dialog may come on the screen
// later than that is told, and go later than it is settled. Who tells so is the caller's.
import type { Observation, ProtocolFacts } from './delivery-types.ts';
import { type Obstacle, obstacle } from './gates.ts';

/**
 * Rest after what the agent asked is settled, in ms: a dialog that was drawn late is on the screen by then, or gone
 * from it. As long as the turn that an Enter of ours begins has to become visible.
 */
export const SETTLED_REST_MS = 500;

/** Whether the agent waits for its person's answer, from `nowMs` on, on the caller's clock. */
export interface AskedState {
  readonly state: 'open' | 'settled';
  readonly nowMs: number;
}

export class AskedHold {
  #isOpen = false;
  #settledMs = Number.NEGATIVE_INFINITY;

  told({ state, nowMs }: AskedState): void {
    if (this.#isOpen && state === 'settled') this.#settledMs = nowMs;
    this.#isOpen = state === 'open';
  }

  /** Why none of our bytes may go in: by the agent's word, where its screen shows no dialog yet, or by its screen. */
  obstacle(facts: Observation): Obstacle {
    return (facts.screen.kind === 'dialog' ? undefined : this.#held(facts)) ?? obstacle(facts);
  }

  /** What is asked may be told before the protocol's state is. */
  protocol(known: ProtocolFacts | undefined): ProtocolFacts | undefined {
    if (!this.#isOpen || known === undefined || known.activity === 'away') return known;
    return { ...known, activity: 'waiting' };
  }

  #held({ nowMs }: Observation): Obstacle {
    if (this.#isOpen) return { why: 'dialog', what: 'approval' };
    return nowMs - this.#settledMs < SETTLED_REST_MS ? { why: 'settling' } : undefined;
  }
}
