// The last words of a turn, where they are short enough to be listened to, and why one failed: known where
// the agent's own protocol tells them. Whether they are read aloud is decided elsewhere.
import type { AgentEvent } from '@codex-voice/drivers';

/** About 20 s of speech, in UTF-16 units: a longer answer is read faster than it is listened to. */
export const SHORT_ANSWER_UNITS = 300;

export interface AgentAnswersParts {
  readonly onAnswer: (text: string) => void;
  readonly onFailed: (message: string) => void;
}

export class AgentAnswers {
  readonly #parts: AgentAnswersParts;
  #last: { readonly turnId: string; readonly text: string } | undefined;

  constructor(parts: AgentAnswersParts) {
    this.#parts = parts;
  }

  event(event: AgentEvent): void {
    switch (event.kind) {
      case 'item-completed':
        if (event.item.kind === 'agent')
          this.#last = { turnId: event.turnId, text: event.item.text };
        return;
      case 'turn-completed':
        if (event.how === 'finished') this.#finished(event.turnId);
        this.#last = undefined;
        return;
      case 'turn-failed':
        this.#last = undefined;
        this.#parts.onFailed(event.message);
        return;
      default:
    }
  }

  #finished(turnId: string): void {
    const last = this.#last;
    if (last?.turnId !== turnId) return;
    const text = last.text.trim();
    if (text !== '' && text.length <= SHORT_ANSWER_UNITS) this.#parts.onAnswer(text);
  }
}
