// The speaker embedder that needs no download: how a voice's spectrum and pitch differ from those of most
// voices. A classical measure, far weaker than a trained network; see docs/speakers.md for its error.
import { type SpeakerEmbedder, type SpeakerEmbedding, unitVector } from '@codex-voice/speech';
import { BACKGROUND } from './background.table.ts';
import { voiceStatistics } from './voice-statistics.ts';

/** Counted up whenever the vectors change their meaning. */
const MODEL = 'built-in-1';

/**
 * With it, of sentences that nothing was adjusted to, a few in a hundred of one's own are refused and about as
 * many of others' taken: `bench/speakers.ts`, where its error is told.
 */
const THRESHOLD = 0.84;

/** Below it not even vowels are there to be compared, in ms. */
const LEAST_SPEECH_MS = 300;

/** Longer speech says nothing more, and costs 3 ms of computing for each second. */
const MOST_SAMPLES = 20 * 16_000;

export function createStatisticsEmbedder(): SpeakerEmbedder {
  let isDisposed = false;
  return {
    model: MODEL,
    threshold: THRESHOLD,
    embed: (samples) => {
      if (isDisposed) throw new TypeError('embed: the embedder was disposed of');
      return Promise.resolve(embedding(samples.subarray(0, MOST_SAMPLES)));
    },
    dispose: () => {
      isDisposed = true;
    },
  };
}

function embedding(samples: Float32Array): SpeakerEmbedding {
  const statistics = voiceStatistics(samples);
  const speechMs = statistics?.speechMs ?? 0;
  if (statistics === undefined || speechMs < LEAST_SPEECH_MS)
    return { kind: 'too-little', speechMs };
  const vector = unitVector(
    statistics.values.map((value, index) => {
      const { center = 0, weight = 0 } = BACKGROUND[index] ?? {};
      // Without a pitch, as in a whisper, nothing is said about it.
      return Number.isNaN(value) ? 0 : (value - center) * weight;
    }),
  );
  return vector === undefined
    ? { kind: 'too-little', speechMs }
    : { kind: 'embedded', vector, speechMs };
}
