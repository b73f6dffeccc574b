import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseConfig } from './config.ts';
import { chooseRecognizers } from './recognizer-choice.ts';
import { UserError } from './user-error.ts';

let modelsFolder: string;
beforeEach(() => {
  modelsFolder = mkdtempSync(join(tmpdir(), 'codex-voice-choice-'));
});
afterEach(() => {
  rmSync(modelsFolder, { recursive: true });
});

/** A model as the store leaves it; what is in its files is looked at by nobody here. */
function install(id: string, layout: string, roles: readonly string[]): void {
  const folder = join(modelsFolder, id);
  mkdirSync(folder, { recursive: true });
  const files = roles.map((role) => {
    const name = `${role}.bin`;
    writeFileSync(join(folder, name), role);
    const sha256 = '0'.repeat(64);
    return { role, name, bytes: role.length, sha256, checkedAgainst: 'nothing' };
  });
  const manifest = {
    version: 1,
    id,
    title: id,
    kind: 'recogniser',
    layout,
    languages: ['en'],
    source: 'here',
    installedAt: '2026-01-31T09:30:00Z',
    files,
  };
  writeFileSync(join(folder, 'model.json'), JSON.stringify(manifest));
}

function choose(text = '', model?: string) {
  const config = parseConfig(text, 'c.toml');
  return chooseRecognizers({ config, model, languages: ['en'], modelsFolder });
}

const kinds = async (choice: ReturnType<typeof choose>) =>
  (await choice).recognizers?.map((spec) => (spec.kind === 'model' ? spec.id : spec.kind));

test('with nothing installed or configured the phrases listen alone', async () => {
  expect(await choose()).toEqual({});
  expect(await choose('', 'phrases')).toEqual({});
});

test('servers come before a model, and the phrases stand behind all', async () => {
  const servers = [
    '[openai]\nmodel = "m"\nkey_variable = "KEY"',
    '[whisper_server]\nurl = "http://127.0.0.1:8080"\nstart = ["whisper-server", "-m", "x"]',
  ].join('\n');
  expect(await choose(servers)).toEqual({
    recognizers: [
      {
        kind: 'whisper-server',
        url: 'http://127.0.0.1:8080',
        start: { file: 'whisper-server', args: ['-m', 'x'] },
      },
      { kind: 'openai', url: 'https://api.openai.com/v1', model: 'm', keyVariable: 'KEY' },
      { kind: 'phrases' },
    ],
  });
  expect(await choose(servers, 'phrases')).toEqual({});
});

test('an address that is none is refused with its place', () => {
  const text = '[whisper_server]\nurl = "localhost"';
  expect(() => parseConfig(text, 'c.toml')).toThrow(/c\.toml:2: whisper_server\.url/u);
});

test('an installed model is found, with what is asked of its computing', async () => {
  install('own-model', 'nemo-ctc', ['model', 'tokens']);
  expect(await kinds(choose())).toEqual(['own-model', 'phrases']);
  expect(await kinds(choose('', 'own-model'))).toEqual(['own-model', 'phrases']);
  const { recognizers } = await choose('[speech]\nprovider = "cpu"\nthreads = 3');
  expect(recognizers?.[0]).toMatchObject({ provider: 'cpu', threads: 3 });
  const folder = join(modelsFolder, 'own-model');
  expect(recognizers?.[0]).toMatchObject({ files: { model: join(folder, 'model.bin') } });
});

test('a model without words while one speaks gets a streaming one beside it', async () => {
  install('own-model', 'nemo-ctc', ['model', 'tokens']);
  install('own-stream', 'streaming-nemo-ctc', ['model', 'tokens']);
  expect((await choose('', 'own-model')).preview).toMatchObject({ id: 'own-stream' });
  expect((await choose('', 'own-stream')).preview).toBeUndefined();
  const none = '[speech]\npreview_model = "none"';
  expect((await choose(none, 'own-model')).preview).toBeUndefined();
  const wrong = '[speech]\npreview_model = "own-model"';
  await expect(choose(wrong, 'own-model')).rejects.toThrow(/while you speak/u);
});

test('a model asked for by name that can’t be used is refused in one line with the way out', async () => {
  await expect(choose('', 'moonshine-tiny-en')).rejects.toThrow(UserError);
  await expect(choose('', 'moonshine-tiny-en')).rejects.toThrow(/codex-voice models add/u);
  await expect(choose('[speech]\nmodel = "no-such"')).rejects.toThrow(
    /^c\.toml:2: [^\n]*codex-voice models list/u,
  );
});

test('a preview that nothing answers to is told with its place, needed or not', async () => {
  const wrong = '[speech]\npreview_model = "no-such"';
  await expect(choose(wrong)).rejects.toThrow(/^c\.toml:2: there is no model no-such: /u);
  install('own-stream', 'streaming-nemo-ctc', ['model', 'tokens']);
  await expect(choose(wrong)).rejects.toThrow(/^c\.toml:2: /u);
  expect(await choose(wrong, 'phrases')).toEqual({});
});

test('a damaged model that nobody asked for by name is passed over', async () => {
  install('own-model', 'nemo-ctc', ['model']);
  expect(await choose()).toEqual({});
});
