// A transducer in the layout of icefall's Zipformer, streaming or not: an encoder over mel features, a
// decoder over the last two tokens and a joiner that adds them up. Its beam search leans towards hotwords,
// and the streaming one serves for spotting keywords too.
import { MEL_BANDS } from './mel-ear.ts';
import { TONE_LETTERS } from './melody.ts';
import { END, OnnxGraph, type Value } from './onnx-graph.ts';
import {
  BLANK_SCORE,
  detectTones,
  LETTER_SCORE,
  secondFrames,
  WORD_END_FRAMES,
  wordStarts,
} from './tone-detector.ts';

const SUBSAMPLING = 4;

/** Features in a piece: 160 ms. The states carry what was heard before it, so pieces don't overlap. */
const PIECE_FEATURES = 16;
const PIECE_FRAMES = PIECE_FEATURES / SUBSAMPLING;

/** Tokens that the decoder sees. */
const CONTEXT_SIZE = 2;

/** A word's letters come after its beginning, as in SentencePiece. */
export const TRANSDUCER_TOKENS = ['<blk>', '<unk>', '\u2581', ...TONE_LETTERS];

/**
 * One encoder of one layer, as small as the layout lets it be. Its running mean is as wide as the history
 * of what was heard, and holds that; the other states pass through.
 */
const LAYER = {
  encoder_dims: WORD_END_FRAMES,
  attention_dims: 2,
  num_encoder_layers: 1,
  cnn_module_kernels: 2,
  left_context_len: 1,
};

/** States in the library's order, by their shapes. */
const STATES = [
  { name: 'cached_len', type: 'int64', shape: [1, 1] },
  { name: 'cached_avg', type: 'float', shape: [1, 1, WORD_END_FRAMES] },
  { name: 'cached_key', type: 'float', shape: [1, 1, 1, 2] },
  { name: 'cached_val', type: 'float', shape: [1, 1, 1, 1] },
  { name: 'cached_val2', type: 'float', shape: [1, 1, 1, 1] },
  { name: 'cached_conv1', type: 'float', shape: [1, 1, WORD_END_FRAMES, 1] },
  { name: 'cached_conv2', type: 'float', shape: [1, 1, WORD_END_FRAMES, 1] },
] as const;

/** Takes a piece at a time, and its states with it. */
export function streamingEncoder(): Uint8Array {
  const graph = new OnnxGraph();
  const features = graph.input('x', 'float', [1, PIECE_FEATURES, MEL_BANDS]);
  const states = STATES.map(({ name, type, shape }) => graph.input(name, type, shape));
  const before = graph.reshape('cached_avg', [1, WORD_END_FRAMES, 1]);
  const { scores, history } = encode(graph, features, before);
  graph.output('encoder_out', scores, {
    type: 'float',
    shape: [1, PIECE_FRAMES, TRANSDUCER_TOKENS.length],
  });
  const kept = graph.slice(history, {
    axis: 1,
    from: PIECE_FRAMES,
    to: PIECE_FRAMES + WORD_END_FRAMES,
  });
  const next: Readonly<Record<string, Value>> = {
    cached_avg: graph.reshape(kept, [1, 1, WORD_END_FRAMES]),
  };
  STATES.forEach(({ name, type, shape }, index) => {
    graph.output(`new_${name}`, next[name] ?? states[index] ?? name, { type, shape });
  });
  graph.describe({
    model_type: 'zipformer',
    version: 1,
    decode_chunk_len: PIECE_FEATURES,
    T: PIECE_FEATURES,
    ...LAYER,
  });
  return graph.bytes();
}

/** Takes a whole utterance. */
export function offlineEncoder(): Uint8Array {
  const graph = new OnnxGraph();
  const features = graph.input('x', 'float', [1, 'steps', MEL_BANDS]);
  const length = graph.input('x_lens', 'int64', [1]);
  const before = graph.floats(Array(WORD_END_FRAMES).fill(0), [1, WORD_END_FRAMES, 1]);
  graph.output('encoder_out', encode(graph, features, before).scores, {
    type: 'float',
    shape: [1, 'frames', TRANSDUCER_TOKENS.length],
  });
  const frames = graph.node('Div', [length, graph.integers([SUBSAMPLING])]);
  graph.output('encoder_out_lens', frames, { type: 'int64', shape: [1] });
  graph.describe({ model_type: 'zipformer', version: 1 });
  return graph.bytes();
}

/** Scores of the tokens in each frame, and where something was heard, `before` first. */
function encode(
  graph: OnnxGraph,
  features: Value,
  before: Value,
): { readonly scores: Value; readonly history: Value } {
  const frames = graph.slice(features, { axis: 1, from: 0, to: END, step: SUBSAMPLING });
  const { heard, letters } = detectTones(graph, frames, 'kaldi');
  const history = graph.node('Concat', [before, heard], { axis: 1 });
  const nothing = graph.node('Mul', [heard, graph.float(0)]);
  const columns = [
    graph.node('Add', [nothing, graph.float(BLANK_SCORE)]),
    nothing,
    graph.node('Mul', [wordStarts(graph, history), graph.float(LETTER_SCORE)]),
    graph.node('Mul', [secondFrames(graph, history), letters]),
  ];
  return { scores: graph.node('Concat', columns, { axis: 2 }), history };
}

/** The decoder holds no token likelier than another: letters follow one another in any order. */
export function transducerDecoder(): Uint8Array {
  const graph = new OnnxGraph();
  const tokens = graph.input('y', 'int64', ['paths', CONTEXT_SIZE]);
  const width = TRANSDUCER_TOKENS.length;
  const table = graph.floats(Array(width * width).fill(0), [width, width]);
  const embedded = graph.node('Gather', [table, tokens], { axis: 0 });
  const sum = graph.node('ReduceSum', [embedded, graph.integers([1])], { keepdims: 0 });
  graph.output('decoder_out', sum, { type: 'float', shape: ['paths', width] });
  graph.describe({ context_size: CONTEXT_SIZE, vocab_size: width });
  return graph.bytes();
}

export function transducerJoiner(): Uint8Array {
  const graph = new OnnxGraph();
  const form = { type: 'float', shape: ['paths', TRANSDUCER_TOKENS.length] } as const;
  const heard = graph.input('encoder_out', form.type, form.shape);
  const expected = graph.input('decoder_out', form.type, form.shape);
  graph.output('logit', graph.node('Add', [heard, expected]), form);
  graph.describe({ joiner_dim: TRANSDUCER_TOKENS.length });
  return graph.bytes();
}

/** Pieces and their scores, so that a term can be spelled in tokens: letter by letter. */
export function transducerVocabulary(): string {
  return TRANSDUCER_TOKENS.map((token, index) => `${token}\t${-index}\n`).join('');
}

/** `text` as a keyword is written for the library's spotter: in tokens. */
export function spellInTokens(text: string): string {
  return [...`\u2581${text}`].map((letter) => (letter === ' ' ? '\u2581' : letter)).join(' ');
}
