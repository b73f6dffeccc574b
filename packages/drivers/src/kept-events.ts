// The newest events and states of prompts, kept in memory for those who come late: bounded, the oldest go first.
import type { NumberedEvent, PromptState } from './agent-events.ts';

/** Events kept: a few turns. */
const KEPT_EVENTS = 4_096;
/** And no more than this of them, in bytes of their lines: an edit of a large file is one event. */
const KEPT_BYTES = 33_554_432;
/** Prompt ids remembered, so that none is taken twice: more than a session has. */
const REMEMBERED_PROMPTS = 4_096;

export class KeptEvents {
  readonly #mostBytes: number;
  #kept: { readonly numbered: NumberedEvent; readonly bytes: number }[] = [];
  #bytes = 0;

  constructor(mostBytes: number = KEPT_BYTES) {
    this.#mostBytes = mostBytes;
  }

  /** `bytes`: of its line. */
  add(numbered: NumberedEvent, bytes: number): void {
    this.#kept.push({ numbered, bytes });
    this.#bytes += bytes;
    if (this.#bytes <= this.#mostBytes && this.#kept.length <= KEPT_EVENTS * 2) return;
    // The newest is always kept; half the room is made at once.
    let first = Math.max(0, this.#kept.length - KEPT_EVENTS);
    let left = this.#kept.slice(first).reduce((sum, one) => sum + one.bytes, 0);
    for (; left > this.#mostBytes / 2 && first < this.#kept.length - 1; first += 1)
      left -= this.#kept[first]?.bytes ?? 0;
    this.#kept = this.#kept.slice(first);
    this.#bytes = left;
  }

  after(number: number): readonly NumberedEvent[] {
    return this.#kept.map(({ numbered }) => numbered).filter((one) => one.number > number);
  }
}

export class RememberedPrompts {
  readonly #states = new Map<string, PromptState>();

  set(promptId: string, state: PromptState): void {
    this.#states.delete(promptId);
    this.#states.set(promptId, state);
    const [oldest] = this.#states.keys();
    if (this.#states.size > REMEMBERED_PROMPTS && oldest !== undefined) this.#states.delete(oldest);
  }

  get(promptId: string): PromptState | undefined {
    return this.#states.get(promptId);
  }

  /** The newest last. */
  get all(): readonly (readonly [string, PromptState])[] {
    return [...this.#states];
  }
}
