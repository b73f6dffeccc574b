// One line of `utterances.jsonl`, which the voice process writes and whoever mends after a crash reads.
// Where the file lies and what follows from a line is left to others.
import * as v from 'valibot';
import { type Parsed, parseWith } from './parsed.ts';
import { recognitionFailure } from './voice.ts';

const id = v.string();
/** Wall clock, ISO 8601. */
const at = v.string();
/** Path below the journal's folder. */
const audio = v.string();

const journalRecordSchema = v.variant('type', [
  v.object({
    type: v.literal('transcript'),
    id,
    at,
    /** The session that was listening; absent where none was named. */
    sessionId: v.exactOptional(v.string()),
    /** Its voice process was killed while it was said: it was heard afterwards, from the sound that was kept. */
    cut: v.exactOptional(v.literal(true)),
    /** The voice process that wrote it. Absent: it tells the words to nobody, they are found here. */
    writerPid: v.exactOptional(v.number()),
    text: v.string(),
    verdict: v.picklist(['accepted', 'rejected']),
    /** No recogniser could do its work: the audio is worth another try. */
    failure: v.exactOptional(recognitionFailure),
    /** Who spoke, where that is known, and how alike the voice is to the likeliest known one. */
    speaker: v.exactOptional(v.string()),
    speakerScore: v.exactOptional(v.number()),
    /** It was understood, and rejected: somebody else said it. The text is what was said. */
    refusedBy: v.exactOptional(v.literal('other-voice')),
    recognizer: v.string(),
    audio,
    durationMs: v.number(),
    /** Where in its source the speech ended, in ms, and when that was on the machine's monotonic clock. */
    sourceEndMs: v.number(),
    speechEndedMs: v.number(),
    /** End of speech → segment closed, and → decoded, in ms. */
    closedMs: v.number(),
    decodedMs: v.number(),
  }),
  v.object({
    type: v.literal('outcome'),
    id,
    at,
    outcome: v.string(),
    /** End of speech → this outcome, in ms. */
    latencyMs: v.number(),
  }),
  /** An utterance that had failed has its words after all: heard from its kept audio, and typed nowhere. */
  v.object({
    type: v.literal('again'),
    id,
    at,
    text: v.string(),
    recognizer: v.string(),
    /** ISO 639-1, where the recogniser tells what was spoken. */
    language: v.exactOptional(v.string()),
  }),
  /** Sound whose voice process was killed in the middle of it. */
  v.object({
    type: v.literal('recovered'),
    id,
    at,
    /** The session it was said to, where one was named, and when its last sample was written. */
    sessionId: v.exactOptional(v.string()),
    endedAt: v.exactOptional(at),
    audio,
    durationMs: v.number(),
  }),
]);
export type JournalRecord = v.InferOutput<typeof journalRecordSchema>;

/** Parses one line. Never throws: a torn or damaged one is refused. */
export function parseJournalLine(line: string): Parsed<JournalRecord> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { kind: 'refused', reason: 'not JSON' };
  }
  return parseWith(journalRecordSchema, value);
}
