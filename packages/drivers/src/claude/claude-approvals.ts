// Claude Code's questions to a person as state with ids: asked through a hook, answered once there or
// in Claude Code's own dialog, settled for everyone.
import { randomBytes } from 'node:crypto';
import type { ApprovalAnswer, CommandResult } from '../agent-driver.ts';
import type { AgentEvent, ApprovalDecision, ApprovalSubject } from '../agent-events.ts';
import { answeredForm, partsOf, patchOf, subjectOf, textOf } from './claude-tools.ts';
import type { OpenQuestion } from './hook-socket.ts';

/** Told to the model with a refusal. */
const DECLINED = 'The person declined this.';
/** Bytes by which the names of one driver's approvals differ from another's. */
const NAME_BYTES = 8;

interface OpenApproval {
  readonly approvalId: string;
  readonly turnId: string;
  readonly open: OpenQuestion;
  readonly decisions: readonly ApprovalDecision[];
  /** The tool and its input: a result with the same ones settles it. */
  readonly asked: string;
}

export class ClaudeApprovals {
  readonly #tell: (event: AgentEvent) => void;
  readonly #open = new Map<string, OpenApproval>();
  /** Whose hooks have ended, `asked` of each: Claude Code's own dialog still asks. */
  readonly #inDialog: string[] = [];
  /** Whoever comes later counts anew in the same turn: its names are others. */
  readonly #life = randomBytes(NAME_BYTES).toString('hex');
  #count = 0;

  constructor(tell: (event: AgentEvent) => void) {
    this.#tell = tell;
  }

  /** Somebody is asked, here or in Claude Code's dialog alone. */
  get isOpen(): boolean {
    return this.#open.size > 0 || this.#inDialog.length > 0;
  }

  asked(open: OpenQuestion, turnId: string): void {
    const { tool_name: tool, tool_input: input, permission_suggestions: offers } = open.question;
    this.#count += 1;
    const approvalId = `${turnId}/${this.#life}/${this.#count}`;
    const subject = subjectOf(tool);
    const parts = partsOf(tool, input);
    const decisions = decisionsOf(subject, {
      canLast: (offers ?? []).length > 0,
      isForm: parts !== undefined,
    });
    this.#open.set(approvalId, { approvalId, turnId, open, decisions, asked: key(tool, input) });
    const reason = typeof input.description === 'string' ? { reason: input.description } : {};
    const change = patchOf(tool, input);
    const patch = change === undefined ? {} : { patch: change };
    const text = textOf(tool, input);
    const form = parts === undefined ? {} : { parts };
    const approval = { approvalId, turnId, subject, text, ...reason, ...patch, ...form, decisions };
    this.#tell({ kind: 'approval-requested', approval });
  }

  answer({ approvalId, decision, answers }: ApprovalAnswer): CommandResult {
    const approval = this.#open.get(approvalId);
    if (approval === undefined) {
      return { kind: 'refused', reason: 'settled', message: 'nothing with this id is open' };
    }
    if (!approval.decisions.includes(decision)) {
      const message =
        approval.decisions.length === 0
          ? 'it can only be answered in Claude Code itself'
          : `the answers are ${approval.decisions.join(', ')}`;
      return { kind: 'refused', reason: 'agent', message };
    }
    const { tool_name: tool } = approval.open.question;
    if (subjectOf(tool) === 'question' && answers === undefined)
      return { kind: 'refused', reason: 'agent', message: 'a form wants its answers' };
    approval.open.reply(replyOf(approval.open, { decision, answers }));
    this.#settle(approval, { by: 'here', decision });
    return { kind: 'done' };
  }

  /** A tool has given its result: whoever was asked about it has answered. */
  resulted(tool: string, input: Readonly<Record<string, unknown>>): void {
    const asked = key(tool, input);
    const settled = [...this.#open.values()].find((one) => one.asked === asked);
    if (settled !== undefined) {
      this.#settle(settled, { by: 'elsewhere' });
      return;
    }
    const at = this.#inDialog.indexOf(asked);
    if (at >= 0) this.#inDialog.splice(at, 1);
  }

  /** Its hook has ended without an answer of ours, and the dialog stays: nobody answers it here. */
  gone(open: OpenQuestion): void {
    const gone = [...this.#open.values()].find((one) => one.open === open);
    if (gone === undefined) return;
    this.#inDialog.push(gone.asked);
    this.#settle(gone, { by: 'lost' });
  }

  /** The turn is over: nobody is asked any more. */
  over(): void {
    this.#inDialog.length = 0;
    for (const approval of [...this.#open.values()]) this.#settle(approval, { by: 'elsewhere' });
  }

  /** The agent is gone. */
  lost(): void {
    this.#inDialog.length = 0;
    for (const approval of [...this.#open.values()]) this.#settle(approval, { by: 'lost' });
  }

  #settle(
    { approvalId, open }: OpenApproval,
    how: { readonly by: 'here' | 'elsewhere' | 'lost'; readonly decision?: ApprovalDecision },
  ): void {
    this.#open.delete(approvalId);
    if (how.by !== 'here') open.reply();
    this.#tell({ kind: 'approval-resolved', approvalId, ...how });
  }
}

function decisionsOf(
  subject: ApprovalSubject,
  { canLast, isForm }: { readonly canLast: boolean; readonly isForm: boolean },
): readonly ApprovalDecision[] {
  // A form that can't be read whole is answered where it is shown.
  if (subject === 'question') return isForm ? ['accept'] : [];
  const lasting = canLast ? (['accept-for-session'] as const) : [];
  return ['accept', ...lasting, 'decline', 'cancel'];
}

function replyOf(
  { question }: OpenQuestion,
  {
    decision,
    answers,
  }: Pick<ApprovalAnswer, 'decision'> & {
    readonly answers: ApprovalAnswer['answers'];
  },
): object {
  switch (decision) {
    case 'accept': {
      if (answers === undefined) return { behavior: 'allow' };
      return { behavior: 'allow', updatedInput: answeredForm(question.tool_input, answers) };
    }
    case 'accept-for-session': {
      // As Claude Code itself offers it, but never into a file of the person's.
      const offers = question.permission_suggestions ?? [];
      const updatedPermissions = offers.map((offer) => ({ ...offer, destination: 'session' }));
      return { behavior: 'allow', updatedPermissions };
    }
    case 'decline':
      return { behavior: 'deny', message: DECLINED };
    case 'cancel':
      return { behavior: 'deny', message: DECLINED, interrupt: true };
  }
}

function key(tool: string, input: Readonly<Record<string, unknown>>): string {
  return JSON.stringify([tool, sorted(input)]);
}

/** Members in one order: two sources need not write them in the same. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(members.map(([name, member]) => [name, sorted(member)]));
}
