// Writes a model that hears melodies into a folder, complete with its list of tokens, and tells what a
// recogniser needs to load it. The networks are real ones: sherpa-onnx loads and decodes them.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModelSpec } from '@codex-voice/protocol';
import { NEMO_CTC_TOKENS, nemoCtcModel } from './nemo-ctc-model.ts';
import { T_ONE_TOKENS, tOneModel } from './t-one-model.ts';
import {
  offlineEncoder,
  streamingEncoder,
  TRANSDUCER_TOKENS,
  transducerDecoder,
  transducerJoiner,
  transducerVocabulary,
} from './transducer-model.ts';
import { WHISPER_TOKENS, whisperDecoder, whisperEncoder } from './whisper-model.ts';

/** The layouts of `ModelSpec` in which a model can be generated. */
export type ToneLayout =
  | 'streaming-t-one'
  | 'streaming-transducer'
  | 'transducer'
  | 'nemo-ctc'
  | 'whisper';

/** The files of a model, by role; each goes to `ROLE.onnx` or `ROLE.txt`. */
type ModelFiles = Readonly<Record<string, Uint8Array | string>>;

const FILES: Readonly<Record<ToneLayout, () => ModelFiles>> = {
  'nemo-ctc': () => ({ model: nemoCtcModel(), tokens: tokenList(NEMO_CTC_TOKENS) }),
  transducer: () => transducerFiles(offlineEncoder()),
  'streaming-transducer': () => transducerFiles(streamingEncoder()),
  whisper: () => ({
    encoder: whisperEncoder(),
    decoder: whisperDecoder(),
    tokens: tokenList(WHISPER_TOKENS),
  }),
  'streaming-t-one': () => ({ model: tOneModel(), tokens: tokenList(T_ONE_TOKENS) }),
};

/** Generates the model of `layout` in `folder`, which is made if it isn't there. */
export async function writeToneModel(folder: string, layout: ToneLayout): Promise<ModelSpec> {
  await mkdir(folder, { recursive: true });
  const files: Record<string, string> = {};
  for (const [role, content] of Object.entries(FILES[layout]())) {
    const path = join(folder, `${role}.${typeof content === 'string' ? 'txt' : 'onnx'}`);
    await writeFile(path, content);
    files[role] = path;
  }
  return {
    kind: 'model',
    id: `tones-${layout}`,
    layout,
    files,
    languages: layout === 'whisper' ? ['en', 'fr'] : ['en'],
    provider: 'cpu',
    threads: 1,
  };
}

function transducerFiles(encoder: Uint8Array): ModelFiles {
  return {
    encoder,
    decoder: transducerDecoder(),
    joiner: transducerJoiner(),
    tokens: tokenList(TRANSDUCER_TOKENS),
    vocabulary: transducerVocabulary(),
  };
}

/** One token a line, and its number. */
function tokenList(tokens: readonly string[]): string {
  return tokens.map((token, number) => `${token} ${number}\n`).join('');
}
