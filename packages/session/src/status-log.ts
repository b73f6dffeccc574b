// Collects the changes of prompts' states between two answers and says each only once.
import type { DeliveryChange, DeliveryState } from './delivery-types.ts';

/** Prompts whose last state is remembered, to keep from repeating it: more than can wait at once. */
const REMEMBERED = 256;

export class StatusLog {
  readonly #last = new Map<string, string>();
  #changes: DeliveryChange[] = [];

  /** Notes a prompt's state; the same state again is not a change. */
  set(id: string, state: DeliveryState): void {
    const key = JSON.stringify(state);
    if (this.#last.get(id) === key) return;
    this.#last.delete(id);
    this.#last.set(id, key);
    for (const oldest of this.#last.keys()) {
      if (this.#last.size <= REMEMBERED) break;
      this.#last.delete(oldest);
    }
    this.#changes.push({ id, ...state });
  }

  /** The same of each. */
  setAll(prompts: readonly { readonly id: string }[], state: DeliveryState): void {
    for (const { id } of prompts) this.set(id, state);
  }

  /** The changes since the last call, in order. */
  take(): readonly DeliveryChange[] {
    const changes = this.#changes;
    this.#changes = [];
    return changes;
  }
}
