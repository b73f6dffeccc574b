// What an agent asks a person, as it is known in a session, and the lines that are kept of it. What
// follows from an answer is `approvals.ts`'s.
import type { QuestionAnswers, QuestionPart } from './question-parts.ts';

export type ApprovalSubject = 'command' | 'patch' | 'permissions' | 'question';

/** The answers that agents know; which of them one takes stands in what it asks. */
export type ApprovalDecision = 'accept' | 'accept-for-session' | 'decline' | 'cancel';

/** Why an approval is risky; `unknown`: it could not be read as harmless. */
export type ApprovalRisk =
  | 'administrator'
  | 'destructive'
  | 'network'
  | 'outside'
  | 'permissions'
  | 'unknown';

/** As the agent asks it. */
export interface AskedApproval {
  /** The agent's own name for it; the same when it is asked again. */
  readonly approvalId: string;
  readonly subject: ApprovalSubject;
  /** The exact command, the paths of the patch, the permissions or the question. */
  readonly text: string;
  /** The whole patch, where the agent tells it. */
  readonly patch?: string;
  /** Text or patch go on: they were longer than is kept. */
  readonly cut?: true;
  /** Where a command is to run, absolute; absent: in the folder. */
  readonly cwd?: string;
  readonly reason?: string;
  /** What a question asks, thing by thing; absent: its dialog alone takes an answer. */
  readonly parts?: readonly QuestionPart[];
  readonly decisions: readonly ApprovalDecision[];
}

/** Who answers here. */
export type Answerer = 'key' | 'voice' | 'command-line';

/** `dialog`: in the agent's own dialog. `nobody`: it went away. */
export type SettledBy = Answerer | 'dialog' | 'nobody';

/**
 * `answered`: in its dialog, how, the agent does not tell; or a question, by words. `unconfirmed`: we
 * answered, and do not know whether it was heard.
 */
export type ApprovalOutcome = 'approved' | 'denied' | 'answered' | 'lost' | 'unconfirmed';

/** What we have answered. */
export interface GivenAnswer {
  readonly by: Answerer;
  readonly decision: ApprovalDecision;
  /** To a question. */
  readonly answers?: QuestionAnswers;
}

export type ApprovalState =
  | { readonly kind: 'open' }
  | ({ readonly kind: 'answering' } & GivenAnswer)
  /** Asked before the agent was last found; whether it is asked still is not known yet. */
  | { readonly kind: 'unheard'; readonly answered?: GivenAnswer }
  | {
      readonly kind: 'settled';
      readonly by: SettledBy;
      readonly outcome: ApprovalOutcome;
      /** Wall clock, in ms since 1970. */
      readonly atMs: number;
    };

export interface Approval {
  /** Short enough to be typed: `a1`. */
  readonly id: string;
  readonly asked: AskedApproval;
  /** Absent: it was read, and is harmless as far as that tells. */
  readonly risk?: ApprovalRisk;
  /** Wall clock, in ms since 1970. */
  readonly askedAtMs: number;
  /** Since when it has been there to be answered, on the monotonic clock. */
  readonly openSinceMs: number;
  /** Since when the part that is next has been next, on the same clock. */
  readonly nextSinceMs: number;
  /** Of a question that asks several things, the answers to the first ones; the rest is still to come. */
  readonly given?: readonly (readonly string[])[];
  readonly state: ApprovalState;
}

/** One line of the record; `atMs` is the wall clock, in ms since 1970. */
export type ApprovalRecord = { readonly id: string; readonly atMs: number } & (
  | { readonly type: 'asked'; readonly asked: AskedApproval; readonly risk?: ApprovalRisk }
  | { readonly type: 'asked-again' }
  | ({ readonly type: 'answered' } & GivenAnswer)
  /** The agent did not take the answer. */
  | { readonly type: 'reopened'; readonly why: string }
  | { readonly type: 'settled'; readonly by: SettledBy; readonly outcome: ApprovalOutcome }
);

/** When something happens, on both clocks, in ms. */
export interface Moment {
  readonly nowMs: number;
  readonly wallMs: number;
}

/** What the agent takes for a person's yes or no; undefined: it takes none like it. */
export function decisionFor(
  answer: 'approve' | 'deny',
  { subject, decisions }: AskedApproval,
): ApprovalDecision | undefined {
  // A question wants words or a choice.
  if (subject === 'question') return undefined;
  const meant: readonly ApprovalDecision[] =
    answer === 'approve' ? ['accept'] : ['decline', 'cancel'];
  return meant.find((decision) => decisions.includes(decision));
}

export function outcomeOf({
  decision,
  answers,
}: Pick<GivenAnswer, 'decision' | 'answers'>): 'approved' | 'denied' | 'answered' {
  if (answers !== undefined) return 'answered';
  return decision === 'accept' || decision === 'accept-for-session' ? 'approved' : 'denied';
}
