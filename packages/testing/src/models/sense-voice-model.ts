// An offline CTC model in the layout of SenseVoice: stacked mel features and the language go in, a frame of
// 60 ms for each stack comes out, after four that tell language, mood, event and style. Its Japanese writes
// a k as a c.
import { MEL_BANDS } from './mel-ear.ts';
import { TONE_LETTERS } from './melody.ts';
import { OnnxGraph, type Value } from './onnx-graph.ts';
import {
  BLANK_SCORE,
  detectTones,
  LETTER_SCORE,
  WORD_END_FRAMES,
  wordEnds,
} from './tone-detector.ts';

/** Features in a stack, and the step from one stack to the next. */
const STACKED = 7;
const STEP = 6;

/**
 * The two features of a stack that are listened to, 30 ms apart: a tone that lights both is a letter, and
 * the gap after it leaves one of them dark.
 */
const LISTENED = [0, 3] as const;

/** The numbers by which the model knows its languages. */
const LANGUAGES = { auto: 0, zh: 3, en: 4, yue: 7, ja: 11, ko: 12 } as const;

const STYLES = { with_itn: 14, without_itn: 15 } as const;

const LETTERS = [...TONE_LETTERS, '\u2581'];
const HEADS = ['<|NEUTRAL|>', '<|Speech|>', '<|withitn|>'];
const LANGUAGE_TOKENS = ['<|zh|>', '<|en|>', '<|yue|>', '<|ja|>', '<|ko|>'];

export const SENSE_VOICE_TOKENS = ['<blk>', ...LETTERS, ...HEADS, ...LANGUAGE_TOKENS];

const WIDTH = SENSE_VOICE_TOKENS.length;

export function senseVoiceModel(): Uint8Array {
  const graph = new OnnxGraph();
  const stacks = graph.input('x', 'float', [1, 'stacks', STACKED * MEL_BANDS]);
  graph.input('x_length', 'int32', [1]);
  const language = graph.input('language', 'int32', [1]);
  graph.input('text_norm', 'int32', [1]);

  const [first, second] = LISTENED.map((place) =>
    detectTones(
      graph,
      graph.slice(stacks, { axis: 2, from: place * MEL_BANDS, to: (place + 1) * MEL_BANDS }),
      'sense-voice',
    ),
  );
  if (first === undefined || second === undefined) throw new RangeError('nothing listened to');
  const heard = graph.node('Mul', [first.heard, second.heard]);
  const before = graph.floats(Array(WORD_END_FRAMES).fill(0), [1, WORD_END_FRAMES, 1]);
  const history = graph.node('Concat', [before, heard], { axis: 1 });
  const silent = graph.node('Mul', [heard, graph.float(0)]);
  const rest = WIDTH - 1 - LETTERS.length;
  const columns = [
    graph.node('Add', [silent, graph.float(BLANK_SCORE)]),
    graph.node('Mul', [heard, second.letters]),
    graph.node('Mul', [wordEnds(graph, history), graph.float(LETTER_SCORE)]),
    graph.node('Mul', [silent, graph.floats(Array(rest).fill(1), [1, 1, rest])]),
  ];
  const text = graph.node('Concat', columns, { axis: 2 });
  const scores = graph.node('Concat', [head(graph, language), inLanguage(graph, text, language)], {
    axis: 1,
  });
  graph.output('logits', scores, { type: 'float', shape: [1, 'frames', WIDTH] });
  graph.describe({
    vocab_size: WIDTH,
    lfr_window_size: STACKED,
    lfr_window_shift: STEP,
    normalize_samples: 1,
    ...STYLES,
    ...Object.fromEntries(Object.entries(LANGUAGES).map(([code, id]) => [`lang_${code}`, id])),
    neg_mean: Array<number>(STACKED * MEL_BANDS).fill(0),
    inv_stddev: Array<number>(STACKED * MEL_BANDS).fill(1),
  });
  return graph.bytes();
}

/** [1, 4, tokens]: the language that was told, English where it was left open, and three that never change. */
function head(graph: OnnxGraph, language: Value): Value {
  const lines = Array.from({ length: Math.max(...Object.values(LANGUAGES)) + 1 }, (_, id) => {
    const code = Object.entries(LANGUAGES).find(([, known]) => known === id)?.[0] ?? 'en';
    return oneHot(code === 'auto' ? '<|en|>' : `<|${code}|>`);
  });
  const table = graph.floats(lines.flat(), [lines.length, WIDTH]);
  const told = graph.node('Gather', [table, language], { axis: 0 });
  const constant = graph.floats(
    HEADS.flatMap((token) => oneHot(token)),
    [HEADS.length, WIDTH],
  );
  const all = graph.node('Concat', [told, constant], { axis: 0 });
  return graph.reshape(all, [1, HEADS.length + 1, WIDTH]);
}

/** The scores as they are, but in Japanese, where those of a k are a c's. */
function inLanguage(graph: OnnxGraph, scores: Value, language: Value): Value {
  const spelling = SENSE_VOICE_TOKENS.flatMap((token) => oneHot(token === 'k' ? 'c' : token, 1));
  const spelled = graph.node('MatMul', [scores, graph.floats(spelling, [WIDTH, WIDTH])]);
  const japanese = graph.node('Equal', [graph.cast(language, 'float'), graph.float(LANGUAGES.ja)]);
  const change = graph.node('Sub', [spelled, scores]);
  return graph.node('Add', [scores, graph.node('Mul', [change, graph.cast(japanese, 'float')])]);
}

function oneHot(token: string, score = LETTER_SCORE): number[] {
  return SENSE_VOICE_TOKENS.map((other) => (other === token ? score : 0));
}
