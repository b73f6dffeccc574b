// Sound and what is made of it: recordings, models, what a recogniser or a sound server answers.
import { join } from 'node:path';
import { AudioError, readPipedWave, readRecording } from '@codex-voice/audio';
import { parseSources } from '../../packages/audio/src/sound-server-sources.ts';
import { heardText } from '../../packages/recognizers/src/http/heard-text.ts';
import { parseTranscript } from '../../packages/recognizers/src/http/transcript.ts';
import { dictionaryEntries } from '../../packages/recognizers/src/pronunciation.ts';
import { readResult } from '../../packages/recognizers/src/sherpa/decoded-text.ts';
import {
  OnnxFormatError,
  readOnnxHeader,
} from '../../packages/recognizers/src/sherpa/onnx-header.ts';
import {
  parseTokenList,
  TokenListError,
} from '../../packages/recognizers/src/sherpa/token-list.ts';
import { type Fuzzer, fuzzer, orNamed, orNamedLater, streamFuzzer, textOf } from './fuzzer.ts';
import { folderWith } from './scratch.ts';

async function* inTurn(pieces: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* pieces;
}

/** All samples, or one line that says why there are none. */
async function piped(pieces: readonly Uint8Array[]): Promise<unknown> {
  return await orNamedLater([AudioError], async () => {
    const { sampleRateHz, samples } = await readPipedWave(inTurn(pieces), 'piped');
    const heard: number[] = [];
    for await (const piece of samples) for (const sample of piece) heard.push(sample);
    return { sampleRateHz, heard: Float32Array.from(heard) };
  });
}

async function recording(input: Uint8Array): Promise<unknown> {
  const path = join(folderWith('recording', 'one.wav', input), 'one.wav');
  return await orNamedLater([AudioError], async () => {
    const samples = await readRecording(path);
    if (!samples.every(Number.isFinite)) throw new Error('a sample that is no number');
    return samples;
  });
}

function transcript(input: Uint8Array): unknown {
  const parsed = parseTranscript(textOf(input));
  if (parsed.kind !== 'transcript') return parsed;
  return [parsed, heardText(parsed.transcript, { terms: ['one', 'two'], samples: 16_000 })];
}

async function model(input: Uint8Array): Promise<unknown> {
  const path = join(folderWith('model-header', 'one.onnx', input), 'one.onnx');
  return await orNamedLater([OnnxFormatError], () => readOnnxHeader(path));
}

/** A recogniser's own answer, made of the lines of the input. */
function decoded(input: Uint8Array): unknown {
  const [text = '', lang = '', ...tokens] = textOf(input).split('\n');
  const timestamps = tokens.map((token, index) => Number.parseFloat(token) || index / 10);
  const native = { text, lang, tokens, timestamps, ys_log_probs: timestamps.map((time) => -time) };
  return readResult(native, { letters: 'lower', leadMs: 100, lengthMs: 5_000 });
}

const recognizers = 'packages/recognizers/src';

export const SOUND_FUZZERS: readonly Fuzzer[] = [
  streamFuzzer('piped-wave', ['packages/audio/src/piped-wave.ts#readPipedWave'], piped),
  fuzzer(
    'recordings',
    [
      'packages/audio/src/recording.ts#readRecording',
      'packages/audio/src/wav-header.ts#readWavHeader',
      'packages/audio/src/sample-encoding.ts#decodeMono',
    ],
    recording,
  ),
  {
    name: 'compressed-recordings',
    reads: ['packages/audio/src/compressed-stream.ts#openCompressed'],
    read: recording,
    costs: 10,
  },
  fuzzer('sound-sources', ['packages/audio/src/sound-server-sources.ts#parseSources'], (input) =>
    parseSources(textOf(input), 'alsa_input.one'),
  ),
  fuzzer('recogniser-answers', [`${recognizers}/http/transcript.ts#parseTranscript`], transcript),
  fuzzer('pronunciations', [`${recognizers}/pronunciation.ts#readDictionary`], (input) =>
    dictionaryEntries(textOf(input), new Set(['tests', 'run', '__proto__', 'constructor'])),
  ),
  fuzzer('model-header', [`${recognizers}/sherpa/onnx-header.ts#readOnnxHeader`], model),
  fuzzer('token-list', [`${recognizers}/sherpa/token-list.ts#parseTokenList`], (input) =>
    orNamed([TokenListError], () => JSON.stringify(parseTokenList(textOf(input)))),
  ),
  fuzzer(
    'decoded-text',
    [
      `${recognizers}/sherpa/decoded-text.ts#readResult`,
      `${recognizers}/sherpa/decoded-text.ts#readText`,
    ],
    decoded,
  ),
];
