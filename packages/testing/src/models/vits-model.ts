// A voice in the layout of VITS that spells: each character of a text is a tone of its own, as high as its
// token says. The network turns token ids into waves; sherpa-onnx does the rest as with any voice.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OnnxGraph } from './onnx-graph.ts';

/** As common among voices, and not ours: it has to be resampled. */
export const VITS_RATE_HZ = 22_050;

/** 100 ms for a character. */
const TONE_SAMPLES = VITS_RATE_HZ / 10;

/** Of the first token, and between one and the next. */
const LOWEST_HZ = 200;
const STEP_HZ = 20;

/** Clear of full scale. */
const LOUDNESS = 0.3;

const CHARACTERS = [...' abcdefghijklmnopqrstuvwxyz.,!?-'];

/** How high the tone of a character is; the library gives a text's letters in lower case. */
export function vitsToneHz(character: string): number {
  return LOWEST_HZ + STEP_HZ * CHARACTERS.indexOf(character);
}

/** Writes a folder that is read as any voice's. */
export function writeVitsModel(folder: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'model.onnx'), vitsModel());
  const tokens = CHARACTERS.map((character, index) => `${character} ${index}\n`);
  writeFileSync(join(folder, 'tokens.txt'), tokens.join(''));
}

function vitsModel(): Uint8Array {
  const graph = new OnnxGraph();
  const ids = graph.input('x', 'int64', [1, 'characters']);
  graph.input('x_length', 'int64', [1]);
  // Of voices that vary from one time to the next; this one does not.
  for (const name of ['noise_scale', 'length_scale', 'noise_scale_w'])
    graph.input(name, 'float', [1]);
  const column = graph.reshape(graph.cast(ids, 'float'), [-1, 1]);
  const hz = graph.node('Add', [
    graph.node('Mul', [column, graph.float(STEP_HZ)]),
    graph.float(LOWEST_HZ),
  ]);
  const radians = graph.node('Mul', [hz, graph.float((2 * Math.PI) / VITS_RATE_HZ)]);
  const times = graph.floats(
    Array.from({ length: TONE_SAMPLES }, (_, index) => index),
    [1, TONE_SAMPLES],
  );
  const wave = graph.node('Sin', [graph.node('Mul', [radians, times])]);
  const sound = graph.reshape(graph.node('Mul', [wave, graph.float(LOUDNESS)]), [1, 1, -1]);
  graph.output('y', sound, { type: 'float', shape: [1, 1, 'samples'] });
  graph.describe({
    ...{ model_type: 'vits', comment: 'tones', language: 'English', frontend: 'characters' },
    ...{ sample_rate: VITS_RATE_HZ, n_speakers: 1, add_blank: 0, use_eos_bos: 0 },
    ...{ blank_id: 0, bos_id: 0, eos_id: 0, pad_id: 0, version: 0, voice: '', punctuation: '' },
  });
  return graph.bytes();
}
