// The approvals of one session: asked by its agent, answered once by whoever is first, settled for
// everyone. Calls in, records out; the records alone bring it back. It tells and keeps nothing itself.
import {
  type Answerer,
  type Approval,
  type ApprovalDecision,
  type ApprovalOutcome,
  type ApprovalRecord,
  type ApprovalRisk,
  type ApprovalState,
  type AskedApproval,
  decisionFor,
  type GivenAnswer,
  type Moment,
  outcomeOf,
  type SettledBy,
} from './approval.ts';
import { answersTo, answersWith, canBeTold, type QuestionAnswers } from './question-parts.ts';

/** Approvals that can be open at once; an agent asks one, its subagents a few. */
export const MOST_OPEN = 8;
/** Longest text, and patch, kept of one, in UTF-16 units: what a person might still read before they answer. */
export const APPROVAL_TEXT_LIMIT = 8_192;
/** Settled ones that are remembered, to tell who comes late. */
export const MOST_SETTLED = 64;

/** What became of an answer. Only `taken` is to be told to the agent, after its records are kept. */
export type AnswerResult =
  | {
      readonly kind: 'taken';
      readonly approval: Approval;
      readonly decision: ApprovalDecision;
      /** To a question. */
      readonly answers?: QuestionAnswers;
      readonly records: readonly ApprovalRecord[];
    }
  /** It answers one of several things that are asked; the others are still to be answered. */
  | { readonly kind: 'noted'; readonly approval: Approval }
  /** It was read, and is none; nothing has changed. */
  | { readonly kind: 'unfit'; readonly approval: Approval; readonly why: string }
  | {
      readonly kind: 'settled' | 'answering' | 'unheard' | 'in-dialog';
      readonly approval: Approval;
    }
  | { readonly kind: 'unknown' };

export interface Reply {
  readonly id: string;
  readonly words: readonly string[];
  /** Of the part, by their places from 0, in place of words. */
  readonly choices?: readonly number[] | undefined;
  readonly part?: number | undefined;
  readonly by: Answerer;
}

export class Approvals {
  /** By short id, in the order in which they were asked. */
  readonly #entries = new Map<string, Approval>();
  #count = 0;

  /** With the records of one that died, what was open then is `unheard` until it is asked again. */
  constructor(records: readonly ApprovalRecord[] = [], nowMs = 0) {
    for (const record of records) this.#apply(record, nowMs);
    this.unhear();
  }

  /** Those that are not settled, the oldest first. */
  get open(): readonly Approval[] {
    return [...this.#entries.values()].filter(({ state }) => state.kind !== 'settled');
  }

  /** The last settled ones, the oldest first. */
  get settled(): readonly Approval[] {
    return [...this.#entries.values()].filter(({ state }) => state.kind === 'settled');
  }

  /** The one that an answer without an id is about: the oldest that can be answered here. */
  get first(): Approval | undefined {
    return this.open.find(({ state }) => state.kind === 'open');
  }

  /** By its short id, however it is written: `a3`, `A3`, `3`. */
  find(id: string): Approval | undefined {
    const written = id.trim().toLowerCase();
    return this.#entries.get(/^\d+$/u.test(written) ? `a${Number(written)}` : written);
  }

  /**
   * The agent asks. The same, asked again after it was out of sight, is open under its id; another
   * under the same name, or one that was settled, is a new one.
   */
  asked(
    { asked, risk }: { readonly asked: AskedApproval; readonly risk?: ApprovalRisk | undefined },
    moment: Moment,
  ): readonly ApprovalRecord[] {
    const known = this.#known(asked.approvalId);
    if (known?.state.kind === 'open' || known?.state.kind === 'answering') return [];
    const wasThere = known?.state.kind === 'unheard' || wasLost(known?.state);
    if (known !== undefined && wasThere && isSame(known.asked, asked))
      return this.#record({ type: 'asked-again', id: known.id }, moment);
    if (this.open.length >= MOST_OPEN) return [];
    const id = `a${this.#count + 1}`;
    const kept = bounded(asked);
    const why = kept.cut === true ? (risk ?? 'unknown') : risk;
    const entry = { type: 'asked', id, asked: kept } as const;
    return this.#record(why === undefined ? entry : { ...entry, risk: why }, moment);
  }

  /** A person's answer. The first one is taken. */
  answer(
    {
      id,
      answer,
      by,
    }: {
      readonly id: string;
      readonly answer: 'approve' | 'deny';
      readonly by: Answerer;
    },
    moment: Moment,
  ): AnswerResult {
    const approval = this.find(id);
    if (approval === undefined) return { kind: 'unknown' };
    const { kind } = approval.state;
    if (kind !== 'open') return { kind, approval };
    const decision = decisionFor(answer, approval.asked);
    if (decision === undefined) return { kind: 'in-dialog', approval };
    const records = this.#record({ type: 'answered', id: approval.id, by, decision }, moment);
    return { kind: 'taken', approval, decision, records };
  }

  /**
   * A person's words or choices for a question: for all of it, or for the one of its parts that is next,
   * by its place from 0. The first ones are taken.
   */
  reply({ id, words, choices, part, by }: Reply, moment: Moment): AnswerResult {
    const approval = this.find(id);
    if (approval === undefined) return { kind: 'unknown' };
    const { kind } = approval.state;
    if (kind !== 'open') return { kind, approval };
    const { parts } = approval.asked;
    if (parts === undefined) return { kind: 'in-dialog', approval };
    const before = approval.given ?? [];
    const read =
      part === undefined && choices === undefined
        ? answersTo(parts, words)
        : answersWith(parts, { before, part: part ?? 0, words, choices });
    if (read.kind === 'unfit') return { kind: 'unfit', approval, why: read.why };
    if (read.kind === 'part') {
      this.#put({ ...approval, given: read.given, nextSinceMs: moment.nowMs }, OPEN);
      return { kind: 'noted', approval };
    }
    const given = { by, decision: 'accept', answers: read.answers } as const;
    const records = this.#record({ type: 'answered', id: approval.id, ...given }, moment);
    return { kind: 'taken', approval, ...given, records };
  }

  /** The agent did not take our answer: it was settled before, or it can be given again. */
  refused(
    { id, reason }: { readonly id: string; readonly reason: 'settled' | { readonly why: string } },
    moment: Moment,
  ): readonly ApprovalRecord[] {
    const approval = this.find(id);
    if (approval?.state.kind !== 'answering') return [];
    if (reason === 'settled')
      return this.#settle(approval, { by: 'dialog', outcome: 'answered' }, moment);
    return this.#record({ type: 'reopened', id: approval.id, why: reason.why }, moment);
  }

  /** The agent says that it is settled: `here` by our answer, `elsewhere` in its own dialog, or `lost`. */
  resolved(
    { approvalId, by }: { readonly approvalId: string; readonly by: 'here' | 'elsewhere' | 'lost' },
    moment: Moment,
  ): readonly ApprovalRecord[] {
    const approval = this.#known(approvalId);
    if (approval === undefined || approval.state.kind === 'settled') return [];
    // Whoever finds the agent again knows nothing of what was asked before: it may yet be asked again.
    if (approval.state.kind === 'unheard' && by === 'lost') return [];
    return this.#settle(approval, settlement(approval.state, by), moment);
  }

  /** The agent, or one approval of it, is out of sight: it can't be answered until it is asked again. */
  unhear(approvalId?: string): void {
    for (const approval of this.open) {
      const { state, asked } = approval;
      const isMeant = approvalId === undefined || asked.approvalId === approvalId;
      if (state.kind === 'unheard' || !isMeant) continue;
      const answered = state.kind === 'answering' ? givenIn(state) : undefined;
      this.#put(
        approval,
        answered === undefined ? { kind: 'unheard' } : { kind: 'unheard', answered },
      );
    }
  }

  /** The agent is there, and has not asked again what is `unheard`: nobody can answer that any more. */
  giveUp(moment: Moment): readonly ApprovalRecord[] {
    return this.open
      .filter(({ state }) => state.kind === 'unheard')
      .flatMap((approval) => this.#settle(approval, settlement(approval.state, 'lost'), moment));
  }

  /** The newest one with the agent's name. */
  #known(approvalId: string): Approval | undefined {
    return [...this.#entries.values()].findLast(({ asked }) => asked.approvalId === approvalId);
  }

  #settle(
    { id }: Approval,
    how: { readonly by: SettledBy; readonly outcome: ApprovalOutcome },
    moment: Moment,
  ): readonly ApprovalRecord[] {
    return this.#record({ type: 'settled', id, ...how }, moment);
  }

  #record(
    entry: WithoutTime<ApprovalRecord>,
    { nowMs, wallMs }: Moment,
  ): readonly ApprovalRecord[] {
    const record = { ...entry, atMs: wallMs };
    this.#apply(record, nowMs);
    return [record];
  }

  #apply(record: ApprovalRecord, nowMs: number): void {
    if (record.type === 'asked') {
      const { id, asked, risk, atMs } = record;
      const since = { askedAtMs: atMs, openSinceMs: nowMs, nextSinceMs: nowMs };
      const common = { id, asked, ...since, state: OPEN };
      this.#entries.set(id, risk === undefined ? common : { ...common, risk });
      this.#count = Math.max(this.#count, Number(id.slice(1)) || 0);
      this.#forget();
      return;
    }
    const approval = this.#entries.get(record.id);
    if (approval === undefined) return;
    switch (record.type) {
      case 'asked-again':
        this.#put({ ...afresh(approval), openSinceMs: nowMs, nextSinceMs: nowMs }, OPEN);
        return;
      case 'reopened': {
        const { given, nextSinceMs } = approval;
        const sinceMs = given === undefined ? nextSinceMs : nowMs;
        this.#put({ ...afresh(approval), nextSinceMs: sinceMs }, OPEN);
        return;
      }
      case 'answered':
        this.#put(approval, { kind: 'answering', ...givenIn(record) });
        return;
      case 'settled':
        this.#put(approval, {
          kind: 'settled',
          by: record.by,
          outcome: record.outcome,
          atMs: record.atMs,
        });
    }
  }

  #put(approval: Approval, state: ApprovalState): void {
    this.#entries.set(approval.id, { ...approval, state });
  }

  #forget(): void {
    const { settled } = this;
    for (const { id } of settled.slice(0, Math.max(0, settled.length - MOST_SETTLED)))
      this.#entries.delete(id);
  }
}

type WithoutTime<Record> = Record extends unknown ? Omit<Record, 'atMs'> : never;

const OPEN = { kind: 'open' } as const;

/** Without the answers that it was given so far. */
function afresh({ given: _, ...approval }: Approval): Approval {
  return approval;
}

function wasLost(state: ApprovalState | undefined): boolean {
  return state?.kind === 'settled' && (state.outcome === 'lost' || state.outcome === 'unconfirmed');
}

/** What a person was shown is what they are asked; of what was cut, that is not known. */
function isSame(shown: AskedApproval, asked: AskedApproval): boolean {
  if (shown.cut === true) return false;
  const { subject, text, patch, cwd } = shown;
  const isOne =
    subject === asked.subject && text === asked.text && patch === asked.patch && cwd === asked.cwd;
  return isOne && seenOf(shown) === seenOf(bounded(asked));
}

/** Of its parts, what a person sees. */
function seenOf({ parts = [] }: AskedApproval): string {
  const seen = parts.map(({ question, choices }) => [
    question,
    ...choices.map(({ label }) => label),
  ]);
  return JSON.stringify(seen);
}

function givenIn({ by, decision, answers }: GivenAnswer): GivenAnswer {
  return answers === undefined ? { by, decision } : { by, decision, answers };
}

/** What the agent's word means for one that was answered here, or was not. */
function settlement(
  state: ApprovalState,
  by: 'here' | 'elsewhere' | 'lost',
): { readonly by: SettledBy; readonly outcome: ApprovalOutcome } {
  const given =
    state.kind === 'answering' ? state : state.kind === 'unheard' ? state.answered : undefined;
  if (given === undefined) {
    if (by === 'lost') return { by: 'nobody', outcome: 'lost' };
    return { by: 'dialog', outcome: 'answered' };
  }
  if (by === 'here') return { by: given.by, outcome: outcomeOf(given) };
  // Answered here and told to be settled elsewhere: the dialog was quicker.
  if (by === 'elsewhere' && state.kind === 'answering')
    return { by: 'dialog', outcome: 'answered' };
  return { by: given.by, outcome: 'unconfirmed' };
}

function bounded(asked: AskedApproval): AskedApproval {
  const { parts, ...rest } = asked;
  const { text, patch = '' } = asked;
  if (Math.max(text.length, patch.length) <= APPROVAL_TEXT_LIMIT)
    return parts === undefined || canBeTold(parts) ? asked : rest;
  const cut = { ...rest, text: text.slice(0, APPROVAL_TEXT_LIMIT), cut: true } as const;
  return patch === '' ? cut : { ...cut, patch: patch.slice(0, APPROVAL_TEXT_LIMIT) };
}
