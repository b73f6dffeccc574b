// From the layout of a model to sherpa-onnx's configuration of it.

import type { ModelLayout, ModelSpec } from '@codex-voice/protocol';
import { SAMPLE_RATE_HZ } from '@codex-voice/speech';
import type { Compute } from './compute.ts';
import { TERM_BOOST } from './hotwords.ts';
import type { CheckedModel } from './model-files.ts';
import type { NativeConfig } from './native.ts';

/** Mel bands; models with others tell so in their metadata. */
const FEATURE_DIMENSION = 80;

/** Paths that the beam search keeps: the library's own choice. */
const ACTIVE_PATHS = 4;

export type StreamingLayout = Extract<ModelLayout, `streaming-${string}`>;

/** What is common to a model's configurations. */
export interface ModelParts {
  readonly spec: ModelSpec;
  readonly checked: CheckedModel;
  readonly compute: Compute;
}

/** How the library names a layout, and each role of its files. */
interface LayoutNames {
  readonly name: string;
  readonly roles: Readonly<Record<string, string>>;
  readonly modelType?: string;
}

const TRANSDUCER_ROLES = { encoder: 'encoder', decoder: 'decoder', joiner: 'joiner' };
const ONE_MODEL = { model: 'model' };

const NAMES: Readonly<Record<ModelLayout, LayoutNames>> = {
  'streaming-transducer': { name: 'transducer', roles: TRANSDUCER_ROLES },
  'streaming-zipformer-ctc': { name: 'zipformer2Ctc', roles: ONE_MODEL },
  'streaming-nemo-ctc': { name: 'nemoCtc', roles: ONE_MODEL },
  'streaming-t-one': { name: 'toneCtc', roles: ONE_MODEL },
  'streaming-paraformer': {
    name: 'paraformer',
    roles: { encoder: 'encoder', decoder: 'decoder' },
  },
  transducer: { name: 'transducer', roles: TRANSDUCER_ROLES, modelType: 'transducer' },
  'nemo-transducer': { name: 'transducer', roles: TRANSDUCER_ROLES, modelType: 'nemo_transducer' },
  'nemo-ctc': { name: 'nemoCtc', roles: ONE_MODEL },
  whisper: { name: 'whisper', roles: { encoder: 'encoder', decoder: 'decoder' } },
  moonshine: {
    name: 'moonshine',
    roles: {
      preprocessor: 'preprocessor',
      encoder: 'encoder',
      'uncached-decoder': 'uncachedDecoder',
      'cached-decoder': 'cachedDecoder',
    },
  },
  'moonshine-merged': {
    name: 'moonshine',
    roles: { encoder: 'encoder', 'merged-decoder': 'mergedDecoder' },
  },
  'sense-voice': { name: 'senseVoice', roles: ONE_MODEL },
  paraformer: { name: 'paraformer', roles: ONE_MODEL },
};

export function isStreaming(layout: ModelLayout): layout is StreamingLayout {
  return layout.startsWith('streaming-');
}

/** For a streaming model that leans towards `hotwords`, one a line; none: no beam search. */
export function streamingConfig(parts: ModelParts, hotwords: readonly string[]): NativeConfig {
  const list = hotwords.join('\n');
  return {
    ...baseConfig(parts),
    // Where an utterance ends is voice activity's to say.
    enableEndpoint: 0,
    ...(hotwords.length === 0
      ? { decodingMethod: 'greedy_search' }
      : {
          decodingMethod: 'modified_beam_search',
          hotwordsBuf: list,
          hotwordsBufSize: Buffer.byteLength(list),
        }),
  };
}

/** For an offline model; hotwords come with each of its streams. */
export function offlineConfig(parts: ModelParts, language: string): NativeConfig {
  return {
    ...baseConfig(parts, language),
    decodingMethod:
      parts.checked.hotwords === 'possible' ? 'modified_beam_search' : 'greedy_search',
  };
}

/** The layouts that are told which language to hear. */
function takesLanguage(layout: ModelLayout): boolean {
  return layout === 'whisper' || layout === 'sense-voice';
}

function baseConfig(
  { spec, checked, compute }: ModelParts,
  language = '',
): Omit<NativeConfig, 'decodingMethod'> {
  const { name, roles, modelType = '' } = NAMES[spec.layout];
  const files = Object.entries(roles).map(
    ([role, key]) => [key, checked.files.get(role) ?? ''] as const,
  );
  const vocabulary = checked.hotwords === 'possible' ? checked.files.get('vocabulary') : undefined;
  return {
    featConfig: { sampleRate: SAMPLE_RATE_HZ, featureDim: FEATURE_DIMENSION },
    modelConfig: {
      [name]: {
        ...Object.fromEntries(files),
        ...(takesLanguage(spec.layout) && { language }),
        ...(spec.layout === 'whisper' && { task: 'transcribe' }),
        ...(spec.layout === 'sense-voice' && { useInverseTextNormalization: 1 }),
      },
      tokens: checked.files.get('tokens') ?? '',
      numThreads: compute.threads,
      provider: compute.provider,
      debug: 0,
      modelType,
      ...(vocabulary !== undefined && { modelingUnit: 'bpe', bpeVocab: vocabulary }),
    },
    maxActivePaths: ACTIVE_PATHS,
    hotwordsScore: TERM_BOOST,
  };
}
