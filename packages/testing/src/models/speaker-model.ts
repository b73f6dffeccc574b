// Two small true networks for telling speakers apart, in layouts that sherpa-onnx loads. The embedding,
// in WeSpeaker's: mean and spread over time of a mel cepstrum, the loud frames counting most, a classical
// and weak measure of a voice. The segmentation, in pyannote's: where in a window somebody speaks, by
// energy alone, so it never hears two at once.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SAMPLE_RATE_HZ } from '@codex-voice/speech';
import { MEL_BANDS } from './mel-ear.ts';
import { OnnxGraph, type Value } from './onnx-graph.ts';
import { BACKGROUND } from './speaker-background.table.ts';

/** Coefficients of the cepstrum, without the one that is the loudness. */
const COEFFICIENTS = 18;

/** Mean and spread of each. */
export const SPEAKER_MODEL_DIMENSION = 2 * COEFFICIENTS;

/** Frames so far below the loudest count half, in natural logarithms of energy; a little more, and nothing. */
const LOUD_RANGE = 5;

/** The typical value of each measure, and what a deviation from it is worth. */
export type SpeakerBackground = readonly { readonly center: number; readonly weight: number }[];

/** `x` [1, T, 80], Kaldi's features → `embs` [1, dimension]. */
export function speakerModel(background: SpeakerBackground = BACKGROUND): Uint8Array {
  const graph = new OnnxGraph();
  const features = graph.input('x', 'float', [1, 'steps', MEL_BANDS]);
  const weights = loudness(graph, features);
  const cepstrum = graph.node('MatMul', [
    features,
    graph.floats(cosines(), [MEL_BANDS, COEFFICIENTS]),
  ]);
  const mean = average(graph, cepstrum, weights);
  const apart = graph.node('Sub', [cepstrum, mean]);
  const variance = average(graph, graph.node('Mul', [apart, apart]), weights);
  const spread = graph.node('Sqrt', [graph.node('Add', [variance, graph.float(1e-6)])]);
  const statistics = graph.reshape(graph.node('Concat', [mean, spread], { axis: 2 }), [
    1,
    SPEAKER_MODEL_DIMENSION,
  ]);
  const centered = graph.node('Sub', [
    statistics,
    graph.floats(background.map(({ center }) => center)),
  ]);
  const embedding = graph.node('Mul', [
    centered,
    graph.floats(background.map(({ weight }) => weight)),
  ]);
  graph.output('embs', embedding, { type: 'float', shape: [1, SPEAKER_MODEL_DIMENSION] });
  graph.describe({
    framework: 'wespeaker',
    language: 'English',
    url: 'none',
    comment: 'cepstral statistics',
    sample_rate: SAMPLE_RATE_HZ,
    output_dim: SPEAKER_MODEL_DIMENSION,
    normalize_samples: 1,
    feature_normalize_type: '',
  });
  return graph.bytes();
}

/** [1, T, 1]: nearly 1 for loud frames, nearly 0 for those of the room. */
function loudness(graph: OnnxGraph, features: Value): Value {
  const level = graph.node('ReduceMean', [features], { axes: [2], keepdims: 1 });
  const loudest = graph.node('ReduceMax', [level], { axes: [1], keepdims: 1 });
  const below = graph.node('Sub', [level, loudest]);
  const within = graph.node('Add', [below, graph.float(LOUD_RANGE)]);
  return graph.node('Sigmoid', [graph.node('Mul', [within, graph.float(2)])]);
}

function average(graph: OnnxGraph, values: Value, weights: Value): Value {
  const weighted = graph.node('Mul', [values, weights]);
  const sum = graph.node('ReduceSum', [weighted, graph.integers([1])], { keepdims: 1 });
  const whole = graph.node('ReduceSum', [weights, graph.integers([1])], { keepdims: 1 });
  return graph.node('Div', [sum, graph.node('Add', [whole, graph.float(1e-6)])]);
}

function cosines(): readonly number[] {
  return Array.from({ length: MEL_BANDS }, (_, band) =>
    Array.from(
      { length: COEFFICIENTS },
      (_, index) =>
        Math.cos((Math.PI * (index + 1) * (band + 0.5)) / MEL_BANDS) * Math.sqrt(2 / MEL_BANDS),
    ),
  ).flat();
}

/** A window that one speaker mostly fills; the real model's is 10 s, and hears who changes within it. */
const WINDOW_SAMPLES = 4 * SAMPLE_RATE_HZ;

/** A frame every 20 ms. */
const STEP_SAMPLES = 320;
const FRAMES = WINDOW_SAMPLES / STEP_SAMPLES;

/** What up to two of three speakers at once can be: nobody, one, another, a third, and each pair. */
const CLASSES = 7;

/** Speech is where the power is above this: a tenth of it is the loudness of a quiet room. */
const SPEECH_POWER = 2e-5;

/** `x` [N, 1, samples] → `y` [N, frames, classes]: nobody, or the first of three speakers. */
export function segmentationModel(): Uint8Array {
  const graph = new OnnxGraph();
  const wave = graph.input('x', 'float', ['windows', 1, 'samples']);
  const power = graph.node('AveragePool', [graph.node('Mul', [wave, wave])], {
    kernel_shape: [STEP_SAMPLES],
    strides: [STEP_SAMPLES],
  });
  const level = graph.node('Log', [graph.node('Add', [power, graph.float(1e-12)])]);
  const above = graph.node('Sub', [level, graph.float(Math.log(SPEECH_POWER))]);
  const frames = graph.node('Transpose', [above], { perm: [0, 2, 1] });
  const scores = graph.node('MatMul', [frames, graph.floats([-1, 1, 0, 0, 0, 0, 0], [1, CLASSES])]);
  const bias = graph.floats([0, 0, -99, -99, -99, -99, -99]);
  graph.output('y', graph.node('LogSoftmax', [graph.node('Add', [scores, bias])], { axis: 2 }), {
    type: 'float',
    shape: ['windows', FRAMES, CLASSES],
  });
  graph.describe({
    sample_rate: SAMPLE_RATE_HZ,
    window_size: WINDOW_SAMPLES,
    receptive_field_size: STEP_SAMPLES,
    receptive_field_shift: STEP_SAMPLES,
    num_speakers: 3,
    powerset_max_classes: 2,
    num_classes: CLASSES,
  });
  return graph.bytes();
}

/** Writes both into `folder`, which is made if it isn't there. */
export async function writeSpeakerModels(
  folder: string,
): Promise<{ readonly embedding: string; readonly segmentation: string }> {
  await mkdir(folder, { recursive: true });
  const embedding = join(folder, 'embedding.onnx');
  const segmentation = join(folder, 'segmentation.onnx');
  await writeFile(embedding, speakerModel());
  await writeFile(segmentation, segmentationModel());
  return { embedding, segmentation };
}
