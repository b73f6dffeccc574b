// An offline CTC model in the layout of NeMo's (Parakeet CTC and the like): the mel features of a whole
// utterance go in, one frame of 40 ms for every four of them comes out.
import { MEL_BANDS } from './mel-ear.ts';
import { TONE_LETTERS } from './melody.ts';
import { END, OnnxGraph } from './onnx-graph.ts';
import {
  BLANK_SCORE,
  detectTones,
  LETTER_SCORE,
  WORD_END_FRAMES,
  wordEnds,
} from './tone-detector.ts';

const SUBSAMPLING = 4;

/** NeMo's models have their blank last. */
export const NEMO_CTC_TOKENS = [...TONE_LETTERS, '\u2581', '<blk>'];

export function nemoCtcModel(): Uint8Array {
  const graph = new OnnxGraph();
  const signal = graph.input('audio_signal', 'float', [1, MEL_BANDS, 'steps']);
  graph.input('length', 'int64', [1]);
  const features = graph.node('Transpose', [signal], { perm: [0, 2, 1] });
  const frames = graph.slice(features, { axis: 1, from: 0, to: END, step: SUBSAMPLING });
  const { heard, letters } = detectTones(graph, frames, 'librosa');
  const before = graph.floats(Array(WORD_END_FRAMES).fill(0), [1, WORD_END_FRAMES, 1]);
  const history = graph.node('Concat', [before, heard], { axis: 1 });
  const silent = graph.node('Mul', [heard, graph.float(0)]);
  const scores = graph.node(
    'Concat',
    [
      graph.node('Mul', [heard, letters]),
      graph.node('Mul', [wordEnds(graph, history), graph.float(LETTER_SCORE)]),
      graph.node('Add', [silent, graph.float(BLANK_SCORE)]),
    ],
    { axis: 2 },
  );
  graph.output('logprobs', graph.node('LogSoftmax', [scores], { axis: 2 }), {
    type: 'float',
    shape: [1, 'frames', NEMO_CTC_TOKENS.length],
  });
  graph.describe({
    model_type: 'EncDecCTCModelBPE',
    vocab_size: NEMO_CTC_TOKENS.length,
    subsampling_factor: SUBSAMPLING,
    normalize_type: 'NA',
  });
  return graph.bytes();
}
