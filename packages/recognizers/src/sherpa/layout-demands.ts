// What sherpa-onnx 1.13 demands of the files of each layout, as data: the library ends the process where
// an entry is missing, so it is looked for here first. Source: the library's model classes.

import type { ModelLayout } from '@codex-voice/protocol';

/** Metadata keys by file role. */
export type Demands = Readonly<Record<string, readonly string[]>>;

const ZIPFORMER2 = [
  'encoder_dims',
  'query_head_dims',
  'value_head_dims',
  'num_heads',
  'num_encoder_layers',
  'cnn_module_kernels',
  'left_context_len',
  'T',
  'decode_chunk_len',
];

const NEMO_CACHES = [
  'window_size',
  'chunk_shift',
  'subsampling_factor',
  'vocab_size',
  'cache_last_channel_dim1',
  'cache_last_channel_dim2',
  'cache_last_channel_dim3',
  'cache_last_time_dim1',
  'cache_last_time_dim2',
  'cache_last_time_dim3',
];

const STATELESS_DECODER = ['vocab_size', 'context_size'];

/** Streaming transducers name their kind in `model_type` of the encoder; NeMo's have none. */
export const STREAMING_ENCODERS: Readonly<Record<string, readonly string[]>> = {
  zipformer: [
    'encoder_dims',
    'attention_dims',
    'num_encoder_layers',
    'cnn_module_kernels',
    'left_context_len',
    'T',
    'decode_chunk_len',
  ],
  zipformer2: ZIPFORMER2,
  conformer: [
    'num_encoder_layers',
    'T',
    'decode_chunk_len',
    'left_context',
    'encoder_dim',
    'pad_length',
    'cnn_module_kernel',
  ],
  lstm: ['num_encoder_layers', 'T', 'decode_chunk_len', 'rnn_hidden_size', 'd_model'],
  ebranchformer: [
    'decode_chunk_len',
    'T',
    'num_hidden_layers',
    'hidden_size',
    'intermediate_size',
    'csgu_kernel_size',
    'merge_conv_kernel',
    'left_context_len',
    'num_heads',
    'head_dim',
  ],
};

export const STREAMING_DECODER = STATELESS_DECODER;
export const NEMO_STREAMING_ENCODER = [...NEMO_CACHES, 'pred_rnn_layers', 'pred_hidden'];

/** The layouts whose demands depend on nothing else; a streaming transducer's depend on its kind. */
export const DEMANDS: Readonly<Record<Exclude<ModelLayout, 'streaming-transducer'>, Demands>> = {
  'streaming-zipformer-ctc': { model: ZIPFORMER2 },
  'streaming-nemo-ctc': { model: NEMO_CACHES },
  'streaming-t-one': { model: ['frame_length_ms', 'state_dim', 'sample_rate'] },
  'streaming-paraformer': {
    encoder: [
      'vocab_size',
      'lfr_window_size',
      'lfr_window_shift',
      'encoder_output_size',
      'decoder_num_blocks',
      'decoder_kernel_size',
      'neg_mean',
      'inv_stddev',
    ],
  },
  transducer: { decoder: STATELESS_DECODER },
  'nemo-transducer': {
    encoder: ['vocab_size', 'subsampling_factor', 'pred_rnn_layers', 'pred_hidden'],
  },
  'nemo-ctc': { model: ['vocab_size', 'subsampling_factor'] },
  whisper: {
    encoder: [
      'n_mels',
      'n_text_layer',
      'n_text_ctx',
      'n_text_state',
      'n_vocab',
      'sot',
      'eot',
      'blank_id',
      'translate',
      'transcribe',
      'is_multilingual',
      'no_timestamps',
      'no_speech',
      'sot_sequence',
    ],
  },
  moonshine: {},
  'moonshine-merged': {},
  'sense-voice': {
    model: ['vocab_size', 'lfr_window_size', 'lfr_window_shift', 'normalize_samples'],
  },
  paraformer: {
    model: ['vocab_size', 'lfr_window_size', 'lfr_window_shift', 'neg_mean', 'inv_stddev'],
  },
};

/** What Whisper says beside when `is_multilingual` is 1: two lists of one length. */
export const WHISPER_LANGUAGES = ['all_language_tokens', 'all_language_codes'] as const;

/** Layouts that decode by connectionist temporal classification: one of their tokens is the blank. */
export const CTC_LAYOUTS: ReadonlySet<ModelLayout> = new Set<ModelLayout>([
  'streaming-zipformer-ctc',
  'streaming-nemo-ctc',
  'streaming-t-one',
  'nemo-ctc',
]);
