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
  /** What the agent last said to be wrong in that turn, while nothing came of it since. */
  #trouble: string | undefined;
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
    if (this.#trouble !== undefined) this.#failed(this.#trouble);
  }

  /** What the session's driver tells. */
  event(event: AgentEvent): void {
    switch (event.kind) {
      case 'prompt':
        if (event.state === 'taken' && this.#taken.size < PROMPTS_OF_A_TURN)
          this.#taken.add(event.promptId);
        return;
      case 'error':
        if (this.#taken.size > 0 && event.isOurs !== true) this.#trouble = event.message;
        return;
      case 'item-delta':
        this.#trouble = undefined;
        return;
      case 'item-started':
      case 'item-completed':
        // The prompt itself is shown as an item, too.
        if (event.item.kind !== 'user') this.#trouble = undefined;
        return;
      case 'turn-completed':
        // Given up by its person while nothing came of it.
        if (event.how === 'interrupted' && this.#trouble !== undefined) this.#failed(this.#trouble);
        this.#over();
        return;
      case 'turn-failed':
        this.#failed(event.message);
        return;
      default:
    }
  }

  #failed(why: string): void {
    const failed = [...this.#taken];
    this.#over();
    for (const id of failed) {
      const text = this.#parts.told.text(id)?.trim() ?? '';
      if (text !== '') this.#parts.onTurnFailed?.({ id, text, why });
    }
  }

  #over(): void {
    this.#taken.clear();
    this.#trouble = undefined;
  }
}
