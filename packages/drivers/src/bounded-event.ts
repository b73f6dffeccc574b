// How large an event may be: what an agent says is its own, and no line of it may fill a memory, a file or a
// socket. Texts are cut in bytes and say so; of a question whose text is cut not all is known.
import type { AgentEvent, AgentItem, ApprovalRequest, ApprovalWarning } from './agent-events.ts';
import { cutText } from './bounded-text.ts';

/** A message, a command line, a patch or a diff: 1 MiB, about 20,000 lines. */
export const TEXT_BYTES = 1_048_576;
/** Reasons and messages of errors: a service's whole page. */
export const WORDS_BYTES = 65_536;
/** Names, and how something ended. */
const NAME_BYTES = 4_096;
/** A step of a plan; all of them fit a line. */
const STEP_BYTES = 1_024;
/** What is not known is told as an excerpt. */
const RAW_BYTES = 16_384;
/** More steps than a person reads. */
const MOST_STEPS = 1_000;

/** The event itself where all of it is within its bounds. */
export function boundedEvent(event: AgentEvent): AgentEvent {
  switch (event.kind) {
    case 'item-started':
    case 'item-completed':
      return { ...event, item: boundedItem(event.item) };
    case 'item-delta':
      return { ...event, delta: cutText(event.delta, TEXT_BYTES) };
    case 'diff-updated':
      return { ...event, diff: cutText(event.diff, TEXT_BYTES) };
    case 'plan-updated': {
      const steps = event.steps
        .slice(0, MOST_STEPS)
        .map((step) => ({ ...step, text: cutText(step.text, STEP_BYTES) }));
      const left = event.steps.length - steps.length;
      const more = { text: `… ${left} more steps are cut off`, state: 'pending' } as const;
      return { ...event, steps: left > 0 ? [...steps, more] : steps };
    }
    case 'turn-failed':
    case 'error':
      return { ...event, message: cutText(event.message, WORDS_BYTES) };
    case 'rung':
      return { ...event, why: cutText(event.why, WORDS_BYTES) };
    case 'raw': {
      const { method, body } = event;
      return { ...event, method: cutText(method, NAME_BYTES), body: cutText(body, RAW_BYTES) };
    }
    case 'approval-requested':
      return { ...event, approval: boundedApproval(event.approval) };
    default:
      return event;
  }
}

function boundedItem(item: AgentItem): AgentItem {
  const { text, outcome, patch } = item;
  return {
    ...item,
    text: cutText(text, TEXT_BYTES),
    ...(outcome === undefined ? {} : { outcome: cutText(outcome, NAME_BYTES) }),
    ...(patch === undefined ? {} : { patch: cutText(patch, TEXT_BYTES) }),
  };
}

/** What of it is shown, kept and told to others. */
export function boundedApproval(approval: ApprovalRequest): ApprovalRequest {
  const { reason, parts, warnings = [] } = approval;
  const text = cutText(approval.text, TEXT_BYTES);
  const patch = approval.patch === undefined ? undefined : cutText(approval.patch, TEXT_BYTES);
  const isCut = text !== approval.text || patch !== approval.patch;
  // What is left out is not known to be harmless.
  const told: readonly ApprovalWarning[] =
    isCut && !warnings.includes('unknown') ? [...warnings, 'unknown'] : warnings;
  return {
    ...approval,
    text,
    ...(patch === undefined ? {} : { patch }),
    ...(reason === undefined ? {} : { reason: cutText(reason, WORDS_BYTES) }),
    ...(told.length === 0 ? {} : { warnings: told }),
    ...(parts === undefined
      ? {}
      : {
          parts: parts.map((part) => ({ ...part, question: cutText(part.question, WORDS_BYTES) })),
        }),
  };
}
