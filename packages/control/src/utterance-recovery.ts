// Which utterances of the journal nobody has dealt with: spoken for a session, and then whoever should
// have put them into it was gone. Decides; reads and types nothing.

import { parseWith } from '@codex-voice/protocol';
import * as v from 'valibot';

/** Words older than this, in ms, are not typed any more: the person has gone on without them. */
export const RECOVERY_AGE_MS = 10 * 60_000;

/** Words older than this, in ms, are not even told of. */
const TOLD_AGE_MS = 24 * 60 * 60_000;

const transcript = v.object({
  type: v.literal('transcript'),
  id: v.string(),
  /** Wall clock, ISO 8601. */
  at: v.string(),
  text: v.string(),
  verdict: v.picklist(['accepted', 'rejected']),
  speechEndedMs: v.number(),
  sessionId: v.exactOptional(v.string()),
  /** The voice process that wrote it. */
  writerPid: v.exactOptional(v.number()),
});
const outcome = v.object({ type: v.literal('outcome'), id: v.string() });
const journalLine = v.variant('type', [transcript, outcome]);
export type JournalLine = v.InferOutput<typeof journalLine>;

/** What matters of one line of `utterances.jsonl`; undefined for every other line, damaged ones included. */
export function parseJournalLine(line: string): JournalLine | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  const parsed = parseWith(journalLine, value);
  return parsed.kind === 'message' ? parsed.message : undefined;
}

/** An utterance whose fate nobody knows. */
export interface LostUtterance {
  readonly id: string;
  readonly text: string;
  readonly speechEndedMs: number;
  /** `late`: to be told, not typed. */
  readonly age: 'fresh' | 'late';
}

/**
 * The accepted utterances of a session without an outcome, in the order spoken. Those of a voice
 * process that still speaks with us are not lost: they arrive by themselves.
 */
export function lostUtterances(facts: {
  readonly lines: readonly JournalLine[];
  readonly sessionId: string;
  /** Wall clock, in ms. */
  readonly nowMs: number;
  readonly livePids: ReadonlySet<number>;
}): readonly LostUtterance[] {
  const settled = new Set(
    facts.lines.filter((line) => line.type === 'outcome').map((line) => line.id),
  );
  return facts.lines.flatMap((line): LostUtterance[] => {
    if (line.type !== 'transcript' || line.sessionId !== facts.sessionId) return [];
    if (line.verdict === 'rejected' || settled.has(line.id)) return [];
    if (line.writerPid !== undefined && facts.livePids.has(line.writerPid)) return [];
    const ageMs = facts.nowMs - Date.parse(line.at);
    // A line without a time, or from a clock that was set back, is not known to be fresh.
    if (!(ageMs < TOLD_AGE_MS)) return [];
    const { id, text, speechEndedMs } = line;
    return [{ id, text, speechEndedMs, age: ageMs < RECOVERY_AGE_MS ? 'fresh' : 'late' }];
  });
}
