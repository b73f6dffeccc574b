// What a successor must know, kept whenever it is another than before; and why it is not, where it can't
// be. What stands in it is the session's.
import type { ControlMemory, QueueStore } from './queue-store.ts';
import type { ChoicesMemory } from './session-choices.ts';

export class KeptMemory {
  readonly #store: QueueStore;
  readonly #onFailed: (why: string) => void;
  #kept: ControlMemory | undefined;
  #keptChoices: ChoicesMemory | undefined;
  #unkept: string | undefined;

  /** `onFailed` is told once, until it can be kept again. */
  constructor(store: QueueStore, onFailed: (why: string) => void) {
    this.#store = store;
    this.#onFailed = onFailed;
    this.#kept = store.load();
  }

  /** What was found of the one before. */
  get found(): ControlMemory | undefined {
    return this.#kept;
  }

  /** Why what must be kept is not kept; undefined: it is. */
  get unkept(): string | undefined {
    return this.#unkept;
  }

  keep(
    now: Pick<ControlMemory, 'delivery' | 'dictation'> & { readonly choices: ChoicesMemory },
  ): void {
    const { choices, ...rest } = now;
    const last = this.#kept;
    const isKnown = last?.delivery === rest.delivery && last.dictation === rest.dictation;
    if (isKnown && this.#keptChoices === choices) return;
    const memory: ControlMemory = { ...rest, ...choices };
    const kept = this.#store.save(memory);
    if (kept.kind === 'kept') {
      this.#kept = memory;
      this.#keptChoices = choices;
    } else if (this.#unkept === undefined) this.#onFailed(kept.message);
    this.#unkept = kept.kind === 'failed' ? kept.message : undefined;
  }
}
