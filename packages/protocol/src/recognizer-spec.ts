// Which recogniser a voice process is to make: by its kind, with all it needs to find its model or its
// server. Making it is the `recognizers` package's task, installing a model the `models` package's.
import * as v from 'valibot';

/**
 * Layouts of model files, and the role of each file in one. `streaming-…` decode while somebody speaks,
 * the others once an utterance is over. Source: the model configurations of sherpa-onnx 1.13.
 */
export const MODEL_FILE_ROLES = {
  'streaming-transducer': ['encoder', 'decoder', 'joiner', 'tokens'],
  'streaming-zipformer-ctc': ['model', 'tokens'],
  'streaming-nemo-ctc': ['model', 'tokens'],
  'streaming-t-one': ['model', 'tokens'],
  'streaming-paraformer': ['encoder', 'decoder', 'tokens'],
  transducer: ['encoder', 'decoder', 'joiner', 'tokens'],
  'nemo-transducer': ['encoder', 'decoder', 'joiner', 'tokens'],
  'nemo-ctc': ['model', 'tokens'],
  whisper: ['encoder', 'decoder', 'tokens'],
  moonshine: ['preprocessor', 'encoder', 'uncached-decoder', 'cached-decoder', 'tokens'],
  'moonshine-merged': ['encoder', 'merged-decoder', 'tokens'],
  'sense-voice': ['model', 'tokens'],
  paraformer: ['model', 'tokens'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type ModelLayout = keyof typeof MODEL_FILE_ROLES;

const layout = v.picklist(
  Object.keys(MODEL_FILE_ROLES) as ModelLayout[], // `Object.keys` forgets what it lists
);

/** Where the model is computed. `auto`: the best that this machine and the installed library have. */
export const COMPUTE_PROVIDERS = ['auto', 'cpu', 'cuda', 'coreml', 'directml'] as const;

const languages = v.union([v.array(v.string()), v.literal('any')]);

export const recognizerSpecSchema = v.variant('kind', [
  /** The built-in one: the phrases of the `start` message. */
  v.object({ kind: v.literal('phrases') }),
  /** None: where only loudness or voices are asked for. */
  v.object({ kind: v.literal('nothing') }),
  /** A model on disk, decoded by sherpa-onnx. */
  v.object({
    kind: v.literal('model'),
    /** Name in the catalogue, or the folder's. */
    id: v.string(),
    layout,
    /** Role → absolute path, each role of the layout. `vocabulary` beside them: a BPE vocabulary for terms. */
    files: v.record(v.string(), v.string()),
    /** ISO 639-1 codes. */
    languages,
    provider: v.picklist(COMPUTE_PROVIDERS),
    /** Absent: chosen from the machine. */
    threads: v.exactOptional(v.number()),
  }),
  /** A whisper.cpp server; started and watched by us where `start` says how. */
  v.object({
    kind: v.literal('whisper-server'),
    /** `http://127.0.0.1:8080`. */
    url: v.string(),
    start: v.exactOptional(v.object({ file: v.string(), args: v.array(v.string()) })),
  }),
  /** Anything with `POST …/audio/transcriptions` as OpenAI has it. */
  v.object({
    kind: v.literal('openai'),
    /** `https://api.openai.com/v1`: what stands before `/audio/transcriptions`. */
    url: v.string(),
    model: v.string(),
    /** The environment variable with the key; the key itself stands nowhere else. */
    keyVariable: v.exactOptional(v.string()),
  }),
]);
export type RecognizerSpec = v.InferOutput<typeof recognizerSpecSchema>;
export type ModelSpec = Extract<RecognizerSpec, { kind: 'model' }>;
