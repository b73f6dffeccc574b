// What one session's agent asks a person: follows its driver, keeps the record, tells the HUDs, and gives
// the first answer back, by key, voice or command. What counts as an answer is the `session` package's.
import type { AgentDriver, NumberedEvent } from '@codex-voice/drivers';
import type { HostAnswer, SessionEvent } from '@codex-voice/protocol';
import {
  type Answerer,
  type AnswerResult,
  type Approval,
  type ApprovalRecord,
  Approvals,
  approvalRisk,
  CONFIRM_WITHIN_MS,
  type Moment,
  type SpokenAnswer,
  SpokenAnswers,
} from '@codex-voice/session';
import type { SpokenLanguage } from '@codex-voice/speech';
import { approvalEntry, RISK_WORDS, unanswerable } from './approval-entries.ts';
import type { ApprovalStore } from './approval-store.ts';
import type { CancelTimer, Clock } from './clock.ts';
import { placesChosen, type SpokenFinal, spokenQuestion } from './spoken-choices.ts';
import type { Refusal } from './told-words.ts';

/** An agent that is found again asks again within this, in ms, or does not ask any more. */
export const ASKED_AGAIN_WITHIN_MS = 5_000;
/** Settled ones that `list` tells of. */
const SETTLED_LISTED = 16;
/** Of these so much text, in UTF-16 units: all of it stands in the record. */
const SETTLED_TEXT_UNITS = 1_000;
/** Of a command so much is read aloud, in UTF-16 units: some 15 s. */
const READ_UNITS = 200;

export type AskingDriver = Pick<AgentDriver, 'follow' | 'answer' | 'rung' | 'capabilities'>;

export interface SessionApprovalsParts {
  readonly clock: Clock;
  readonly store: ApprovalStore;
  readonly emit: (event: SessionEvent) => void;
  /** A spoken word could not be obeyed. */
  readonly onRefused: (refusal: Refusal) => void;
  /** To be read aloud, where that is wanted. */
  readonly readAloud: (text: string) => void;
}

export class SessionApprovals {
  readonly #parts: SessionApprovalsParts;
  readonly #approvals: Approvals;
  readonly #spoken = new SpokenAnswers();
  #driver: AskingDriver | undefined;
  #unfollow: (() => void) | undefined;
  #lastNumber = 0;
  #folder = '';
  #cancelGivingUp: CancelTimer | undefined;
  #cancelAwaiting: CancelTimer | undefined;
  #unkept = false;
  /** What was told last, so that it is not told again. */
  #told = JSON.stringify({ open: [] });

  constructor(parts: SessionApprovalsParts) {
    this.#parts = parts;
    const { clock, store } = parts;
    this.#approvals = new Approvals(store.load(), clock.nowMs());
  }

  /** Something is asked that can be answered here. */
  get isAsked(): boolean {
    return this.#approvals.first !== undefined;
  }

  /** What is asked, as it is read aloud. */
  get asked(): string | undefined {
    const { first } = this.#approvals;
    return first === undefined ? undefined : readBack(first);
  }

  /** What a HUD that opens now is to know. */
  get opened(): Pick<Extract<SessionEvent, { type: 'opened' }>, 'approvals'> {
    const { open } = this.#approvals;
    return open.length === 0 ? {} : { approvals: open.map(approvalEntry) };
  }

  /** The session's driver, once it is there; undefined: it is gone. */
  setDriver(driver: AskingDriver | undefined): void {
    this.#unfollow?.();
    this.#unfollow = undefined;
    this.#driver = driver;
    this.#approvals.unhear();
    this.#tell([]);
    this.#unfollow = driver?.follow(this.#lastNumber, (event) => this.#event(event));
    this.#awaitAskedAgain();
  }

  /** All that is not settled, and the last that were. */
  list(): HostAnswer {
    const settled = this.#approvals.settled.slice(-SETTLED_LISTED).map((approval) => {
      const { patch: _, parts: __, ...entry } = approvalEntry(approval);
      if (entry.text.length <= SETTLED_TEXT_UNITS) return entry;
      return { ...entry, text: entry.text.slice(0, SETTLED_TEXT_UNITS), cut: true as const };
    });
    const open = this.#approvals.open.map(approvalEntry);
    return { kind: 'approvals', approvals: [...settled, ...open] };
  }

  /** The first answer is given to the agent; who comes later is told who was. */
  async answer(given: {
    readonly id: string;
    readonly answer: 'approve' | 'deny';
    readonly by: Answerer;
  }): Promise<HostAnswer> {
    return await this.#give(given.id, this.#approvals.answer(given, this.#moment));
  }

  /** The first words for a question are given to the agent. */
  async reply(given: {
    readonly id: string;
    readonly words: readonly string[];
    readonly choices?: readonly number[] | undefined;
    readonly part?: number | undefined;
    readonly by: Answerer;
  }): Promise<HostAnswer> {
    return await this.#give(given.id, this.#approvals.reply(given, this.#moment));
  }

  async #give(id: string, result: AnswerResult): Promise<HostAnswer> {
    if (result.kind === 'unknown')
      return { kind: 'refused', message: `no approval ${id.slice(0, 40)} in this session` };
    if (result.kind === 'unfit')
      return { kind: 'refused', message: `${result.approval.id}: ${result.why}` };
    if (result.kind === 'noted') {
      this.#tell([]);
      return { kind: 'done' };
    }
    if (result.kind !== 'taken') return { kind: 'refused', message: unanswerable(result.approval) };
    const { approval, decision, answers, records } = result;
    this.#keep(records);
    const driver = this.#driver;
    const { approvalId } = approval.asked;
    const also = answers === undefined ? {} : { answers };
    const told = await (driver?.answer({ approvalId, decision, ...also }) ?? GONE);
    if (told.kind === 'done') return { kind: 'done' };
    if (told.kind === 'unconfirmed') return { kind: 'refused', message: told.message };
    const reason = told.reason === 'settled' ? told.reason : { why: told.message };
    this.#keep(this.#approvals.refused({ id: approval.id, reason }, this.#moment));
    const now = this.#approvals.find(approval.id) ?? approval;
    const message = reason === 'settled' ? unanswerable(now) : `${now.id}: ${told.message}`;
    return { kind: 'refused', message };
  }

  /** Whether the utterance chooses of what is asked: by a choice's words, or its number as it is said. */
  takes(final: SpokenFinal, languages: readonly SpokenLanguage[]): boolean {
    const { first } = this.#approvals;
    const chosen = first === undefined ? undefined : placesChosen(first, { final, languages });
    if (first === undefined || chosen === undefined) return false;
    this.#answerBySpeech(this.reply({ id: first.id, words: [], ...chosen, by: 'voice' }));
    return true;
  }

  /** A word was said; `nothing-asked`: about nothing that is known here. */
  said(word: SpokenAnswer): 'heard' | 'nothing-asked' {
    const { clock, onRefused, readAloud } = this.#parts;
    if (!this.isAsked) return 'nothing-asked';
    const step = this.#spoken.said(word, {
      first: this.#approvals.first,
      nowMs: clock.nowMs(),
    });
    this.#cancelAwaiting?.();
    switch (step.kind) {
      case 'refused':
        onRefused(step.why);
        this.#tell([]);
        break;
      case 'second-word':
        this.#cancelAwaiting = clock.after(CONFIRM_WITHIN_MS, () => this.#tell([]));
        this.#tell([]);
        readAloud(readBack(step.approval));
        break;
      case 'answer':
        this.#answerBySpeech(this.answer({ ...step, by: 'voice' }));
    }
    return 'heard';
  }

  #answerBySpeech(given: Promise<HostAnswer>): void {
    void given.then((answer) => {
      if (answer.kind !== 'refused') return;
      this.#parts.emit({ type: 'notice', severity: 'warning', text: answer.message });
    });
  }

  dispose(): void {
    this.#unfollow?.();
    this.#cancelGivingUp?.();
    this.#cancelAwaiting?.();
    this.#parts.store.close();
  }

  get #moment(): Moment {
    const { clock } = this.#parts;
    return { nowMs: clock.nowMs(), wallMs: clock.wallMs() };
  }

  #event({ number, fromBefore, event }: NumberedEvent): void {
    this.#lastNumber = number;
    switch (event.kind) {
      case 'session':
        this.#folder = event.cwd;
        return;
      case 'rung':
        this.#awaitAskedAgain();
        return;
      case 'approval-requested': {
        // What still is asked the driver that finds the agent asks again. No clock tells: it may be set back.
        if (fromBefore === true) return;
        const { turnId: _, warnings, cwd, ...rest } = event.approval;
        const asked = cwd === undefined || cwd === this.#folder ? rest : { ...rest, cwd };
        const risk = approvalRisk({ ...asked, warnings }, this.#folder);
        this.#keep(this.#approvals.asked({ asked, risk }, this.#moment));
        return;
      }
      case 'approval-resolved':
        if (event.by === 'lost' && this.#driver !== undefined && !isInSight(this.#driver)) {
          // The connection is lost: on the next one it is asked again, if it still is.
          this.#approvals.unhear(event.approvalId);
          this.#tell([]);
          return;
        }
        this.#keep(this.#approvals.resolved(event, this.#moment));
        return;
      default:
    }
  }

  /** What was open before has its time to be asked again from when the agent can be heard. */
  #awaitAskedAgain(): void {
    this.#cancelGivingUp?.();
    this.#cancelGivingUp = this.#parts.clock.after(ASKED_AGAIN_WITHIN_MS, () => {
      const driver = this.#driver;
      if (driver !== undefined && isInSight(driver))
        this.#keep(this.#approvals.giveUp(this.#moment));
    });
  }

  /** On record first, then told. */
  #keep(records: readonly ApprovalRecord[]): void {
    if (records.length === 0) return;
    const kept = this.#parts.store.append(records);
    if (kept.kind === 'failed' && !this.#unkept) {
      const text = `what the agent asks can't be kept on disk (${kept.message})`;
      this.#parts.emit({ type: 'notice', severity: 'error', text });
    }
    this.#unkept = kept.kind === 'failed';
    this.#tell(records);
  }

  #tell(records: readonly ApprovalRecord[]): void {
    const open = this.#approvals.open.map(approvalEntry);
    const awaited = this.#spoken.awaited(this.#parts.clock.nowMs());
    const confirming = awaited === this.#approvals.first?.id ? awaited : undefined;
    const also = confirming === undefined ? {} : { confirming };
    const settled = records.flatMap(({ type, id }) => {
      const approval = type === 'settled' ? this.#approvals.find(id) : undefined;
      return approval === undefined ? [] : [approvalEntry(approval)];
    });
    const told = JSON.stringify({ open, ...also });
    const isNews = told !== this.#told;
    this.#told = told;
    for (const one of settled) this.#parts.emit({ type: 'approvals', open, settled: one, ...also });
    if (isNews && settled.length === 0) this.#parts.emit({ type: 'approvals', open, ...also });
  }
}

const GONE = Promise.resolve({
  kind: 'refused',
  reason: 'unreachable',
  message: 'the agent is out of reach: answer in its dialog',
} as const);

function readBack(approval: Approval): string {
  const { id, asked, risk } = approval;
  const text = (spokenQuestion(approval) ?? asked.text).slice(0, READ_UNITS);
  return risk === undefined ? `${id}: ${text}` : `${id} ${RISK_WORDS[risk]}: ${text}`;
}

/** The agent is heard; one whose prompts are always typed is as long as it has its driver. */
function isInSight(driver: AskingDriver): boolean {
  return driver.rung === 'structured' || !driver.capabilities.has('structured');
}
