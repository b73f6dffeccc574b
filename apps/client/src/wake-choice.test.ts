import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseConfig } from './config.ts';
import { chooseWakeModel, type WakeChoice } from './wake-choice.ts';

let modelsFolder: string;
beforeEach(() => {
  modelsFolder = mkdtempSync(join(tmpdir(), 'codex-voice-wake-choice-'));
});
afterEach(() => {
  rmSync(modelsFolder, { recursive: true });
});

async function choose(wake: object): Promise<WakeChoice> {
  const lines = Object.entries(wake).map(([key, value]) => `${key} = ${JSON.stringify(value)}`);
  const config = parseConfig(['[speech]', 'threads = 2', '[wake]', ...lines].join('\n'), 'c.toml');
  return await chooseWakeModel({ config, languages: ['en'], modelsFolder });
}

function keywordFolder(): string {
  const folder = join(modelsFolder, 'own');
  mkdirSync(folder);
  for (const name of ['encoder.onnx', 'decoder.onnx', 'joiner.onnx', 'tokens.txt'])
    writeFileSync(join(folder, name), 'abcd');
  return folder;
}

test('without a keyword model the phrases listen, and nobody is told of it', async () => {
  expect(await choose({})).toEqual({ wake: {}, notes: [] });
  keywordFolder();
  expect(await choose({})).toEqual({ wake: {}, notes: [] });
  expect(await choose({ model: 'phrases' })).toEqual({ wake: {}, notes: [] });
});

test('a folder is taken with threads, threshold and whether it is confirmed', async () => {
  const folder = keywordFolder();
  expect(await choose({ model: folder, threshold: 0.4, confirm: false })).toMatchObject({
    wake: {
      wakeModel: {
        id: 'own',
        files: { encoder: join(folder, 'encoder.onnx') },
        provider: 'auto',
        threads: 2,
        threshold: 0.4,
      },
      wakeConfirmed: 'off',
    },
    notes: [],
  });
});

test('one that is asked for and not there is told in one line, and the phrases listen', async () => {
  for (const model of ['keywords-en', './no/such/folder']) {
    const { wake, notes } = await choose({ model });
    expect(wake).toEqual({});
    expect(notes).toEqual([
      expect.stringMatching(/^c\.toml:4: [^\n]+: [^\n]+; the built-in phrases listen/),
    ]);
  }
});
