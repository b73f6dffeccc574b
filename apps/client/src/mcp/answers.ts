// The documents that tools answer with: their fields are the guide's to show and agents' to rely on.
import type { HostAnswer, QueueEntry, SessionRow } from '@codex-voice/protocol';

/** Of a session among others. `own`: the name of the one that asks. */
export function listedDocument(row: SessionRow, own: string | undefined): object {
  return { ...rowDocument(row), own: row.sessionId === own };
}

export function stateDocument(row: SessionRow, queue: readonly QueueEntry[]): object {
  return {
    ...rowDocument(row),
    queue: queue.map(({ text, intent, origin, state }) => ({ text, intent, origin, state })),
  };
}

/** Of a question that was answered, or not. */
export function questionDocument(answer: HostAnswer): object {
  if (answer.kind === 'answered') return { answer: answer.text, by: answer.by };
  return { answer: null, why: answer.kind === 'unanswered' ? answer.why : 'withdrawn' };
}

function rowDocument({
  sessionId,
  agent,
  cwd,
  state,
  rung,
  queued,
  startedAtMs,
}: SessionRow): object {
  return {
    session: sessionId,
    agent,
    folder: cwd,
    state,
    rung: rung ?? 'plain',
    queued,
    startedAt: new Date(startedAtMs).toISOString(),
  };
}
