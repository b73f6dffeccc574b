// A streaming CTC model in the layout of T-one: raw samples at 8 kHz go in 300 ms at a time, ten frames
// come out. Its ear is a bank of sine detectors, one for each tone of a melody.
import { TONE_LETTERS, TONES_HZ } from './melody.ts';
import { OnnxGraph, type Value } from './onnx-graph.ts';

const SAMPLE_RATE_HZ = 8000;
const CHUNK_MS = 300;
const FRAMES = 10;
const FRAME_SAMPLES = (SAMPLE_RATE_HZ * CHUNK_MS) / 1000 / FRAMES;

/** sherpa-onnx hands over samples as whole numbers of 16 bits. */
const FULL_SCALE = 32_767;

/** A letter is heard where its tone has this much of a frame's power; in noise no tone has. */
const LEAST_SHARE = 0.4;

/** Power below which a frame is silent whatever its tones: -66 dB of full scale. */
const LEAST_POWER = 2.5e-7;

/** Silent frames, of 30 ms, that end a word; the gap between letters spans four at the most. */
const WORD_END_FRAMES = 5;

/** Steepness of the scores: what was heard is nearly certain. */
const SCORE = 20;

export const T_ONE_TOKENS = ['<blk>', ...TONE_LETTERS, ' '];

export function tOneModel(): Uint8Array {
  const graph = new OnnxGraph();
  const input = graph.input('signal', 'int32', [1, FRAMES * FRAME_SAMPLES, 1]);
  const state = graph.input('state', 'float16', [1, WORD_END_FRAMES]);

  const scaled = graph.node('Div', [graph.cast(input, 'float'), graph.float(FULL_SCALE)]);
  const share = tonePowerShare(graph, graph.reshape(scaled, [FRAMES, FRAME_SAMPLES]));
  const loudest = graph.node('ReduceMax', [share], { axes: [1], keepdims: 1 });
  const isHeard = graph.node('Greater', [loudest, graph.float(LEAST_SHARE)]);
  const heard = graph.reshape(graph.cast(isHeard, 'float'), [1, FRAMES]);

  const history = graph.node('Concat', [graph.cast(state, 'float'), heard], { axis: 1 });
  const scores = graph.node(
    'Concat',
    [
      graph.floats(Array(FRAMES).fill(SCORE * LEAST_SHARE), [FRAMES, 1]),
      graph.node('Mul', [share, graph.float(SCORE)]),
      graph.reshape(graph.node('Mul', [wordEnds(graph, history, FRAMES), graph.float(SCORE)]), [
        FRAMES,
        1,
      ]),
    ],
    { axis: 1 },
  );
  const logProbabilities = graph.node('LogSoftmax', [scores], { axis: 1 });
  graph.output('logprobs', graph.reshape(logProbabilities, [1, FRAMES, T_ONE_TOKENS.length]), {
    type: 'float',
    shape: [1, FRAMES, T_ONE_TOKENS.length],
  });
  const kept = graph.slice(history, { axis: 1, from: FRAMES, to: FRAMES + WORD_END_FRAMES });
  graph.output('state_next', graph.cast(kept, 'float16'), {
    type: 'float16',
    shape: [1, WORD_END_FRAMES],
  });
  graph.describe({
    frame_length_ms: CHUNK_MS,
    state_dim: WORD_END_FRAMES,
    sample_rate: SAMPLE_RATE_HZ,
  });
  return graph.bytes();
}

/** For each frame and tone, the part of the frame's power that the tone has: 1 for a whole frame of it. */
function tonePowerShare(graph: OnnxGraph, frames: Value): Value {
  const amplitudeOf = (wave: (phase: number) => number) => {
    const weights = Array.from({ length: FRAME_SAMPLES }, (_, sample) =>
      TONES_HZ.map(
        (hz) => (2 / FRAME_SAMPLES) * wave((2 * Math.PI * hz * sample) / SAMPLE_RATE_HZ),
      ),
    );
    const shape = [FRAME_SAMPLES, TONES_HZ.length];
    return graph.node('MatMul', [frames, graph.floats(weights.flat(), shape)]);
  };
  const [cosine, sine] = [amplitudeOf(Math.cos), amplitudeOf(Math.sin)];
  const tone = graph.node('Add', [
    graph.node('Mul', [cosine, cosine]),
    graph.node('Mul', [sine, sine]),
  ]);
  const squares = graph.node('Mul', [frames, frames]);
  const mean = graph.node('ReduceMean', [squares], { axes: [1], keepdims: 1 });
  const power = graph.node('Max', [mean, graph.float(LEAST_POWER)]);
  return graph.node('Div', [tone, graph.node('Mul', [power, graph.float(2)])]);
}

/**
 * 1 for a frame with which `WORD_END_FRAMES` silent ones have followed a heard one, else 0 or less.
 * `history` is [1, `WORD_END_FRAMES` + `frames`], 1 where something was heard; the result is [1, 1, `frames`].
 */
function wordEnds(graph: OnnxGraph, history: Value, frames: number): Value {
  const pattern = graph.floats(
    [1, ...Array<number>(WORD_END_FRAMES).fill(-1)],
    [1, 1, WORD_END_FRAMES + 1],
  );
  const series = graph.reshape(history, [1, 1, WORD_END_FRAMES + frames]);
  return graph.node('Conv', [series, pattern], { kernel_shape: [WORD_END_FRAMES + 1] });
}
