// Speaker models that sherpa-onnx computes: the files are looked at before its native code, which ends
// the process on a bad one. Meant for a process of its own.
import { stat } from 'node:fs/promises';
import type { SpeakerModelSpec } from '@codex-voice/protocol';
import { SAMPLE_RATE_HZ } from '@codex-voice/speech';
import { RecognizerError } from '../failure.ts';
import { chooseCompute } from '../sherpa/compute.ts';
import {
  loadSherpa,
  type Sherpa,
  type SpeakerDiarization,
  type SpeakerExtractor,
} from '../sherpa/native.ts';
import { OnnxFormatError, readOnnxHeader } from '../sherpa/onnx-header.ts';
import { cleanSamples } from '../sherpa/samples.ts';

/** Metadata that the library ends the process without, by framework. Source: its model classes, 1.13. */
const EMBEDDING_DEMANDS: Readonly<Record<string, readonly string[]>> = {
  wespeaker: ['output_dim', 'normalize_samples', 'sample_rate', 'language'],
  '3d-speaker': ['output_dim', 'normalize_samples', 'sample_rate', 'language'],
  nemo: ['output_dim', 'sample_rate', 'window_size_ms', 'window_stride_ms', 'feat_dim', 'language'],
};

const SEGMENTATION_DEMANDS = [
  'sample_rate',
  'window_size',
  'receptive_field_size',
  'receptive_field_shift',
  'num_speakers',
  'powerset_max_classes',
  'num_classes',
];

/** More of one stretch tells no more about a voice, in samples: half a minute. */
const MOST_SAMPLES = 30 * SAMPLE_RATE_HZ;

/** Shorter turns are more often a cough than a word; shorter gaps are breath. In s; the library's own are 0.3 and 0.5. */
const SHORTEST_TURN_S = 0.3;
const SHORTEST_GAP_S = 0.5;

/** Groups further apart than this distance are two speakers: the library's own value. */
const GROUP_DISTANCE = 0.5;

export interface SpeakerTurn {
  readonly startMs: number;
  readonly endMs: number;
  readonly speaker: number;
}

/** Models at work in this process. */
export interface SherpaSpeakers {
  readonly dimension: number;
  /** As the model gives it; undefined for too little speech. */
  raw(samples: Float32Array): readonly number[] | undefined;
  /** Who speaks when in a whole recording. Throws without a segmentation model. */
  diarize(samples: Float32Array, speakers: number | undefined): readonly SpeakerTurn[];
}

/** @throws RecognizerError `missing-model`, `damaged-model` or `engine-failed`. */
export async function createSherpaEmbedder(spec: SpeakerModelSpec): Promise<SherpaSpeakers> {
  await checkEmbedding(spec);
  if (spec.segmentation !== undefined) await checkSegmentation(spec, spec.segmentation);
  const sherpa = loadSherpa();
  const { provider, threads } = chooseCompute({ ...spec, layout: 'whisper' });
  const network = { numThreads: threads, provider, debug: 0 };
  const extractor = new sherpa.SpeakerEmbeddingExtractor({ model: spec.file, ...network });
  let diarization: SpeakerDiarization | undefined;
  return {
    dimension: extractor.dim,
    raw: (samples) => embedded(extractor, cleanSamples(samples.subarray(0, MOST_SAMPLES))),
    diarize: (samples, speakers) => {
      diarization ??= diarizer(sherpa, spec, network);
      diarization.setConfig({
        clustering: { numClusters: speakers ?? -1, threshold: GROUP_DISTANCE },
      });
      return diarization.process(cleanSamples(samples)).map(({ start, end, speaker }) => ({
        startMs: Math.round(start * 1000),
        endMs: Math.round(end * 1000),
        speaker,
      }));
    },
  };
}

function embedded(
  extractor: SpeakerExtractor,
  samples: Float32Array,
): readonly number[] | undefined {
  const stream = extractor.createStream();
  stream.acceptWaveform({ samples, sampleRate: SAMPLE_RATE_HZ });
  stream.inputFinished();
  return extractor.isReady(stream) ? [...extractor.compute(stream, false)] : undefined;
}

function diarizer(
  sherpa: Sherpa,
  { id, file, segmentation }: SpeakerModelSpec,
  network: { readonly numThreads: number; readonly provider: string; readonly debug: number },
): SpeakerDiarization {
  if (segmentation === undefined) throw new TypeError(`diarize: ${id} has no segmentation`);
  return new sherpa.OfflineSpeakerDiarization({
    segmentation: { pyannote: { model: segmentation }, ...network },
    embedding: { model: file, ...network },
    clustering: { numClusters: -1, threshold: GROUP_DISTANCE },
    minDurationOn: SHORTEST_TURN_S,
    minDurationOff: SHORTEST_GAP_S,
  });
}

async function checkEmbedding(spec: SpeakerModelSpec): Promise<void> {
  const { metadata } = await header(spec, spec.file);
  const framework = metadata.get('framework') ?? '';
  const isKnown = Object.hasOwn(EMBEDDING_DEMANDS, framework);
  const demands = isKnown ? EMBEDDING_DEMANDS[framework] : undefined;
  if (demands === undefined) {
    throw damaged(spec, spec.file, 'it is no speaker embedding (its metadata name no framework)');
  }
  demand(spec, spec.file, { metadata, keys: demands });
}

async function checkSegmentation(spec: SpeakerModelSpec, path: string): Promise<void> {
  const { metadata } = await header(spec, path);
  demand(spec, path, { metadata, keys: SEGMENTATION_DEMANDS });
}

function demand(
  spec: SpeakerModelSpec,
  path: string,
  {
    metadata,
    keys,
  }: { readonly metadata: ReadonlyMap<string, string>; readonly keys: readonly string[] },
): void {
  const missing = keys.find((key) => (metadata.get(key) ?? '') === '');
  if (missing !== undefined) throw damaged(spec, path, `its metadata have no ${missing}`);
}

async function header(spec: SpeakerModelSpec, path: string) {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile()) {
    throw new RecognizerError(
      'missing-model',
      `the speaker model ${spec.id} is not there: ${path}; install it again`,
    );
  }
  try {
    return await readOnnxHeader(path);
  } catch (cause) {
    if (!(cause instanceof OnnxFormatError)) throw cause;
    throw damaged(spec, path, cause.message);
  }
}

function damaged({ id }: SpeakerModelSpec, path: string, why: string): RecognizerError {
  return new RecognizerError(
    'damaged-model',
    `${path} can't be used: ${why}; install the model ${id} again`,
  );
}
