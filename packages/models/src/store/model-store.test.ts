import { spawn } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { diskError, ModelError } from '../model-error.ts';
import {
  filesBelow,
  folderWith,
  type StoreWorld,
  scratchFolder,
  storeWorld,
} from '../store-world.test-support.ts';
import { claimStaging } from './staging.ts';

const ID = 'whisper-test';
const ENCODER = '/m/encoder.onnx';

/** A process of its own that installs the same model. */
function installProcess({ folder, entry }: StoreWorld) {
  const script = fileURLToPath(new URL('../install-process.test-support.ts', import.meta.url));
  const child = spawn(process.execPath, [script, folder, JSON.stringify(entry)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const ended = new Promise<string>((resolve) => {
    child.on('close', () => resolve(output.trim().split('\n').at(-1) ?? ''));
  });
  return { child, ended };
}

function codeOf(error: unknown): string {
  return error instanceof ModelError ? error.code : String(error);
}

test('MODEL-15 killed in the middle of a file, the next process goes on and fetches the rest', async () => {
  const world = await storeWorld();
  const { promise: isHanging, resolve: hangs } = Promise.withResolvers<void>();
  world.server.script = ({ path, count, serve, response }) => {
    if (path !== '/m/decoder.onnx' || count > 0) return serve();
    response.writeHead(200, { etag: '"d"', 'content-length': 70_001 });
    response.write(world.contents['decoder.onnx'].subarray(0, 30_000), () => hangs());
  };
  world.server.headers.set('/m/decoder.onnx', { etag: '"d"' });
  const { child, ended } = installProcess(world);
  await isHanging;
  const part = join(world.folder, '.staging', ID, 'decoder.onnx.part');
  await expect.poll(() => (existsSync(part) ? readFileSync(part).length : 0)).toBe(30_000);
  child.kill('SIGKILL');
  await ended;
  expect(existsSync(join(world.folder, ID))).toBe(false);
  expect(await world.store.unfinished()).toMatchObject([{ id: ID, state: 'left' }]);
  await world.add();
  expect(world.server.requestsFor(ENCODER)).toHaveLength(1);
  expect(world.server.requestsFor('/m/decoder.onnx').at(-1)?.range).toBe('bytes=30000-');
  for (const [name, bytes] of Object.entries(world.contents)) {
    expect(readFileSync(join(world.folder, ID, name)).equals(bytes)).toBe(true);
  }
  expect(filesBelow(world.folder).every((name) => name.startsWith(`${ID}/`))).toBe(true);
});

test('MODEL-14 of processes that begin together one installs, and the others are told', async () => {
  const world = await storeWorld();
  world.server.script = ({ serve }) => setTimeout(serve, 300);
  const processes = [1, 2, 3].map(() => installProcess(world));
  const ends = await Promise.all(processes.map(({ ended }) => ended));
  expect(ends.filter((end) => end === 'installed').length).toBe(1);
  for (const end of ends) expect(['installed', 'busy', 'already']).toContain(end);
  expect(world.server.requestsFor(ENCODER)).toHaveLength(1);
  expect(await world.store.verify(ID)).toMatchObject({ isIntact: true });
});

test('MODEL-14 a second claim is refused with the number of the process that has it', async () => {
  const folder = scratchFolder();
  const first = await claimStaging(folder, ID);
  await expect(claimStaging(folder, ID)).rejects.toThrow(`process ${process.pid} is at work`);
  await claimStaging(folder, 'another-model');
  await first.giveUp('keep');
  const again = await claimStaging(folder, ID);
  await again.giveUp('remove');
  expect(filesBelow(folder)).toEqual(['.staging/another-model/.claim/owner.json']);
});

test('MODEL-14 who has lost its claim installs nothing', async () => {
  const folder = scratchFolder();
  const lost = await claimStaging(folder, ID);
  rmSync(join(lost.path, '.claim'), { recursive: true });
  await claimStaging(folder, ID);
  await expect(lost.install(join(folder, ID))).rejects.toMatchObject({ code: 'busy' });
  expect(existsSync(join(folder, ID))).toBe(false);
});

test('MODEL-14 of claims on what a dead process left, made at once, one is granted', async () => {
  const folder = scratchFolder();
  const path = join(folder, '.staging', ID);
  mkdirSync(join(path, '.claim'), { recursive: true });
  const dead = { pid: process.pid, start: '1', host: (await import('node:os')).hostname() };
  writeFileSync(join(path, '.claim', 'owner.json'), JSON.stringify({ ...dead, nonce: 'x' }));
  writeFileSync(join(path, 'encoder.onnx.part'), 'what had come');
  const claims = await Promise.allSettled(
    Array.from({ length: 8 }, async () => await claimStaging(folder, ID)),
  );
  expect(claims.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(readFileSync(join(path, 'encoder.onnx.part'), 'utf8')).toBe('what had come');
});

test('MODEL-15 what nobody goes on with is removed after a week, what is at work never', async () => {
  const world = await storeWorld();
  const old = join(world.folder, '.staging', 'old-model');
  mkdirSync(old, { recursive: true });
  writeFileSync(join(old, 'a.part'), 'a');
  const young = join(world.folder, '.staging', 'young-model');
  mkdirSync(young);
  const busy = await claimStaging(world.folder, 'busy-model');
  const longAgo = Date.now() / 1_000 - 8 * 24 * 3_600;
  for (const path of [join(old, 'a.part'), old, busy.path]) utimesSync(path, longAgo, longAgo);
  await world.add();
  expect(existsSync(old)).toBe(false);
  expect(existsSync(young)).toBe(true);
  expect(existsSync(busy.path)).toBe(true);
});

test('MODEL-16 where there is no room nothing is fetched; what has come already counts', async () => {
  const sizes = 671_235;
  let free = 16_000_000 + sizes - 1;
  const world = await storeWorld({ freeBytes: async () => free });
  const error: unknown = await world.add().catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: 'disk-full', message: expect.stringContaining('1 MB') });
  expect(world.server.seen).toEqual([]);
  free += 1;
  await world.add();
  expect(world.store.find(ID)).toBeDefined();
});

test.each([
  ['ENOSPC', 'disk-full'],
  ['EDQUOT', 'disk-full'],
  ['EACCES', 'no-permission'],
  ['EROFS', 'no-permission'],
  ['EIO', 'disk'],
] as const)('MODEL-12 MODEL-16 the disk says %s: %s, in one line', (code, expected) => {
  const error = diskError(Object.assign(new Error(code), { code }), '/data');
  expect(error.code).toBe(expected);
  expect(error.message).toMatch(/^[^\n]*\/data[^\n]*: [^\n]+$/);
});

test('MODEL-12 a models folder that is none is told in one line', async () => {
  const world = await storeWorld();
  mkdirSync(dirname(world.folder), { recursive: true });
  writeFileSync(world.folder, 'a file');
  const error: unknown = await world.add().catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: 'disk', message: expect.stringContaining('ENOTDIR') });
});

test('MODEL-17 what is installed is not fetched again, and of a damaged model only what is damaged', async () => {
  const world = await storeWorld();
  await world.add();
  const before = world.server.seen.length;
  expect((await world.add()).kind).toBe('already');
  expect(world.server.seen).toHaveLength(before);
  truncateSync(join(world.folder, ID, 'decoder.onnx'), 5);
  expect((await world.add()).kind).toBe('installed');
  expect(world.server.seen.slice(before).map(({ path }) => path)).toEqual(['/m/decoder.onnx']);
  expect(await world.store.verify(ID)).toMatchObject({ isIntact: true });
});

test('MODEL-13 a model whose catalogue entry moved on is replaced as a whole', async () => {
  const world = await storeWorld();
  await world.add();
  const file = { role: 'tokens', name: 'words.txt' };
  world.server.files.set('/m/words.txt', Buffer.from('words'));
  await world.add({ files: [...world.entry.files.slice(0, 2), file] });
  expect(filesBelow(join(world.folder, ID))).toEqual([
    'decoder.onnx',
    'encoder.onnx',
    'model.json',
    'words.txt',
  ]);
});

test('MODEL-18 verify names what is not as it was installed', async () => {
  const world = await storeWorld();
  await world.add();
  const folder = join(world.folder, ID);
  expect((await world.store.verify(ID)).isIntact).toBe(true);
  const bytes = readFileSync(join(folder, 'encoder.onnx'));
  bytes[123_456] = (bytes[123_456] ?? 0) ^ 1;
  writeFileSync(join(folder, 'encoder.onnx'), bytes);
  truncateSync(join(folder, 'decoder.onnx'), 70_000);
  rmSync(join(folder, 'tokens.txt'));
  expect(await world.store.verify(ID)).toEqual({
    id: ID,
    isIntact: false,
    files: [
      { name: 'encoder.onnx', state: 'wrong-hash' },
      { name: 'decoder.onnx', state: 'wrong-size' },
      { name: 'tokens.txt', state: 'missing' },
    ],
  });
  mkdirSync(join(folder, 'tokens.txt'));
  truncateSync(join(folder, 'encoder.onnx'), 0);
  expect((await world.store.verify(ID)).files.at(-1)?.state).not.toBe('intact');
  writeFileSync(join(folder, 'model.json'), '{ torn');
  expect(await world.store.verify(ID)).toEqual({ id: ID, isIntact: false, files: [] });
});

test('MODEL-18 a manifest that leads out of its folder is none', async () => {
  const world = await storeWorld();
  const { manifest, folder } = await world.add();
  for (const name of ['../secret', 'a/../b', 'a//b', '/a', 'a/', 'a/.', '..', 'a\\b']) {
    const files = [{ ...manifest.files[0], name }];
    writeFileSync(join(folder, 'model.json'), JSON.stringify({ ...manifest, files }));
    expect(world.store.find(ID)?.manifest).toBeUndefined();
  }
});

test('MODEL-19 removed is removed, with what was left of a try, and the bytes are told', async () => {
  const world = await storeWorld();
  await world.add();
  const size = filesBelow(world.folder).reduce(
    (sum, name) => sum + readFileSync(join(world.folder, name)).length,
    0,
  );
  expect(await world.store.remove(ID)).toBe(size);
  expect(filesBelow(world.folder)).toEqual([]);
  await expect(world.store.remove(ID)).rejects.toThrow('not installed');
  const left = join(world.folder, '.staging', ID);
  mkdirSync(left);
  writeFileSync(join(left, 'encoder.onnx.part'), 'part');
  expect(await world.store.remove(ID)).toBe(4);
  expect(existsSync(left)).toBe(false);
});

test('MODEL-19 no name leads to another folder', async () => {
  const world = await storeWorld();
  await world.add();
  const beside = join(dirname(world.folder), 'beside');
  mkdirSync(beside);
  for (const id of ['../beside', '.', '..', '.staging', '', '/tmp', `${ID}/../../beside`]) {
    expect(codeOf(await world.store.remove(id).catch((error: unknown) => error))).toBe(
      'not-installed',
    );
    expect(codeOf(await world.store.verify(id).catch((error: unknown) => error))).toBe(
      'not-installed',
    );
  }
  expect(existsSync(beside)).toBe(true);
  expect(world.store.find(ID)).toBeDefined();
});

test('MODEL-20 a model of the catalogue comes from a folder, checked against what is pinned', async () => {
  const world = await storeWorld();
  const directory = scratchFolder();
  const adding = { directory, onEvent: () => undefined };
  const refused: unknown = await world.store.addFrom(world.entry, adding).catch((e: unknown) => e);
  expect(refused).toMatchObject({ code: 'bad-folder' });
  for (const [name, bytes] of Object.entries(world.contents)) {
    writeFileSync(join(directory, name), bytes);
  }
  writeFileSync(join(directory, 'README.md'), 'of no interest');
  const { manifest } = await world.store.addFrom(world.entry, adding);
  expect(manifest).toMatchObject({ source: directory, title: 'A model of the test' });
  expect(await world.store.verify(ID)).toMatchObject({ isIntact: true });
  expect(world.server.seen).toEqual([]);
  writeFileSync(join(directory, 'decoder.onnx'), 'another file');
  const wrong: unknown = await world.store.addFrom(world.entry, adding).catch((e: unknown) => e);
  expect(wrong).toMatchObject({ code: 'wrong-hash' });
  expect(await world.store.verify(ID)).toMatchObject({ isIntact: true });
});

test('MODEL-20 a folder of one’s own is copied under its name; links are followed', async () => {
  const world = await storeWorld();
  const onEvent = () => undefined;
  const directory = folderWith('My Streaming Zipformer', [
    'decoder.onnx',
    'joiner.onnx',
    'tokens.txt',
  ]);
  const elsewhere = join(scratchFolder(), 'blob');
  copyFileSync(join(directory, 'decoder.onnx'), elsewhere);
  symlinkSync(elsewhere, join(directory, 'encoder.int8.onnx'));
  const { manifest } = await world.store.addFolder({ directory, onEvent });
  expect(manifest).toMatchObject({
    id: 'my-streaming-zipformer',
    layout: 'streaming-transducer',
    decoding: 'while-speaking',
    languages: 'any',
  });
  rmSync(directory, { recursive: true });
  expect(await world.store.verify('my-streaming-zipformer')).toMatchObject({ isIntact: true });
});

test('MODEL-20 where names do not tell, what it could be is told, and the layout decides', async () => {
  const world = await storeWorld();
  const onEvent = () => undefined;
  const directory = folderWith('mine', ['model.onnx', 'tokens.txt']);
  const unclear: unknown = await world.store
    .addFolder({ directory, onEvent })
    .catch((e: unknown) => e);
  expect(unclear).toMatchObject({
    code: 'unknown-layout',
    message: expect.stringMatching(/sense-voice.*--layout/),
  });
  const { manifest } = await world.store.addFolder({ directory, layout: 'sense-voice', onEvent });
  expect(manifest).toMatchObject({ id: 'mine', layout: 'sense-voice' });
  for (const wrong of [join(directory, 'nowhere'), folderWith('empty', [])]) {
    const error: unknown = await world.store
      .addFolder({ directory: wrong, onEvent })
      .catch((e: unknown) => e);
    expect(error).toMatchObject({ code: 'bad-folder' });
  }
  const lacking: unknown = await world.store
    .addFolder({ directory, layout: 'whisper', onEvent })
    .catch((e: unknown) => e);
  expect(lacking).toMatchObject({ message: expect.stringContaining('lacks encoder, decoder') });
});

test('MODEL-20 a voice brings the folder of its pronunciations, and a changed one is noticed', async () => {
  const world = await storeWorld();
  const onEvent = () => undefined;
  const directory = folderWith('vits-piper-en_US-mine', ['mine.onnx', 'tokens.txt']);
  mkdirSync(join(directory, 'espeak-ng-data', 'lang', 'gmw'), { recursive: true });
  writeFileSync(join(directory, 'espeak-ng-data', 'phontab'), 'sounds');
  writeFileSync(join(directory, 'espeak-ng-data', 'lang', 'gmw', 'en'), 'name English');
  const added = await world.store.addFolder({ directory, onEvent });
  expect(added.manifest).toMatchObject({ kind: 'voice', layout: 'vits' });
  expect(added.manifest).not.toHaveProperty('decoding');
  rmSync(directory, { recursive: true });
  const id = 'vits-piper-en-us-mine';
  expect(await world.store.verify(id)).toMatchObject({ isIntact: true });
  const language = join(added.folder, 'espeak-ng-data', 'lang', 'gmw', 'en');
  expect(readFileSync(language, 'utf8')).toBe('name English');
  writeFileSync(language, 'name Danish!');
  expect((await world.store.verify(id)).files).toContainEqual({
    name: 'espeak-ng-data/lang/gmw/en',
    state: 'wrong-hash',
  });
});

test.each([
  ['', 'is empty: get it again'],
  ['version https://git-lfs.github.com/spec/v1\noid sha256:0', 'git lfs pull'],
  ['<!DOCTYPE html><html>', 'is a web page'],
])('MODEL-20 what is plainly no file of a model is refused: %j', async (text, words) => {
  const world = await storeWorld();
  const directory = folderWith('streaming-zipformer', [
    'encoder.onnx',
    'decoder.onnx',
    'joiner.onnx',
  ]);
  writeFileSync(join(directory, 'tokens.txt'), text);
  const adding = world.store.addFolder({ directory, onEvent: () => undefined });
  await expect(adding).rejects.toMatchObject({
    code: 'bad-folder',
    message: expect.stringContaining(words),
  });
  expect(world.store.installed()).toEqual([]);
});

test('MODEL-20 a model of speakers may be a single file', async () => {
  const world = await storeWorld();
  const directory = join(
    folderWith('any', ['nemo_en_titanet_small.onnx']),
    'nemo_en_titanet_small.onnx',
  );
  const { manifest } = await world.store.addFolder({ directory, onEvent: () => undefined });
  expect(manifest).toMatchObject({
    id: 'nemo-en-titanet-small',
    kind: 'speaker',
    layout: 'speaker-embedding',
    files: [{ role: 'model', name: 'nemo_en_titanet_small.onnx' }],
  });
});

test('MODEL-5 files that have a folder below the model’s come into it', async () => {
  const world = await storeWorld({ pinned: 'nothing' });
  const name = 'espeak-ng-data/lang/gmw/en-US';
  world.server.files.set(`/m/${name}`, Buffer.from('language en-us'));
  const files = [...world.entry.files, { role: 'pronunciations', name }];
  const { folder } = await world.add({ files });
  expect(readFileSync(join(folder, name), 'utf8')).toBe('language en-us');
  expect(await world.store.verify(ID)).toMatchObject({ isIntact: true });
  expect(await world.add({ files })).toMatchObject({ kind: 'already' });
  expect(filesBelow(world.folder).filter((each) => each.startsWith('.'))).toEqual([]);
});
