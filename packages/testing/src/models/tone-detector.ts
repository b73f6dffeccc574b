// The part that the generated models with mel features share: which letter a frame holds, and where a word
// ends. A tone lights one band far above the others; noise lights them all.

import { MEL_BANDS, type MelKind, melEar } from './mel-ear.ts';
import { TONE_LETTERS } from './melody.ts';
import type { OnnxGraph, Value } from './onnx-graph.ts';

/** How far, in natural logarithms of energy, a tone's band stands above the mean of all bands. */
const LEAST_DOMINANCE = 12;

/** Sharpens what the bands say: the neighbour's band is at least 1 below a tone's own. */
const SHARPNESS = 6;

/** Score of a letter that is heard for certain; one that is not has 0. */
export const LETTER_SCORE = 14;

/** Score of "nothing" in each frame: more than a letter that isn't heard, less than one of two alike. */
export const BLANK_SCORE = 8;

/** Silent frames of 40 ms that end a word; the gap between letters spans three at the most. */
export const WORD_END_FRAMES = 5;

/** What was heard in each of `F` frames. */
export interface HeardTones {
  /** [1, F, 1]: 1 where there is a tone, else 0. */
  readonly heard: Value;
  /** [1, F, letters]: scores of the letters; 0 to `LETTER_SCORE`. */
  readonly letters: Value;
}

/** `features` is [1, F, `MEL_BANDS`]. */
export function detectTones(graph: OnnxGraph, features: Value, kind: MelKind): HeardTones {
  const { bands, levels } = melEar(kind);
  const selection = Array.from({ length: MEL_BANDS }, (_, band) =>
    bands.map((toneBand) => (toneBand === band ? 1 : 0)),
  );
  const toneBands = graph.node('MatMul', [
    features,
    graph.floats(selection.flat(), [MEL_BANDS, TONE_LETTERS.length]),
  ]);
  const mean = graph.node('ReduceMean', [features], { axes: [2], keepdims: 1 });
  const loudest = graph.node('ReduceMax', [toneBands], { axes: [2], keepdims: 1 });
  const dominance = graph.node('Sub', [loudest, mean]);
  const heard = graph.cast(
    graph.node('Greater', [dominance, graph.float(LEAST_DOMINANCE)]),
    'float',
  );
  const leveled = graph.node('Sub', [toneBands, graph.floats(levels)]);
  const sharpened = graph.node('Mul', [leveled, graph.float(SHARPNESS)]);
  const logShare = graph.node('LogSoftmax', [sharpened], { axis: 2 });
  const score = graph.node('Add', [logShare, graph.float(LETTER_SCORE)]);
  return { heard, letters: graph.node('Max', [score, graph.float(0)]) };
}

/**
 * [1, F, 1]: above 0 for a frame with which `WORD_END_FRAMES` silent ones have followed a heard one.
 * `history` is [1, F + `WORD_END_FRAMES`, 1].
 */
export function wordEnds(graph: OnnxGraph, history: Value): Value {
  return match(graph, history, [1, ...Array<number>(WORD_END_FRAMES).fill(-1)]);
}

/** [1, F, 1]: above 0 for a frame that is heard after `WORD_END_FRAMES` silent ones. */
export function wordStarts(graph: OnnxGraph, history: Value): Value {
  return match(graph, history, [...Array<number>(WORD_END_FRAMES).fill(-1), 1]);
}

/** [1, F, 1]: above 0 for the second frame of a letter, which its tone is sure to fill. */
export function secondFrames(graph: OnnxGraph, history: Value): Value {
  const before = Array<number>(WORD_END_FRAMES - 2).fill(0);
  const steps = match(graph, history, [...before, -1, 1, 1]);
  return graph.node('Max', [graph.node('Sub', [steps, graph.float(1)]), graph.float(0)]);
}

/** The sum of each frame and the `WORD_END_FRAMES` before it, so weighted. */
function match(graph: OnnxGraph, history: Value, weights: readonly number[]): Value {
  const series = graph.node('Transpose', [history], { perm: [0, 2, 1] });
  const pattern = graph.floats(weights, [1, 1, weights.length]);
  const sums = graph.node('Conv', [series, pattern], { kernel_shape: [weights.length] });
  return graph.node('Transpose', [sums], { perm: [0, 2, 1] });
}
