// Which kind of voice lies in a folder, told from the names of its files, and sherpa-onnx's configuration
// of it. Whether the files are sound, only the library knows: it runs in a process of its own.
import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { VoiceError } from '../voice-error.ts';

/** More threads than this make a sentence no faster on the machines we know. */
const THREADS = 2;

/** Pronunciations of languages that are not in the model itself; what folders of voices bring it as. */
const PRONUNCIATIONS = 'espeak-ng-data';

/** As the library takes it: a model, and how it is computed. */
export type VoiceConfig = Readonly<Record<string, unknown>>;

/** @throws VoiceError `no-voice` where the folder holds no voice that we know. */
export function voiceConfig(folder: string): VoiceConfig {
  const files = listed(folder);
  const at = (name: string | undefined): string => (name === undefined ? '' : join(folder, name));
  const find = (pattern: RegExp): string => at(files.find((name) => pattern.test(name)));
  const tokens = find(/^tokens\.txt$/u);
  const dataDir = existsSync(join(folder, PRONUNCIATIONS)) ? join(folder, PRONUNCIATIONS) : '';
  const lexicon = files
    .filter((name) => /^lexicon.*\.txt$/u.test(name))
    .map(at)
    .join(',');
  const common = { tokens, dataDir, lexicon };
  const vocoder = find(/^(?:vocos|hifigan).*\.onnx$/u);
  const model = find(/^(?!vocos|hifigan).*\.onnx$/u);
  const voices = find(/^voices\.bin$/u);
  if (model === '' || tokens === '') {
    const lacks = model === '' ? 'no .onnx file' : 'no tokens.txt';
    throw new VoiceError('no-voice', `${basename(folder)} is no voice: there is ${lacks} in it`);
  }
  if (vocoder !== '') return computed('matcha', { acousticModel: model, vocoder, ...common });
  if (voices !== '') return computed('kokoro', { model, voices, ...common });
  return computed('vits', { model, ...common });
}

function computed(kind: 'matcha' | 'kokoro' | 'vits', files: VoiceConfig): VoiceConfig {
  const model = { [kind]: files, numThreads: THREADS, provider: 'cpu', debug: 0 };
  return { model, maxNumSentences: 1 };
}

function listed(folder: string): readonly string[] {
  try {
    return readdirSync(folder).toSorted();
  } catch {
    const add = 'codex-voice models list shows the voices there are';
    throw new VoiceError('no-voice', `the voice ${basename(folder)} is not there: ${add}`);
  }
}
