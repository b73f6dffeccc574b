// From the recording's truth, the journal and the agent's reads to the time of each stage. All
// moments are on the machine's monotonic clock; end of speech is the recording's own, never ours.

import type { SpokenUtterance } from './spoken-recording.ts';
import type { AgentRead, OutcomeLine, Transcript } from './spoken-session.ts';

/** One utterance that arrived; all in ms from the true end of its speech, unless said otherwise. */
export interface Arrival {
  readonly utterance: SpokenUtterance;
  /** When its speech truly ended, on the monotonic clock. */
  readonly endedMs: number;
  /** Where voice activity put the end: its lateness. */
  readonly activityEndMs: number;
  readonly closedMs: number;
  readonly decodedMs: number;
  /** The agent read it. */
  readonly readMs: number;
  /** Our program saw it in the composer. */
  readonly seenMs: number | undefined;
}

export interface Heard {
  readonly arrivals: readonly Arrival[];
  /** Not heard, heard as something else, or not arrived. */
  readonly lost: readonly SpokenUtterance[];
}

/** Positions of one utterance, by truth and by voice activity, lie within this, in ms. */
const SAME_UTTERANCE_MS = 600;

/** When the recording's first sample was played, at the latest: no utterance's stamp lies before. */
export function timeZero(transcripts: readonly Transcript[]): number {
  return Math.min(...transcripts.map((line) => line.speechEndedMs - line.sourceEndMs));
}

/** Finds each utterance of the recording in what was written. `zeroMs`: when its first sample was played. */
export function arrivals(options: {
  readonly utterances: readonly SpokenUtterance[];
  readonly transcripts: readonly Transcript[];
  readonly outcomes: readonly OutcomeLine[];
  readonly reads: readonly AgentRead[];
  readonly zeroMs: (transcript: Transcript) => number;
}): Heard {
  const { utterances, transcripts, outcomes, reads, zeroMs } = options;
  const found: Arrival[] = [];
  const lost: SpokenUtterance[] = [];
  for (const utterance of utterances) {
    const transcript = transcripts.find(
      (line) =>
        line.verdict === 'accepted' &&
        line.text === utterance.spoken &&
        Math.abs(line.sourceEndMs - utterance.endMs) < SAME_UTTERANCE_MS,
    );
    const endedMs = transcript && zeroMs(transcript) + utterance.endMs;
    const read = reads.find(
      ({ atMs, read: bytes }) => endedMs !== undefined && atMs > endedMs && isOf(utterance, bytes),
    );
    if (transcript === undefined || endedMs === undefined || read === undefined) {
      lost.push(utterance);
      continue;
    }
    const seen = outcomes.find(({ id, outcome }) => id === transcript.id && outcome === 'composed');
    const reported = transcript.speechEndedMs - endedMs;
    found.push({
      utterance,
      endedMs,
      activityEndMs: transcript.sourceEndMs - utterance.endMs,
      closedMs: reported + transcript.closedMs,
      decodedMs: reported + transcript.decodedMs,
      readMs: read.atMs - endedMs,
      seenMs: seen && reported + seen.latencyMs,
    });
  }
  return { arrivals: found, lost };
}

function isOf({ text }: SpokenUtterance, bytes: string): boolean {
  return text === undefined ? bytes === '\r' : bytes.includes(text);
}
