// What a session's HUDs have been told of each prompt: its text and how it fares.
import type { QueueEntry, SessionEvent } from '@codex-voice/protocol';
import type { DeliveryChange, DeliveryMemory, DeliveryState, Prompt } from '@codex-voice/session';
import { forgetOldest } from './bounded-map.ts';
import type { UtteranceOutcome } from './shared-voice.ts';

/** Prompts whose text is remembered for what is told of them later: more than can be under way. */
const REMEMBERED_PROMPTS = 256;
/** A HUD shows one line of a prompt: more of it is not told with each of its states, in UTF-16 units. */
const TOLD_TEXT_LENGTH = 1_000;

export class ToldPrompts {
  readonly #prompts = new Map<string, { readonly text: string; readonly state: DeliveryState }>();
  /** Of utterances, until it is told. */
  readonly #latencies = new Map<string, number>();

  /** Takes in the texts of everything that waits, is typed or stands in the composer. */
  remember({ queue, phase, draft }: DeliveryMemory): void {
    const isUnderWay = phase.kind === 'typing' || phase.kind === 'submitting';
    const underWay = isUnderWay ? [...draft, phase.prompt] : draft;
    for (const { id, text } of [...underWay, ...queue]) {
      const state = this.#prompts.get(id)?.state ?? { state: 'queued' };
      this.#prompts.set(id, { text, state });
    }
    forgetOldest(this.#prompts, REMEMBERED_PROMPTS);
  }

  /** Takes in the text of one that may be refused, and never wait. */
  add({ id, text }: Pick<Prompt, 'id' | 'text'>): void {
    if (this.#prompts.has(id)) return;
    forgetOldest(this.#prompts.set(id, { text, state: { state: 'queued' } }), REMEMBERED_PROMPTS);
  }

  /** Undefined: it is not remembered. */
  text(id: string): string | undefined {
    return this.#prompts.get(id)?.text;
  }

  /** How long it took a prompt to fare so: told with it next. */
  took({ utteranceId, outcome, latencyMs }: UtteranceOutcome): void {
    if (outcome === 'composed' || outcome === 'sent') this.#latencies.set(utteranceId, latencyMs);
  }

  /** A prompt fares so now: what HUDs are told of it, with the beginning of its text. */
  change({ id, ...state }: DeliveryChange): Extract<SessionEvent, { type: 'delivery' }> {
    const whole = this.#prompts.get(id)?.text ?? '';
    this.#prompts.set(id, { text: whole, state });
    const latencyMs = this.#latencies.get(id);
    this.#latencies.delete(id);
    const isTimed = state.state === 'composed' || state.state === 'sent';
    const latency = isTimed && latencyMs !== undefined ? { latencyMs } : {};
    return { type: 'delivery', id, text: whole.slice(0, TOLD_TEXT_LENGTH), ...state, ...latency };
  }

  /** The waiting prompts as HUDs are told of them. */
  entries(queue: readonly Prompt[], now: { readonly head: string | undefined }): QueueEntry[] {
    return queue.map(({ id, text, intent, origin, enqueuedMs, head }) => {
      const state = this.#prompts.get(id)?.state ?? { state: 'queued' };
      const isStale = head !== undefined && now.head !== undefined && head !== now.head;
      const stale = isStale ? ({ stale: true } as const) : {};
      return { id, text, intent, origin, queuedAtMs: enqueuedMs, ...stale, ...state };
    });
  }
}
