// An agent's protocol around a delivery, for its suites: it remembers what it was offered, as a driver's
// journal does, and may die with its answer.
import type { ProtocolFacts, SubmissionAnswer, SubmissionManner } from './delivery-types.ts';

type Result = SubmissionAnswer['result'];

/** What happens at the next point of a submission: `silent` is an agent that answers too late. */
export type ProtocolMishap = 'none' | 'busy' | 'away' | 'silent';

export class SimulatedProtocol {
  /** Texts that reached the agent, in order, with the way they came. */
  readonly received: { readonly id: string; readonly text: string; readonly manner: string }[] = [];
  readonly interrupted: string[] = [];
  readonly mishaps: ProtocolMishap[] = [];
  activity: ProtocolFacts['activity'] = 'idle';
  abilities: ProtocolFacts['abilities'] = new Set(['steer', 'interrupt'] as const);
  /** Answers that come late, by id. */
  readonly late = new Map<string, Result>();
  readonly #states = new Map<string, 'offered' | 'taken' | 'refused'>();

  get facts(): ProtocolFacts {
    return { activity: this.activity, abilities: this.abilities };
  }

  offer(id: string, text: string, manner: SubmissionManner): Result {
    const mishap = this.mishaps.shift() ?? 'none';
    const mismatch = (manner === 'turn') === (this.activity !== 'idle');
    if (mishap === 'busy' || mismatch) {
      this.#states.set(id, 'refused');
      return 'not-now';
    }
    if (mishap === 'away') {
      this.#states.set(id, 'refused');
      return 'not-here';
    }
    if (this.#states.get(id) === 'taken' || this.#states.get(id) === 'offered')
      throw new Error(`${id} was offered twice`);
    this.received.push({ id, text, manner });
    this.#states.set(id, mishap === 'silent' ? 'offered' : 'taken');
    if (mishap === 'silent') {
      this.late.set(id, 'taken');
      return 'unconfirmed';
    }
    return 'taken';
  }

  /** What is known of an earlier offer. */
  ask(id: string): Result {
    switch (this.#states.get(id)) {
      case undefined:
        return 'never-offered';
      case 'refused':
        return 'not-now';
      case 'offered':
        return 'unconfirmed';
      case 'taken':
        return 'taken';
    }
  }
}
