// What a session's HUDs have been told of each prompt: its text and how it fares.
import type { QueueEntry } from '@codex-voice/protocol';
import type { DeliveryMemory, DeliveryState, Prompt } from '@codex-voice/session';

/** Prompts whose text is remembered for what is told of them later: more than can be under way. */
const REMEMBERED_PROMPTS = 256;
/** A HUD shows one line of a prompt: more of it is not told with each of its states, in UTF-16 units. */
const TOLD_TEXT_LENGTH = 1_000;

export class ToldPrompts {
  readonly #prompts = new Map<string, { readonly text: string; readonly state: DeliveryState }>();

  /** Takes in the texts of everything that waits, is typed or stands in the composer. */
  remember({ queue, phase, draft }: DeliveryMemory): void {
    const typed = phase.kind === 'typing' ? [...draft, phase.prompt] : draft;
    for (const { id, text } of [...typed, ...queue]) {
      const state = this.#prompts.get(id)?.state ?? { state: 'queued' };
      this.#prompts.set(id, { text, state });
    }
    for (const oldest of this.#prompts.keys()) {
      if (this.#prompts.size <= REMEMBERED_PROMPTS) return;
      this.#prompts.delete(oldest);
    }
  }

  /** A prompt fares so now; answers the beginning of its text. */
  change(id: string, state: DeliveryState): string {
    const text = this.#prompts.get(id)?.text ?? '';
    this.#prompts.set(id, { text, state });
    return text.slice(0, TOLD_TEXT_LENGTH);
  }

  /** The waiting prompts as HUDs are told of them. */
  entries(queue: readonly Prompt[]): QueueEntry[] {
    return queue.map(({ id, text, intent, origin, enqueuedMs }) => {
      const state = this.#prompts.get(id)?.state ?? { state: 'queued' };
      return { id, text, intent, origin, queuedAtMs: enqueuedMs, ...state };
    });
  }
}
