import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { resolveSpeakerModel } from './resolve-speaker-model.ts';

let modelsFolder: string;
beforeEach(() => {
  modelsFolder = mkdtempSync(join(tmpdir(), 'codex-voice-speaker-models-'));
});
afterEach(() => {
  rmSync(modelsFolder, { recursive: true });
});

function install(id: string, layout: string): string {
  const folder = join(modelsFolder, id);
  mkdirSync(folder);
  const path = join(folder, 'model.onnx');
  writeFileSync(path, 'abcd');
  const file = { role: 'model', name: 'model.onnx', bytes: 4, sha256: 'a'.repeat(64) };
  writeFileSync(
    join(folder, 'model.json'),
    JSON.stringify({
      version: 1,
      id,
      title: id,
      kind: layout === 'nemo-ctc' ? 'recogniser' : 'speaker',
      layout,
      languages: 'any',
      source: modelsFolder,
      installedAt: '2026-01-01T00:00:00Z',
      files: [{ ...file, checkedAgainst: 'nothing' }],
    }),
  );
  return path;
}

test('MODEL-23 the first embedding that is installed, and the segmentation beside it', () => {
  expect(resolveSpeakerModel({ modelsFolder, wanted: 'auto' })).toMatchObject({
    kind: 'refused',
    message: expect.stringContaining('models add'),
  });
  install('a-recogniser', 'nemo-ctc');
  const segmentation = install('b-turns', 'speaker-segmentation');
  expect(resolveSpeakerModel({ modelsFolder, wanted: 'auto' }).kind).toBe('refused');
  const file = install('c-voices', 'speaker-embedding');
  install('d-voices', 'speaker-embedding');
  const found = { kind: 'resolved', id: 'c-voices', file, segmentation };
  expect(resolveSpeakerModel({ modelsFolder, wanted: 'auto' })).toEqual(found);
  expect(resolveSpeakerModel({ modelsFolder, wanted: 'd-voices' })).toMatchObject({
    id: 'd-voices',
  });
});

test('MODEL-23 one that is not there or not as it was installed is one line with the way out', () => {
  const path = install('c-voices', 'speaker-embedding');
  expect(resolveSpeakerModel({ modelsFolder, wanted: 'none' })).toMatchObject({
    message: expect.stringMatching(/no speaker model none is installed/),
  });
  writeFileSync(path, 'abc');
  expect(resolveSpeakerModel({ modelsFolder, wanted: 'auto' })).toEqual({
    kind: 'refused',
    message: 'c-voices is not as it was installed: codex-voice models add c-voices mends it',
  });
});
