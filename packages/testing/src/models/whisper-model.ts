// An offline model in the layout of Whisper: an encoder over mel features, and a decoder that is asked for
// one token after the other and is told the language first. Like the real ones it makes up words where
// nothing was said; its French writes a k as a c.
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

/** Features are decimal logarithms of energy, a quarter of them: this makes natural ones. */
const NATURAL = 4 * Math.log(10);

/** As many tokens as the real ones may have in one text. */
const TEXT_CONTEXT = 448;

const LETTERS = [...TONE_LETTERS, ' '];

/** Tokens that aren't text, in the order of their numbers, from after the letters. */
const MARKS = [
  'eot',
  'sot',
  'en',
  'fr',
  'translate',
  'transcribe',
  'no_speech',
  'no_timestamps',
] as const;

const TOKENS = LETTERS.length + MARKS.length;

/** Tokens that stand before the text: start, language, task, no time stamps. */
const PROMPT_TOKENS = 4;

/** What is written where nothing was heard. */
const INVENTED = [...'you'];

const numberOf = (mark: (typeof MARKS)[number]) => LETTERS.length + MARKS.indexOf(mark);

/** A row of scores with one token's in it. */
function oneHot(token: number, score: number): readonly number[] {
  return Array.from({ length: TOKENS }, (_, index) => (index === token ? score : 0));
}

/** Text tokens, in the base64 in which Whisper's lists are written. */
export const WHISPER_TOKENS = LETTERS.map((letter) => Buffer.from(letter).toString('base64'));

/**
 * Gives for each frame of 40 ms, as keys, how many tokens there were up to it, or 0 where it holds none,
 * and as values the scores of the tokens.
 */
export function whisperEncoder(): Uint8Array {
  const graph = new OnnxGraph();
  const mel = graph.input('mel', 'float', [1, MEL_BANDS, 'steps']);
  const transposed = graph.node('Transpose', [mel], { perm: [0, 2, 1] });
  const features = graph.node('Mul', [transposed, graph.float(NATURAL)]);
  const frames = graph.slice(features, { axis: 1, from: 0, to: END, step: SUBSAMPLING });
  const { heard, letters } = detectTones(graph, frames, 'whisper');
  const before = graph.floats(Array(WORD_END_FRAMES).fill(0), [1, WORD_END_FRAMES, 1]);
  const history = graph.node('Concat', [before, heard], { axis: 1 });
  const starts = graph.node('Max', [wordStarts(graph, history), graph.float(0)]);
  const seconds = secondFrames(graph, history);
  const isToken = graph.node('Add', [starts, seconds]);
  const count = graph.node('CumSum', [isToken, graph.integers([1])]);
  const marks = graph.floats(Array(MARKS.length).fill(0), [1, 1, MARKS.length]);
  const scores = graph.node(
    'Concat',
    [
      graph.node('Mul', [seconds, letters]),
      graph.node('Mul', [starts, graph.float(LETTER_SCORE)]),
      graph.node('Mul', [starts, marks]),
    ],
    { axis: 2 },
  );
  const form = { type: 'float', shape: [1, 1, 'frames', TOKENS] } as const;
  const wide = graph.floats(Array(TOKENS).fill(1), [1, 1, TOKENS]);
  const keys = graph.node('Mul', [graph.node('Mul', [isToken, count]), wide]);
  graph.output('n_layer_cross_k', graph.node('Unsqueeze', [keys, graph.integers([0])]), form);
  graph.output('n_layer_cross_v', graph.node('Unsqueeze', [scores, graph.integers([0])]), form);
  graph.describe(metadata());
  return graph.bytes();
}

/** Writes the token whose turn it is, and remembers in its cache that it was told to write French. */
export function whisperDecoder(): Uint8Array {
  const graph = new OnnxGraph();
  const cache = { type: 'float', shape: [1, 1, TEXT_CONTEXT, TOKENS] } as const;
  const heard = { type: 'float', shape: [1, 1, 'frames', TOKENS] } as const;
  const tokens = graph.input('tokens', 'int64', [1, 'written']);
  const selfKeys = graph.input('in_n_layer_self_k_cache', cache.type, cache.shape);
  const selfValues = graph.input('in_n_layer_self_v_cache', cache.type, cache.shape);
  const keys = graph.input('n_layer_cross_k', heard.type, heard.shape);
  const values = graph.input('n_layer_cross_v', heard.type, heard.shape);
  const offset = graph.input('offset', 'int64', [1]);

  const written = graph.node('Shape', [tokens]);
  const length = graph.slice(written, { axis: 0, from: 1, to: 2 });
  const position = graph.node('Add', [offset, length]);
  const turn = graph.node('Sub', [position, graph.integers([PROMPT_TOKENS - 1])]);

  const language = graph.slice(tokens, { axis: 1, from: 1, to: 2 });
  const isFrench = graph.node('Equal', [language, graph.integers([numberOf('fr')])]);
  const told = graph.node('ReduceSum', [graph.cast(isFrench, 'float'), graph.integers([0, 1])], {
    keepdims: 0,
  });
  const remembered = graph.node('Add', [selfKeys, told]);
  const french = graph.node('ReduceMax', [remembered], { keepdims: 0 });

  const english = nextToken(graph, { keys, values, turn });
  const spelled = graph.node('MatMul', [english, graph.floats(frenchSpelling(), [TOKENS, TOKENS])]);
  const change = graph.node('Mul', [graph.node('Sub', [spelled, english]), french]);
  const scores = graph.node('Add', [english, change]);
  const one = graph.integers([1]);
  const shape = graph.node('Concat', [one, length, one], { axis: 0 });
  const logits = graph.node('Expand', [graph.reshape(scores, [1, 1, TOKENS]), shape]);
  graph.output('logits', logits, { type: 'float', shape: [1, 'written', TOKENS] });
  graph.output('out_n_layer_self_k_cache', remembered, cache);
  graph.output('out_n_layer_self_v_cache', selfValues, cache);
  return graph.bytes();
}

/** [1, tokens]: the scores of the frame whose count is `turn`; of made-up words where there is none at all. */
function nextToken(
  graph: OnnxGraph,
  { keys, values, turn }: { readonly keys: Value; readonly values: Value; readonly turn: Value },
): Value {
  const isDue = graph.node('Equal', [keys, graph.cast(turn, 'float')]);
  const due = graph.node('Mul', [graph.cast(isDue, 'float'), values]);
  const said = graph.node('ReduceSum', [due, graph.integers([0, 1, 2])], { keepdims: 0 });
  const any = graph.node('Min', [graph.node('ReduceMax', [keys], { keepdims: 0 }), graph.float(1)]);
  const lines = [
    oneHot(-1, 0),
    ...INVENTED.map((letter) => oneHot(LETTERS.indexOf(letter), LETTER_SCORE)),
    oneHot(-1, 0),
  ];
  const table = graph.floats(lines.flat(), [lines.length, TOKENS]);
  const within = graph.node('Min', [
    graph.node('Max', [turn, graph.integers([0])]),
    graph.integers([lines.length - 1]),
  ]);
  const madeUp = graph.node('Mul', [
    graph.node('Gather', [table, within], { axis: 0 }),
    graph.node('Sub', [graph.float(1), any]),
  ]);
  // What it does unless something else is due: end. And English is the language it takes for spoken.
  const usual = oneHot(numberOf('eot'), BLANK_SCORE).map((score, token) =>
    token === numberOf('en') ? 1 : score,
  );
  return graph.node('Add', [graph.node('Add', [madeUp, said]), graph.floats(usual)]);
}

/** What an English token becomes: each itself, but for c and k. */
function frenchSpelling(): number[] {
  const [c, k] = [LETTERS.indexOf('c'), LETTERS.indexOf('k')];
  return Array.from({ length: TOKENS }, (_, token) => {
    if (token === k) return oneHot(c, 1);
    return token === c ? oneHot(-1, 0) : oneHot(token, 1);
  }).flat();
}

function metadata(): Readonly<Record<string, string | number | readonly number[]>> {
  return {
    model_type: 'whisper-tones',
    n_mels: MEL_BANDS,
    n_text_layer: 1,
    n_text_ctx: TEXT_CONTEXT,
    n_text_state: TOKENS,
    n_vocab: TOKENS,
    sot: numberOf('sot'),
    eot: numberOf('eot'),
    blank_id: LETTERS.indexOf(' '),
    translate: numberOf('translate'),
    transcribe: numberOf('transcribe'),
    no_speech: numberOf('no_speech'),
    no_timestamps: numberOf('no_timestamps'),
    is_multilingual: 1,
    sot_sequence: (['sot', 'en', 'transcribe'] as const).map(numberOf),
    all_language_tokens: (['en', 'fr'] as const).map(numberOf),
    all_language_codes: 'en,fr',
  };
}
