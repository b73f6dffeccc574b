// Which recogniser suits which machine, the most wanted first in each language: what of it was published,
// and what is our estimate. Nothing here was measured on the machine it is read on.

export interface RecommendationRow {
  readonly id: string;
  /** Estimated, so that a phrase is decoded well before the next pause beside a working agent. */
  readonly leastCores: number;
  readonly reason: string;
  /** Published time to decode one second of speech, in seconds, on a computer of the publisher's. */
  readonly speed?: {
    readonly realTimeFactor: number;
    readonly threads?: number;
    readonly source: string;
  };
}

const DOCS = 'https://github.com/k2-fsa/sherpa/tree/master/docs/source/onnx';
const TRANSDUCERS = `${DOCS}/pretrained_models/online-transducer/code-zipformer`;
const NEMO = `${DOCS}/pretrained_models/offline-transducer/code-nemo`;

/**
 * A model is taken for about so many times the size of its files once it runs. Estimated: weights are
 * held once, and the library needs room beside them.
 */
export const MEMORY_FACTOR = 1.5;
/** It may take this part of the memory; the rest is for the agent and what the agent starts. */
export const MEMORY_SHARE = 1 / 8;

export const RECOMMENDATIONS: readonly RecommendationRow[] = [
  {
    id: 'nemotron-en',
    leastCores: 6,
    reason: 'text while you speak, with punctuation, and few errors',
    speed: {
      realTimeFactor: 0.16,
      threads: 1,
      source: `${DOCS}/nemo/code-nemotron-streaming/560ms.txt`,
    },
  },
  {
    id: 'parakeet-v3',
    leastCores: 6,
    reason: 'few errors in 25 European languages, with punctuation',
    speed: {
      realTimeFactor: 0.325,
      source: `${NEMO}/sherpa-onnx-nemo-parakeet-tdt-0.6b-v3-int8.txt`,
    },
  },
  {
    id: 'zipformer-en',
    leastCores: 4,
    reason: 'text while you speak, light enough for a laptop',
    speed: {
      realTimeFactor: 0.062,
      source: `${TRANSDUCERS}/sherpa-onnx-streaming-zipformer-en-2023-06-26-int8.txt`,
    },
  },
  {
    id: 'zipformer-20m-en',
    leastCores: 2,
    reason: 'text while you speak, the lightest',
    speed: {
      realTimeFactor: 0.038,
      source: `${TRANSDUCERS}/sherpa-onnx-streaming-zipformer-en-20M-2023-02-17-int8.txt`,
    },
  },
  { id: 'kroko-fr', leastCores: 2, reason: 'text while you speak, with punctuation' },
  { id: 'kroko-de', leastCores: 2, reason: 'text while you speak, with punctuation' },
  { id: 'kroko-es', leastCores: 2, reason: 'text while you speak, with punctuation' },
  {
    id: 'zipformer-zh',
    leastCores: 4,
    reason: 'text while you speak',
  },
  { id: 'zipformer-ru', leastCores: 2, reason: 'text while you speak, the lightest' },
  { id: 'sense-voice', leastCores: 2, reason: 'fast for its size, five languages at once' },
  {
    id: 'moonshine-tiny-en',
    leastCores: 1,
    reason: 'the smallest download',
    speed: {
      realTimeFactor: 0.056,
      threads: 2,
      source: `${DOCS}/moonshine/code/tiny-en.txt`,
    },
  },
  { id: 'moonshine-base-uk', leastCores: 2, reason: 'made for this language' },
  { id: 'moonshine-base-vi', leastCores: 2, reason: 'made for this language' },
  { id: 'moonshine-base-ar', leastCores: 2, reason: 'made for this language' },
  { id: 'nemotron-multi', leastCores: 6, reason: 'text while you speak, with punctuation' },
  { id: 'whisper-large-v3-turbo', leastCores: 8, reason: 'about a hundred languages' },
  { id: 'whisper-small', leastCores: 4, reason: 'about a hundred languages' },
  { id: 'whisper-base', leastCores: 2, reason: 'about a hundred languages, with more errors' },
  { id: 'whisper-tiny', leastCores: 1, reason: 'about a hundred languages, with many errors' },
];
