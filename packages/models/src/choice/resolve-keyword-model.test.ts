import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { resolveKeywordModel } from './resolve-keyword-model.ts';

const FILES = { encoder: 'encoder.onnx', decoder: 'decoder.onnx', joiner: 'joiner.onnx' };

let modelsFolder: string;
beforeEach(() => {
  modelsFolder = mkdtempSync(join(tmpdir(), 'codex-voice-keyword-models-'));
});
afterEach(() => {
  rmSync(modelsFolder, { recursive: true });
});

function folderWith(id: string, names: readonly string[]): string {
  const folder = join(modelsFolder, id);
  mkdirSync(folder);
  for (const name of names) writeFileSync(join(folder, name), 'abcd');
  return folder;
}

function install(id: string, languages: readonly string[], layout = 'keyword-transducer'): string {
  const files = { ...FILES, tokens: 'tokens.txt' };
  const folder = folderWith(id, Object.values(files));
  writeFileSync(
    join(folder, 'model.json'),
    JSON.stringify({
      ...{ version: 1, id, title: id, layout, languages, source: modelsFolder },
      kind: layout === 'keyword-transducer' ? 'keywords' : 'recogniser',
      installedAt: '2026-01-01T00:00:00Z',
      files: Object.entries(files).map(([role, name]) => ({
        ...{ role, name, bytes: 4, sha256: 'a'.repeat(64), checkedAgainst: 'nothing' },
      })),
    }),
  );
  return folder;
}

function resolve(wanted: string, languages: readonly string[] = ['en']) {
  return resolveKeywordModel({ modelsFolder, wanted, languages });
}

test('MODEL-24 the first keyword model that knows a spoken language, or the one that is named', () => {
  install('a-recogniser', ['en'], 'streaming-transducer');
  expect(resolve('auto')).toMatchObject({
    message: 'no keyword model is installed: codex-voice models add keywords-en',
  });
  install('b-chinese', ['zh']);
  const folder = install('c-english', ['en']);
  expect(resolve('auto')).toEqual({
    kind: 'resolved',
    id: 'c-english',
    files: {
      encoder: join(folder, 'encoder.onnx'),
      decoder: join(folder, 'decoder.onnx'),
      joiner: join(folder, 'joiner.onnx'),
      tokens: join(folder, 'tokens.txt'),
    },
  });
  expect(resolve('auto', ['fr']).kind).toBe('refused');
  expect(resolve('auto', [])).toMatchObject({ id: 'b-chinese' });
  expect(resolve('b-chinese')).toMatchObject({ id: 'b-chinese' });
});

test('MODEL-24 a folder is read by the names of its files, the piece model among them', () => {
  const names = ['encoder-chunk-16.int8.onnx', 'encoder-chunk-16.onnx', 'decoder-chunk-16.onnx'];
  const rest = ['joiner-chunk-16.int8.onnx', 'tokens.txt', 'bpe.model', 'README.md'];
  const folder = folderWith('own', [...names, ...rest]);
  expect(resolve(folder)).toEqual({
    kind: 'resolved',
    id: 'own',
    files: {
      encoder: join(folder, 'encoder-chunk-16.int8.onnx'),
      decoder: join(folder, 'decoder-chunk-16.onnx'),
      joiner: join(folder, 'joiner-chunk-16.int8.onnx'),
      tokens: join(folder, 'tokens.txt'),
      vocabulary: join(folder, 'bpe.model'),
    },
  });
});

test('MODEL-24 what can not be used is one line with the way out', () => {
  const folder = install('c-english', ['en']);
  rmSync(join(folder, 'joiner.onnx'));
  expect(resolve('c-english')).toEqual({
    kind: 'refused',
    message: 'c-english is not as it was installed: codex-voice models add c-english mends it',
  });
  for (const wanted of [folder, join(modelsFolder, 'none'), 'none']) {
    const answer = resolve(wanted);
    expect(answer).toMatchObject({ kind: 'refused' });
    if (answer.kind === 'refused') expect(answer.message).toMatch(/^[^\n]+: [^\n]+$/);
  }
});
