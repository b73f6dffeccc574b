// Folders of voices as they are published, by the names of their files.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { voiceConfig } from './voice-files.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'codex-voice-files-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function configOf(...names: readonly string[]): unknown {
  for (const name of names) {
    if (name.endsWith('/')) mkdirSync(join(folder, name));
    else writeFileSync(join(folder, name), '');
  }
  return voiceConfig(folder).model;
}
const at = (name: string): string => join(folder, name);

test('VOICES-23: Piper is a VITS model with pronunciations beside it', () => {
  expect(configOf('en_US-amy-low.onnx', 'tokens.txt', 'espeak-ng-data/')).toMatchObject({
    vits: {
      model: at('en_US-amy-low.onnx'),
      tokens: at('tokens.txt'),
      dataDir: at('espeak-ng-data'),
    },
  });
});

test('VOICES-23: Kokoro has voices in a file, and one lexicon for each language', () => {
  const names = ['model.onnx', 'voices.bin', 'tokens.txt', 'lexicon-us-en.txt', 'lexicon-zh.txt'];
  expect(configOf(...names)).toMatchObject({
    kokoro: {
      voices: at('voices.bin'),
      lexicon: `${at('lexicon-us-en.txt')},${at('lexicon-zh.txt')}`,
    },
  });
});

test('VOICES-23: Matcha has a vocoder beside its acoustic model', () => {
  expect(configOf('model-steps-3.onnx', 'vocos-22khz-univ.onnx', 'tokens.txt')).toMatchObject({
    matcha: { acousticModel: at('model-steps-3.onnx'), vocoder: at('vocos-22khz-univ.onnx') },
  });
});

test('VOICES-23: without tokens it is no voice', () => {
  expect(() => configOf('model.onnx')).toThrow('there is no tokens.txt in it');
});
