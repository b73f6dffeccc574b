// Codex's questions to a person as state with ids: asked, answered once, settled for everyone. It
// sends nothing; what to reply is returned.

import type { ApprovalAnswer, Refusal } from '../agent-driver.ts';
import type {
  AgentEvent,
  AgentItem,
  ApprovalDecision,
  ApprovalSubject,
  ApprovalWarning,
  QuestionPart,
} from '../agent-events.ts';
import type { ApprovalMessage, CodexQuestion } from './codex-messages.ts';
import type { RequestId } from './rpc-connection.ts';

/** The server's requests that are approvals; others are left to the terminal's own client. */
export const APPROVAL_METHODS: Readonly<Record<string, ApprovalSubject>> = {
  'item/commandExecution/requestApproval': 'command',
  'item/fileChange/requestApproval': 'patch',
  'item/permissions/requestApproval': 'permissions',
  'item/tool/requestUserInput': 'question',
};

/** What a request asks about; undefined: it is none that is answered here. */
export function approvalSubject(method: string): ApprovalSubject | undefined {
  return Object.hasOwn(APPROVAL_METHODS, method) ? APPROVAL_METHODS[method] : undefined;
}

const WORDS: Readonly<Record<ApprovalDecision, string>> = {
  accept: 'accept',
  'accept-for-session': 'acceptForSession',
  decline: 'decline',
  cancel: 'cancel',
};
const ALL_DECISIONS: readonly ApprovalDecision[] = [
  'accept',
  'accept-for-session',
  'decline',
  'cancel',
];

/** As Codex's own screen tells words that are none of its options. */
const NO_OPTION = 'None of the above';
const OWN_WORDS = 'user_note: ';

interface OpenApproval {
  readonly requestId: RequestId;
  readonly subject: ApprovalSubject;
  readonly message: ApprovalMessage;
  readonly decisions: readonly ApprovalDecision[];
  answered?: ApprovalDecision;
}

/** What to send, or why there is nothing to send. */
export type ApprovalReply =
  | { readonly kind: 'reply'; readonly requestId: RequestId; readonly result: object }
  | Refusal;

export class CodexApprovals {
  readonly #open = new Map<string, OpenApproval>();

  /** A request; after a reconnection the same one comes again and is told only once. */
  asked(facts: {
    readonly requestId: RequestId;
    readonly subject: ApprovalSubject;
    readonly message: ApprovalMessage;
    /** What it is about, as far as that was told: the patch is in it. */
    readonly item: AgentItem | undefined;
  }): readonly AgentEvent[] {
    const { requestId, subject, message, item } = facts;
    const { turnId, itemId } = message;
    const approvalId = [turnId, itemId, message.approvalId ?? subject].join('/');
    const known = this.#open.has(approvalId);
    const decisions = decisionsOf(subject, message);
    this.#open.set(approvalId, { requestId, subject, message, decisions });
    if (known) return [];
    const approval = {
      approvalId,
      turnId,
      subject,
      text: textOf(message) ?? item?.text ?? message.grantRoot ?? '',
      ...(message.reason ? { reason: message.reason } : {}),
      ...(message.cwd ? { cwd: message.cwd } : {}),
      ...(item?.patch === undefined ? {} : { patch: item.patch }),
      ...warningsOf(message, item),
      ...partsOf(message),
      decisions,
    };
    return [{ kind: 'approval-requested', approval }];
  }

  answer({ approvalId, decision, answers }: ApprovalAnswer): ApprovalReply {
    const open = this.#open.get(approvalId);
    if (open === undefined || open.answered !== undefined)
      return { kind: 'refused', reason: 'settled', message: 'nothing with this id is open' };
    if (!open.decisions.includes(decision)) {
      const message = `the answers are ${open.decisions.join(', ')}`;
      return { kind: 'refused', reason: 'agent', message };
    }
    open.answered = decision;
    return { kind: 'reply', requestId: open.requestId, result: resultOf(open, decision, answers) };
  }

  resolved(requestId: RequestId): readonly AgentEvent[] {
    for (const [approvalId, open] of this.#open) {
      if (open.requestId !== requestId) continue;
      this.#open.delete(approvalId);
      const ours = open.answered;
      return ours === undefined
        ? [{ kind: 'approval-resolved', approvalId, by: 'elsewhere' }]
        : [{ kind: 'approval-resolved', approvalId, by: 'here', decision: ours }];
    }
    return [];
  }

  /** The server that asked is gone, or its turn ended: nobody can answer any more. */
  lost(turnId?: string): readonly AgentEvent[] {
    const gone = [...this.#open].filter(
      ([, one]) => turnId === undefined || one.message.turnId === turnId,
    );
    return gone.map(([approvalId]) => {
      this.#open.delete(approvalId);
      return { kind: 'approval-resolved', approvalId, by: 'lost' };
    });
  }
}

function decisionsOf(
  subject: ApprovalSubject,
  message: ApprovalMessage,
): readonly ApprovalDecision[] {
  if (subject === 'permissions') return ['accept', 'accept-for-session', 'decline'];
  if (subject === 'question') return ['accept'];
  const offered = message.availableDecisions;
  if (!offered) return ALL_DECISIONS;
  return ALL_DECISIONS.filter((decision) => offered.includes(WORDS[decision]));
}

function textOf(message: ApprovalMessage): string | undefined {
  if (message.command) return message.command;
  if (message.questions) return message.questions.map((one) => one.question).join('\n');
  if (message.permissions) return JSON.stringify(message.permissions);
  const { networkApprovalContext: network } = message;
  return network ? `${network.protocol}://${network.host}` : undefined;
}

/** A connection, input for a command that runs, or rights for what is yet to come. */
function warningsOf(
  { networkApprovalContext, kind, grantRoot }: ApprovalMessage,
  item: AgentItem | undefined,
): { readonly warnings?: readonly ApprovalWarning[] } {
  const warnings: ApprovalWarning[] = [...(item?.warnings ?? [])];
  if (networkApprovalContext) warnings.push('network');
  if (kind && kind !== 'command') warnings.push('unknown');
  if (grantRoot) warnings.push('permissions');
  return warnings.length === 0 ? {} : { warnings };
}

/** A secret is for the dialog alone: here it would be shown, and kept. */
function partsOf({ questions }: ApprovalMessage): { readonly parts?: readonly QuestionPart[] } {
  if (!questions || questions.some(({ isSecret }) => isSecret === true)) return {};
  return { parts: questions.map(partOf) };
}

function partOf({ id, question, options, isOther }: CodexQuestion): QuestionPart {
  const choices = (options ?? []).map(({ label, description }) =>
    description ? { label, description } : { label },
  );
  return { partId: id, question, choices, takesWords: choices.length === 0 || isOther === true };
}

function saidTo(asked: CodexQuestion | undefined, text: string): readonly string[] {
  const options = asked?.options ?? [];
  const isOption = options.length === 0 || options.some(({ label }) => label === text);
  return isOption ? [text] : [NO_OPTION, `${OWN_WORDS}${text}`];
}

function resultOf(
  { subject, message }: OpenApproval,
  decision: ApprovalDecision,
  answers: ApprovalAnswer['answers'],
): object {
  if (subject === 'question') {
    const told = Object.entries(answers ?? {}).map(([id, given]) => {
      const asked = message.questions?.find((one) => one.id === id);
      return [id, { answers: given.flatMap((text) => saidTo(asked, text)) }];
    });
    return { answers: Object.fromEntries(told) };
  }
  if (subject === 'permissions') {
    const permissions = decision === 'decline' ? {} : (message.permissions ?? {});
    return { permissions, scope: decision === 'accept-for-session' ? 'session' : 'turn' };
  }
  return { decision: WORDS[decision] };
}
