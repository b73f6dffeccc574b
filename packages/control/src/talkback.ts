// What a session's agent asks for itself, each as an answer to come: a text read aloud, a question to the
// person, the prompts that wait for it. It ends with the agent, or with the session's control.
import type {
  ApprovalEntry,
  FinalEvent,
  HostAnswer,
  QueueEntry,
  TalkbackRequest,
} from '@codex-voice/protocol';
import {
  type AskedQuestion,
  SessionQuestions,
  type SessionQuestionsParts,
} from './session-questions.ts';
import { DROP_WORDS } from './told-words.ts';

export interface TalkbackParts extends Omit<SessionQuestionsParts, 'speak'> {
  /** The answer is why nobody can hear it; undefined: it is being said. */
  readonly speak: (text: string) => string | undefined;
  readonly waiting: () => QueueEntry[];
}

export class Talkback {
  readonly #parts: TalkbackParts;
  readonly #questions: SessionQuestions;
  #ended = false;

  constructor(parts: TalkbackParts) {
    this.#parts = parts;
    this.#questions = new SessionQuestions({ ...parts, speak: (text) => void parts.speak(text) });
  }

  request(request: TalkbackRequest): AskedQuestion {
    if (this.#ended) return settled({ kind: 'refused', message: DROP_WORDS['agent-ended'] });
    switch (request.type) {
      case 'question':
        return this.#questions.ask(request);
      case 'speak': {
        const message = this.#parts.speak(request.text);
        return settled(message === undefined ? { kind: 'done' } : { kind: 'refused', message });
      }
      case 'waiting':
        return settled({ kind: 'waiting', entries: this.#parts.waiting() });
    }
  }

  end(): void {
    this.#ended = true;
    this.#questions.end();
  }

  /** What a HUD that opens now is told to be asked, with what the agent asks by its protocol. */
  opened({ approvals = [] }: { readonly approvals?: ApprovalEntry[] }): {
    approvals?: ApprovalEntry[];
  } {
    const all = [...approvals, ...this.#questions.open];
    return all.length === 0 ? {} : { approvals: all };
  }

  /** All that is asked, the question behind what the agent asks by its protocol. */
  listed(answer: HostAnswer): HostAnswer {
    if (answer.kind !== 'approvals') return answer;
    return { ...answer, approvals: [...answer.approvals, ...this.#questions.open] };
  }

  /** An event as HUDs are told it. */
  told: SessionQuestions['told'] = (event) => this.#questions.told(event);

  /** Whether the utterance is the answer to a question. */
  takes(final: FinalEvent): boolean {
    return this.#questions.takes(final);
  }

  said: SessionQuestions['said'] = (word) => this.#questions.said(word);

  answer: SessionQuestions['answer'] = (given) => this.#questions.answer(given);
}

function settled(answer: HostAnswer): AskedQuestion {
  return { answer: Promise.resolve(answer), withdraw: () => undefined };
}
