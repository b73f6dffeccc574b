// What was said to one session, from the journal, as an agent may read it.
import { readJournalTail } from '@codex-voice/control';
import type { JournalRecord } from '@codex-voice/protocol';

/** The newest utterances that are told: more than an agent has use for. */
export const TOLD_UTTERANCES = 100;

export interface ToldUtterance {
  readonly id: string;
  /** ISO 8601. */
  readonly at: string;
  readonly text: string;
  /** What became of it: `composed`, `sent`, `obeyed` and so on; null: nothing yet. */
  readonly outcome: string | null;
  readonly speaker: string | null;
}

/** Newest first. What somebody else said, or nobody understood, is none of the agent's business. */
export async function utterancesOf(
  journalDirectory: string,
  sessionId: string,
): Promise<readonly ToldUtterance[]> {
  return toldUtterances(await readJournalTail(journalDirectory), sessionId);
}

export function toldUtterances(
  records: readonly JournalRecord[],
  sessionId: string,
): readonly ToldUtterance[] {
  const outcomes = new Map(
    records.flatMap((record) =>
      record.type === 'outcome' ? [[record.id, record.outcome] as const] : [],
    ),
  );
  return records
    .flatMap((record) => {
      if (record.type !== 'transcript' || record.sessionId !== sessionId) return [];
      if (record.verdict === 'rejected') return [];
      const { id, at, text, speaker = null } = record;
      return [{ id, at, text, outcome: outcomes.get(id) ?? null, speaker }];
    })
    .slice(-TOLD_UTTERANCES)
    .toReversed();
}
