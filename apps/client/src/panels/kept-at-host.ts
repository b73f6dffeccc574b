// What the host keeps for nobody's session: asked of it, and told in a line when a session begins, when
// more comes, and when the agent's turn has failed. What is done with it is the command's.
import type {
  HostAnswer,
  HostEvent,
  HostRequest,
  SessionEvent,
  SpoolRequest,
} from '@codex-voice/protocol';
import { HostQuestions } from '../commands/host-questions.ts';
import type { AnswerWords } from '../words/session-words.ts';

export interface KeptAtHostParts {
  readonly words: AnswerWords;
  readonly request: (request: HostRequest) => 'sent' | 'away';
  readonly say: (text: string) => void;
}

export class KeptAtHost {
  readonly #parts: KeptAtHostParts;
  readonly #questions: HostQuestions;
  #isTold = false;

  constructor(parts: KeptAtHostParts) {
    this.#parts = parts;
    this.#questions = new HostQuestions((request) => parts.request(request));
  }

  /** Never rejects. */
  async ask(what: SpoolRequest['what']): Promise<HostAnswer> {
    const reply = await this.#questions.ask((requestId) => ({ type: 'spool', requestId, what }));
    const isAway = reply.kind === 'silent' || reply.kind === 'gone';
    return isAway ? { kind: 'refused', message: this.#parts.words.hostStarting } : reply;
  }

  /** Whether it is an answer to what was asked here. */
  accept(event: HostEvent): boolean {
    return this.#questions.accept(event);
  }

  told({ count, because, why = '' }: Extract<SessionEvent, { type: 'kept' }>): void {
    const { say, words } = this.#parts;
    const { flush } = words.command;
    if (because === 'turn-failed') say(flush.turnFailed(why));
    else if (count > 0 && (because !== undefined || !this.#isTold)) say(flush.kept(count));
    this.#isTold = true;
  }

  close(): void {
    this.#questions.closed();
  }
}
