// What a session leaves to be kept elsewhere: prompts whose turn has failed, while it runs, and all that it
// had in mind when its agent ended. Keeping it is its owner's.
import type { AgentEvent } from '@codex-voice/drivers';
import type { Delivery, DeliveryMemory } from '@codex-voice/session';
import type { ToldPrompts } from './told-prompts.ts';

/** Prompts that one turn may take: more are never steered into it. */
const PROMPTS_OF_A_TURN = 64;

/** A prompt that an agent took into a turn that failed, such as for want of a network. */
export interface FailedPrompt {
  readonly id: string;
  readonly text: string;
  /** In the agent's words. */
  readonly why: string;
}

export interface LeftBehindParts {
  readonly delivery: Pick<Delivery, 'memory'>;
  readonly told: Pick<ToldPrompts, 'text'>;
  /** Absent: nobody keeps them. */
  readonly onTurnFailed?: (prompt: FailedPrompt) => void;
}

export class LeftBehind {
  readonly #parts: LeftBehindParts;
  /** Prompts of the turn that runs. */
  readonly #taken = new Set<string>();
  #last: DeliveryMemory | undefined;

  constructor(parts: LeftBehindParts) {
    this.#parts = parts;
  }

  /** As of now, or, once the agent has ended, as of then. */
  get memory(): DeliveryMemory {
    return this.#last ?? this.#parts.delivery.memory();
  }

  ended(): void {
    this.#last = this.#parts.delivery.memory();
  }

  /** What the session's driver tells. */
  event(event: AgentEvent): void {
    switch (event.kind) {
      case 'prompt':
        if (event.state === 'taken' && this.#taken.size < PROMPTS_OF_A_TURN)
          this.#taken.add(event.promptId);
        return;
      case 'turn-completed':
        this.#taken.clear();
        return;
      case 'turn-failed':
        this.#failed(event.message);
        return;
      default:
    }
  }

  #failed(why: string): void {
    const failed = [...this.#taken];
    this.#taken.clear();
    for (const id of failed) {
      const text = this.#parts.told.text(id)?.trim() ?? '';
      if (text !== '') this.#parts.onTurnFailed?.({ id, text, why });
    }
  }
}
