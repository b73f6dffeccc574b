// Which utterances of the journal nobody has dealt with: spoken for a session, and then whoever should
// have put them into it was gone. Decides; reads and types nothing.

import type { JournalRecord } from '@codex-voice/protocol';

/** Words older than this, in ms, are not typed any more: the person has gone on without them. */
export const RECOVERY_AGE_MS = 10 * 60_000;

/** Words older than this, in ms, are not even told of. */
const TOLD_AGE_MS = 24 * 60 * 60_000;

/** An utterance whose fate nobody knows. */
export interface LostUtterance {
  readonly id: string;
  readonly text: string;
  readonly speechEndedMs: number;
  /** `late`: to be told, not typed. */
  readonly age: 'fresh' | 'late';
  /** Its voice process was killed while it was said: perhaps it is not all, and nobody has seen it. */
  readonly cut?: true;
}

/**
 * The accepted utterances of a session without an outcome, in the order spoken. Those of a voice
 * process that still speaks with us are not lost: they arrive by themselves.
 */
export function lostUtterances(facts: {
  readonly records: readonly JournalRecord[];
  readonly sessionId: string;
  /** Wall clock, in ms. */
  readonly nowMs: number;
  readonly livePids: ReadonlySet<number>;
}): readonly LostUtterance[] {
  const settled = new Set(
    facts.records.filter((record) => record.type === 'outcome').map((record) => record.id),
  );
  return facts.records.flatMap((record): LostUtterance[] => {
    if (record.type !== 'transcript' || record.sessionId !== facts.sessionId) return [];
    if (record.verdict === 'rejected' || settled.has(record.id)) return [];
    if (record.writerPid !== undefined && facts.livePids.has(record.writerPid)) return [];
    const ageMs = facts.nowMs - Date.parse(record.at);
    // A line without a time, or from a clock that was set back, is not known to be fresh.
    if (!(ageMs < TOLD_AGE_MS)) return [];
    const { id, text, speechEndedMs, cut } = record;
    const age = ageMs < RECOVERY_AGE_MS ? 'fresh' : 'late';
    return [{ id, text, speechEndedMs, age, ...(cut === undefined ? {} : { cut }) }];
  });
}
