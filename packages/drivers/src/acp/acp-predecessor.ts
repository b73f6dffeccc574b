// What a driver that came before has left open in its journal, as the events that close it.
import type { AgentEvent } from '../agent-events.ts';
import type { EventJournal } from '../event-journal.ts';

/** As far as the kept events reach. */
export function closingEvents(journal: EventJournal): readonly AgentEvent[] {
  const prompts = new Set<string>();
  const turns = new Set<string>();
  const approvals = new Set<string>();
  const unfollow = journal.follow(0, ({ event }) => {
    switch (event.kind) {
      case 'prompt':
        if (event.state === 'offered') prompts.add(event.promptId);
        else prompts.delete(event.promptId);
        return;
      case 'turn-started':
        turns.add(event.turnId);
        return;
      case 'turn-completed':
      case 'turn-failed':
        turns.delete(event.turnId);
        return;
      case 'approval-requested':
        approvals.add(event.approval.approvalId);
        return;
      case 'approval-resolved':
        approvals.delete(event.approvalId);
        return;
      default:
    }
  });
  unfollow();
  const message = 'the session’s front end ended in the middle of it';
  return [
    ...[...approvals].map(
      (approvalId) => ({ kind: 'approval-resolved', approvalId, by: 'lost' }) as const,
    ),
    ...[...turns].map((turnId) => ({ kind: 'turn-failed', turnId, message }) as const),
    ...[...prompts].map(
      (promptId) => ({ kind: 'prompt', promptId, state: 'unconfirmed' }) as const,
    ),
    ...(journal.last > 0 ? [{ kind: 'status', activity: 'idle' } as const] : []),
  ];
}
