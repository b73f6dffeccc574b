// Tap mode: every utterance of a recording is begun and ended by the talk key, the second press shortly
// after the speech has ended, as a quick hand would.
import { sleep } from '../statistics.ts';
import type { SpokenRecording, SpokenUtterance } from './spoken-recording.ts';
import { monotonicMs, SpokenSession } from './spoken-session.ts';
import { type Arrival, arrivals, type Heard } from './stages.ts';

/** F2 as xterm sends it. */
const TALK_KEY = '\u001bOQ';
/** The key follows the end of speech by this, give or take a frame of 32 ms, in ms. */
const KEY_AFTER_SPEECH_MS = 60;
/** How long an utterance may take to be journaled, in ms. */
const PATIENCE_MS = 2_500;
/** Between two utterances, in ms: the text is seen, the composer at rest. */
const REST_MS = 500;
const FRAME_MS = 32;

export interface KeyedArrival extends Arrival {
  /** The stop key, in ms from the true end of speech. */
  readonly keyMs: number;
}

export interface KeyRun {
  readonly arrivals: readonly KeyedArrival[];
  readonly lost: Heard['lost'];
}

export async function measureByKey(recording: SpokenRecording): Promise<KeyRun> {
  const session = new SpokenSession({ mode: 'tap', recording: recording.path });
  try {
    await session.ready();
    const keys = new Map<SpokenUtterance, number>();
    // The recording goes on where it was stopped.
    let positionMs = 0;
    for (const utterance of recording.utterances) {
      const known = session.transcripts().length;
      session.program.send(TALK_KEY);
      const openedMs = monotonicMs();
      const keyAfterMs = utterance.endMs - positionMs + KEY_AFTER_SPEECH_MS;
      await sleep(openedMs + keyAfterMs - monotonicMs());
      const keyMs = monotonicMs();
      session.program.send(TALK_KEY);
      keys.set(utterance, keyMs);
      const zeroMs = await zeroOf(session, known).catch(() => openedMs - positionMs);
      positionMs = Math.floor((keyMs - zeroMs) / FRAME_MS) * FRAME_MS;
      await sleep(REST_MS);
    }
    const heard = arrivals({
      utterances: recording.utterances,
      transcripts: session.transcripts(),
      outcomes: session.outcomes(),
      reads: session.reads(),
      zeroMs: (line) => line.speechEndedMs - line.sourceEndMs,
    });
    return {
      lost: heard.lost,
      arrivals: heard.arrivals.map((arrival) => ({
        ...arrival,
        keyMs: (keys.get(arrival.utterance) ?? Number.NaN) - arrival.endedMs,
      })),
    };
  } finally {
    await session.end();
  }
}

/** When the recording's first sample would have been played, had it not been stopped in between. */
async function zeroOf(session: SpokenSession, known: number): Promise<number> {
  const line = await session.until(() => session.transcripts()[known], PATIENCE_MS);
  return line.speechEndedMs - line.sourceEndMs;
}
