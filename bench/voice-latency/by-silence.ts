// Auto mode: every utterance of a recording is ended by silence.
import { sleep } from '../statistics.ts';
import type { SpokenRecording } from './spoken-recording.ts';
import { SpokenSession } from './spoken-session.ts';
import { arrivals, type Heard, timeZero } from './stages.ts';

/** After the recording's end, for the last words to arrive, in ms. */
const AFTERWARDS_MS = 1_000;
/** The player moves its schedule after a stall of a second: such a run has no one time zero. */
const SAME_ZERO_MS = 50;

export interface SilenceRun extends Heard {
  /** Time zero by the journal → the row was seen to say "listening": positive and small. */
  readonly shownAfterZeroMs: number;
}

/** Undefined when the machine stood still for so long that the recording was not played in one go. */
export async function measureBySilence(
  recording: SpokenRecording,
): Promise<SilenceRun | undefined> {
  const session = new SpokenSession({ mode: 'auto', recording: recording.path });
  try {
    const shownMs = await session.listening();
    await sleep(recording.durationMs + AFTERWARDS_MS);
    const transcripts = session.transcripts();
    const zero = timeZero(transcripts);
    const offsets = transcripts.map((line) => line.speechEndedMs - line.sourceEndMs - zero);
    if (Math.max(...offsets) > SAME_ZERO_MS) return undefined;
    const heard = arrivals({
      utterances: recording.utterances,
      transcripts,
      outcomes: session.outcomes(),
      reads: session.reads(),
      zeroMs: () => zero,
    });
    return { ...heard, shownAfterZeroMs: shownMs - zero };
  } finally {
    await session.end();
  }
}
