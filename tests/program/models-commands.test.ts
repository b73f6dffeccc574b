// The commands for speech models, through the launcher, with a mirror on loopback that only this suite
// has: what is printed where, and the exit status.
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { writeSpeakerModels, writeVitsModel } from '@codex-voice/testing';
import { expect, onTestFinished, test } from 'vitest';
import { type Home, makeHome, RECORDING, runPlain, startInTerminal } from './command.ts';

const ONE_LINE = /^codex-voice: [^\n]+: [^\n]+\n$/u;
/** A model of which nothing is pinned, so that the mirror may have any bytes. */
const MODEL = 'voice-ljs-en';
const MODEL_BYTES = 2_400_000;

/** A mirror of that model; `/slow` before a path makes it fall silent after a part. */
async function startMirror() {
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    if (!path.includes('/csukuangfj/vits-ljs/resolve/main/')) {
      response.writeHead(404).end();
      return;
    }
    const body = path.endsWith('.onnx') ? Buffer.alloc(MODEL_BYTES, 7) : Buffer.from('words');
    response.writeHead(200, { etag: '"x"', 'content-length': body.length });
    if (path.startsWith('/slow')) response.write(body.subarray(0, body.length / 2));
    else response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo; // It listens on TCP.
  return `http://127.0.0.1:${port}`;
}

/** Where a home keeps its models. */
function modelsFolder(home: Home): string {
  return join(home.path, 'data', 'codex-voice', 'models');
}

test('list tells what there is; the document is all of it', async () => {
  const home = makeHome();
  const table = await runPlain(home, ['models', 'list', '--language', 'fr']);
  expect(table).toMatchObject({ status: 0, stderr: '' });
  expect(table.stdout).toMatch(/^\s+MODEL\s+HERE\s+LANGUAGES/u);
  expect(table.stdout).toContain('kroko-fr');
  expect(table.stdout).not.toContain('zipformer-20m-en');
  expect(table.stdout).toContain('none was measured here');
  const { stdout, status } = await runPlain(home, ['models', 'list', '--json']);
  expect(status).toBe(0);
  const document: { readonly models: readonly { readonly model: string }[] } = JSON.parse(stdout);
  expect(document.models.map(({ model }) => model)).toContain('kroko-de');
  expect(readdirSync(home.path)).not.toContain('data');
});

test('folders of speaker and keyword models and of voices are known by their files', async () => {
  const home = makeHome();
  const folder = join(home.path, 'mine');
  await writeSpeakerModels(folder);
  const file = join(folder, 'voxceleb-mine.onnx');
  renameSync(join(folder, 'embedding.onnx'), file);
  expect(await runPlain(home, ['models', 'add', file])).toMatchObject({ status: 0 });
  const voice = join(home.path, 'vits-own');
  writeVitsModel(voice);
  writeFileSync(join(voice, 'lexicon.txt'), 'run r u n\n');
  expect(await runPlain(home, ['models', 'add', voice])).toMatchObject({ status: 0 });
  const unclear = join(home.path, 'unclear');
  mkdirSync(unclear);
  renameSync(join(folder, 'segmentation.onnx'), join(unclear, 'network.onnx'));
  const asked = await runPlain(home, ['models', 'add', unclear]);
  expect(asked.stderr).toMatch(ONE_LINE);
  expect(asked.stderr).toContain('speaker-embedding or speaker-segmentation: say which');
  const said = ['models', 'add', unclear, '--layout', 'speaker-segmentation'];
  expect(await runPlain(home, said)).toMatchObject({ status: 0 });
  const { stdout } = await runPlain(home, ['models', 'list', '--json']);
  expect(JSON.parse(stdout).models).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ model: 'voxceleb-mine', kind: 'speaker', state: 'installed' }),
      expect.objectContaining({ model: 'unclear', layout: 'speaker-segmentation' }),
      expect.objectContaining({ model: 'vits-own', kind: 'voice', layout: 'vits-lexicon' }),
    ]),
  );
  const enrolled = await runPlain(home, [
    'speaker',
    'enrol',
    'Ana',
    '--json',
    '--audio',
    RECORDING,
  ]);
  expect(JSON.parse(enrolled.stdout)).toMatchObject({ model: 'voxceleb-mine' });
});

test('a model is added from a mirror of the config, verified, mended and removed', async () => {
  const home = makeHome();
  const mirror = await startMirror();
  const config = join(home.path, 'models.toml');
  writeFileSync(config, `[models]\nmirror = "${mirror}"\n`);
  const added = await runPlain(home, ['models', 'add', MODEL, '--config', config]);
  expect(added).toMatchObject({ status: 0 });
  expect(added.stdout).toBe(`${MODEL} is installed (2 MB; its licence stands on its page)\n`);
  expect(added.stderr).toContain('3 files against nothing, as nobody states a checksum');
  expect(await runPlain(home, ['models', 'verify'])).toMatchObject({
    status: 0,
    stdout: `${MODEL}: intact, 3 files\n`,
  });
  truncateSync(join(modelsFolder(home), MODEL, 'tokens.txt'), 1);
  const damaged = await runPlain(home, ['models', 'verify', MODEL]);
  expect(damaged).toMatchObject({
    status: 1,
    stdout: `${MODEL}: tokens.txt has another size; models add ${MODEL} mends it\n`,
  });
  const mended = await runPlain(home, ['models', 'add', MODEL, '--mirror', mirror, '--json']);
  const events = mended.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(events.at(-1)).toMatchObject({ model: MODEL, type: 'done', kind: 'installed' });
  expect(events.filter(({ type }) => type === 'checked')).toMatchObject([{ name: 'tokens.txt' }]);
  expect(mended.stderr).toBe('');
  const removed = await runPlain(home, ['models', 'remove', MODEL, 'not-there']);
  expect(removed.status).toBe(1);
  expect(removed.stdout).toBe(`${MODEL} is removed, 2 MB are free\n`);
  expect(removed.stderr).toMatch(ONE_LINE);
});

test('what can not be added is told in one line, and nothing is there', async () => {
  const home = makeHome();
  const mirror = await startMirror();
  const folder = join(home.path, 'mine');
  mkdirSync(folder);
  writeFileSync(join(folder, 'model.onnx'), 'm');
  writeFileSync(join(folder, 'tokens.txt'), 't');
  const cases = [
    [['add', 'zipformr-en'], 'did you mean zipformer-en?'],
    [['add', './nowhere'], 'is no folder that can be read'],
    [['add', folder], 'could be'],
    [['add', 'kroko-fr', '--from', folder], 'lacks encoder.onnx'],
    [['add', MODEL, '--mirror', 'ftp://x'], 'is no address'],
    [['add', MODEL, '--mirror', 'http://models.example'], 'is not reached over https'],
    [['verify', 'kroko-fr'], 'kroko-fr is not installed'],
  ] as const;
  for (const [args, message] of cases) {
    const { status, stdout, stderr } = await runPlain(home, ['models', ...args]);
    expect(status, args.join(' ')).not.toBe(0);
    expect(stdout).toBe('');
    expect(stderr.split('\n').at(-2)).toContain(message);
  }
  const absent = await runPlain(home, ['models', 'add', 'kroko-fr', '--mirror', mirror]);
  expect(absent.stderr.split('\n').at(-2)).toContain('is not there (404)');
  const own = await runPlain(home, ['models', 'add', folder, '--layout', 'sense-voice']);
  expect(own).toMatchObject({ status: 0 });
  const manifest = readFileSync(join(modelsFolder(home), 'mine', 'model.json'), 'utf8');
  expect(JSON.parse(manifest)).toMatchObject({ id: 'mine', layout: 'sense-voice' });
});

test('in a terminal a bar is shown, and Ctrl-C ends it with what has come kept', async () => {
  const home = makeHome();
  const mirror = `${await startMirror()}/slow`;
  const program = startInTerminal({ home, args: ['models', 'add', MODEL, '--mirror', mirror] });
  await program.waitForText('1 of 2 MB', 20_000);
  program.send('\u0003');
  expect(await program.untilExited()).toMatchObject({ exitCode: 130 });
  const { stdout } = await runPlain(home, ['models', 'list', '--json']);
  const document: { readonly models: readonly Record<string, unknown>[] } = JSON.parse(stdout);
  const model = document.models.find((each) => each.model === MODEL);
  expect(model).toMatchObject({ state: 'in-part', installed: null });
  expect(model?.partBytes).toBeGreaterThan(1_000_000);
});
