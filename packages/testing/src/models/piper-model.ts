// A voice in the layout of Piper that repeats what it is given: each sample is the number of a sound, so that
// the sounds which eSpeak NG makes of a text can be read from its wave.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OnnxGraph } from './onnx-graph.ts';

const RATE_HZ = 22_050;
/** A number's share of full scale. */
const STEP = 0.001;

/** Padding, beginning, end and marks, then the letters of the phonetic alphabet that English needs, and others. */
const SOUNDS = [..."_^$ !'(),-.:;?abcdefhijklmnopqrstuvwxyzæçðøħŋœɐɑɒɔəɚɛɜɡɪɫɹɾʃʊʌʒʔˈˌːθᵻ"];

/** Writes network and tokens; what eSpeak NG needs to know of a language is not among them. */
export function writePiperModel(folder: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'model.onnx'), piperModel());
  const tokens = SOUNDS.map((sound, number) => `${sound} ${number}\n`);
  writeFileSync(join(folder, 'tokens.txt'), tokens.join(''));
}

/** The sounds of a wave of this voice, without padding. */
export function piperSounds(samples: Float32Array): string {
  const sounds = Array.from(samples, (sample) => SOUNDS[Math.round(sample / STEP)] ?? '?');
  return sounds.filter((sound) => !'_^$'.includes(sound)).join('');
}

function piperModel(): Uint8Array {
  const graph = new OnnxGraph();
  const ids = graph.input('input', 'int64', [1, 'sounds']);
  graph.input('input_lengths', 'int64', [1]);
  graph.input('scales', 'float', [3]);
  const wave = graph.node('Mul', [graph.cast(ids, 'float'), graph.float(STEP)]);
  graph.output('output', graph.reshape(wave, [1, 1, -1]), {
    type: 'float',
    shape: [1, 1, 'samples'],
  });
  graph.describe({
    ...{ model_type: 'vits', comment: 'piper', language: 'English', voice: 'en-us' },
    ...{ has_espeak: 1, sample_rate: RATE_HZ, n_speakers: 1, add_blank: 1, version: 0 },
  });
  return graph.bytes();
}
