// Questions that a session's agent asks the person by a tool of ours: one at a time, shown as what the
// agent asks, answered by the next utterance or by a key, and never typed. Knows no wire and no tool.
import type {
  ApprovalEntry,
  FinalEvent,
  HostAnswer,
  QuestionRequest,
  SessionEvent,
} from '@codex-voice/protocol';
import { replyText } from '@codex-voice/session';
import type { ApprovalStore } from './approval-store.ts';
import type { Clock } from './clock.ts';

type ApprovalsEvent = Extract<SessionEvent, { type: 'approvals' }>;
type Answered = Extract<HostAnswer, { kind: 'answered' }>;

export interface SessionQuestionsParts {
  readonly clock: Clock;
  /** Where its end is kept; absent: nowhere. */
  readonly store?: Pick<ApprovalStore, 'append'> | undefined;
  /** To every HUD, by way of `told`. */
  readonly emit: (event: ApprovalsEvent) => void;
  /** Where a voice reads aloud. */
  readonly speak: (text: string) => void;
}

/** A question on its way to a person. */
export interface AskedQuestion {
  readonly answer: Promise<HostAnswer>;
  /** Whoever asked is gone. */
  withdraw(): void;
}

interface OpenQuestion {
  readonly entry: ApprovalEntry;
  /** On the monotonic clock: what began to be said earlier is no answer. */
  readonly askedMs: number;
  readonly settle: (answer: HostAnswer) => void;
  readonly cancelTimer: () => void;
}

const IN_THE_WAY: HostAnswer = {
  kind: 'refused',
  message: 'another question waits for its answer: ask again when it is settled',
};

const NO_ANSWER = 'an answer has words, 8,192 characters at most';

export class SessionQuestions {
  readonly #parts: SessionQuestionsParts;
  #question: OpenQuestion | undefined;
  /** What the agent asks by its protocol, as it was last told. */
  #others: Omit<ApprovalsEvent, 'settled'> = { type: 'approvals', open: [] };
  #count = 0;

  constructor(parts: SessionQuestionsParts) {
    this.#parts = parts;
  }

  /** What is open: nothing, or one. */
  get open(): readonly ApprovalEntry[] {
    return this.#question === undefined ? [] : [this.#question.entry];
  }

  /** The event as HUDs are told it: with the question behind what the agent asks by its protocol. */
  told(event: ApprovalsEvent): ApprovalsEvent {
    const { settled: _, ...others } = event;
    this.#others = others;
    return { ...event, open: [...event.open, ...this.open] };
  }

  ask({ question, timeoutMs }: Pick<QuestionRequest, 'question' | 'timeoutMs'>): AskedQuestion {
    if (this.#question !== undefined)
      return { answer: Promise.resolve(IN_THE_WAY), withdraw: () => undefined };
    const { clock, speak } = this.#parts;
    this.#count += 1;
    const entry: ApprovalEntry = {
      id: `q${this.#count}`,
      subject: 'question',
      text: question,
      takes: ['approve', 'deny'],
      parts: [{ question, choices: [], words: true }],
      askedAtMs: clock.wallMs(),
      state: 'open',
    };
    const answer = new Promise<HostAnswer>((settle) => {
      const end = (): void => this.#unanswered(entry.id, 'timed-out');
      const cancelTimer = clock.after(timeoutMs, end);
      this.#question = { entry, askedMs: clock.nowMs(), settle, cancelTimer };
    });
    this.#tell();
    speak(question);
    return { answer, withdraw: () => this.#unanswered(entry.id, 'withdrawn') };
  }

  /** Whether the utterance is the answer: the first that began when the question was there. */
  takes(final: Pick<FinalEvent, 'text' | 'startMs' | 'endMs' | 'stamps'>): boolean {
    const question = this.#question;
    const text = final.text.trim();
    const beganMs = final.stamps.speechEndedMs - (final.endMs - final.startMs);
    if (question === undefined || text === '' || beganMs < question.askedMs) return false;
    this.#answered(question, { kind: 'answered', text, by: 'voice' });
    return true;
  }

  /** Of the words for approving and denying, by voice. */
  said(word: 'approve' | 'deny' | 'confirm'): 'heard' | 'nothing-asked' {
    const question = this.#question;
    if (question === undefined || word === 'confirm') return 'nothing-asked';
    this.#answered(question, { kind: 'answered', text: yesOrNo(word), by: 'voice' });
    return 'heard';
  }

  /** By key or from elsewhere; undefined: it is about none of ours. */
  answer(
    given: { readonly id: string; readonly by: 'key' | 'command-line' } & (
      | { readonly answer: 'approve' | 'deny' }
      | { readonly words: readonly string[] }
    ),
  ): HostAnswer | undefined {
    if (!/^q\d+$/u.test(given.id)) return undefined;
    const question = this.#question;
    if (question?.entry.id !== given.id)
      return { kind: 'refused', message: `${given.id} is settled already` };
    const text = 'words' in given ? replyText(given.words.join(' ')) : yesOrNo(given.answer);
    if (text === undefined) return { kind: 'refused', message: `${given.id}: ${NO_ANSWER}` };
    this.#answered(question, { kind: 'answered', text, by: given.by });
    return { kind: 'done' };
  }

  /** The agent has ended. */
  end(): void {
    if (this.#question !== undefined) this.#unanswered(this.#question.entry.id, 'agent-ended');
  }

  #answered(question: OpenQuestion, answer: Answered): void {
    const outcome =
      answer.text === 'yes' ? 'approved' : answer.text === 'no' ? 'denied' : 'answered';
    this.#settle(question, { answer, outcome, by: answer.by });
  }

  #unanswered(id: string, why: 'timed-out' | 'withdrawn' | 'agent-ended'): void {
    const question = this.#question;
    if (question?.entry.id !== id) return;
    this.#settle(question, { answer: { kind: 'unanswered', why }, outcome: 'lost', by: 'nobody' });
  }

  #settle(
    { entry, settle, cancelTimer }: OpenQuestion,
    how: Required<Pick<ApprovalEntry, 'outcome' | 'by'>> & { readonly answer: HostAnswer },
  ): void {
    const { answer, outcome, by } = how;
    cancelTimer();
    this.#question = undefined;
    const settledAtMs = this.#parts.clock.wallMs();
    const { id, text, askedAtMs } = entry;
    const said = answer.kind === 'answered' ? { answer: answer.text } : {};
    const ended = { id, text, askedAtMs, atMs: settledAtMs, by, outcome, ...said };
    this.#parts.store?.append([{ type: 'question', ...ended }]);
    this.#tell({ ...entry, takes: [], state: 'settled', outcome, by, settledAtMs });
    settle(answer);
  }

  #tell(settled?: ApprovalEntry): void {
    this.#parts.emit({ ...this.#others, ...(settled === undefined ? {} : { settled }) });
  }
}

function yesOrNo(word: 'approve' | 'deny'): string {
  return word === 'approve' ? 'yes' : 'no';
}
