// What an agent asks a person as state with ids: answered once, from wherever, and settled for everyone.
import { randomBytes } from 'node:crypto';
import type { ApprovalAnswer, CommandResult, Refusal } from '../agent-driver.ts';
import type { AgentEvent, ApprovalDecision, ApprovalRequest } from '../agent-events.ts';
import { boundedApproval } from '../bounded-event.ts';
import type { AcpToolCall, PermissionOption } from './acp-messages.ts';
import {
  commandOf,
  folderOf,
  isWholeChange,
  patchOf,
  subjectOf,
  textOf,
  wordsOf,
} from './acp-tools.ts';

/** Bytes by which the names of one driver's approvals differ from another's. */
const NAME_BYTES = 8;
/** Questions that are open at one time: more than anybody answers. */
export const MOST_OPEN_QUESTIONS = 32;

/** Our answers, and the kinds of options that the protocol has for them; `cancel` is none of them. */
const KINDS: Readonly<Record<Exclude<ApprovalDecision, 'cancel'>, string>> = {
  accept: 'allow_once',
  'accept-for-session': 'allow_always',
  decline: 'reject_once',
};

export interface AcpQuestionAsked {
  readonly turnId: string;
  readonly call: AcpToolCall;
  readonly options: readonly PermissionOption[];
  /** Undefined: the turn was cancelled. */
  readonly reply: (optionId: string | undefined) => void;
}

/** What is asked, with the options as the agent words them. */
export interface OpenApproval extends AcpQuestionAsked {
  readonly approval: ApprovalRequest;
}

interface Settled {
  readonly by: 'here' | 'elsewhere' | 'lost';
  readonly decision?: ApprovalDecision;
}

export class AcpApprovals {
  readonly #tell: (event: AgentEvent) => void;
  readonly #open = new Map<string, OpenApproval>();
  /** Whoever comes later counts anew: its names are others. */
  readonly #life = randomBytes(NAME_BYTES).toString('hex');
  #count = 0;

  constructor(tell: (event: AgentEvent) => void) {
    this.#tell = tell;
  }

  get isOpen(): boolean {
    return this.#open.size > 0;
  }

  /** Nothing more may be asked until something is answered. */
  get isFull(): boolean {
    return this.#open.size >= MOST_OPEN_QUESTIONS;
  }

  /** Asked first of what is open. */
  get first(): OpenApproval | undefined {
    return [...this.#open.values()][0];
  }

  asked(asked: AcpQuestionAsked): void {
    this.#count += 1;
    const approvalId = `${this.#life}/${this.#count}`;
    const approval = boundedApproval(requestOf(approvalId, asked));
    this.#open.set(approvalId, { ...asked, approval });
    this.#tell({ kind: 'approval-requested', approval });
  }

  /** `cancelled`: the turn is to be ended as well. */
  answer({ approvalId, decision }: ApprovalAnswer): CommandResult | 'cancelled' {
    const open = this.#open.get(approvalId);
    if (open === undefined) return settled();
    const { decisions } = open.approval;
    if (!decisions.includes(decision)) {
      const message = `the answers are ${decisions.join(', ')}`;
      return { kind: 'refused', reason: 'agent', message };
    }
    if (decision === 'cancel') return 'cancelled';
    const option = open.options.find(({ kind }) => kind === KINDS[decision]);
    this.#settle(open, option?.optionId, { by: 'here', decision });
    return { kind: 'done' };
  }

  /** One of the agent's own options was chosen, where they are shown: in its terminal. */
  choose(approvalId: string, optionId: string): CommandResult {
    const open = this.#open.get(approvalId);
    const option = open?.options.find((one) => one.optionId === optionId);
    if (open === undefined || option === undefined) return settled();
    const decision = decisionOf(option);
    this.#settle(open, optionId, { by: 'elsewhere', decision });
    return { kind: 'done' };
  }

  /** The turn is ended by us. */
  cancelled(): void {
    for (const open of [...this.#open.values()])
      this.#settle(open, undefined, { by: 'here', decision: 'cancel' });
  }

  /** The turn is over without an answer, or the agent is gone. */
  lost(): void {
    for (const open of [...this.#open.values()]) this.#settle(open, undefined, { by: 'lost' });
  }

  #settle({ approval, reply }: OpenApproval, optionId: string | undefined, how: Settled): void {
    const { approvalId } = approval;
    this.#open.delete(approvalId);
    reply(optionId);
    this.#tell({ kind: 'approval-resolved', approvalId, ...how });
  }
}

function requestOf(
  approvalId: string,
  { turnId, call, options }: AcpQuestionAsked,
): ApprovalRequest {
  const subject = subjectOf(call);
  const patch = patchOf(call);
  const words = wordsOf(call);
  const cwd = folderOf(call);
  // A title is the agent's summary: what it leaves out is not known to be harmless.
  const isExact = subject === 'command' ? commandOf(call) !== undefined : isWholeChange(call);
  return {
    approvalId,
    turnId,
    subject,
    text: textOf(call),
    ...(words === '' ? {} : { reason: words }),
    ...(cwd === undefined ? {} : { cwd }),
    ...(patch === undefined ? {} : { patch }),
    ...(isExact ? {} : { warnings: ['unknown'] as const }),
    decisions: decisionsOf(options),
  };
}

function decisionsOf(options: readonly PermissionOption[]): readonly ApprovalDecision[] {
  const kinds = new Set(options.map(({ kind }) => kind));
  const offered = (['accept', 'accept-for-session', 'decline'] as const).filter((decision) =>
    kinds.has(KINDS[decision]),
  );
  return [...offered, 'cancel'];
}

function decisionOf({ kind }: PermissionOption): ApprovalDecision {
  if (kind === 'allow_once') return 'accept';
  return kind === 'allow_always' ? 'accept-for-session' : 'decline';
}

function settled(): Refusal {
  return { kind: 'refused', reason: 'settled', message: 'nothing with this id is open' };
}
