import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { gatherFolders, gatherRuntime } from './gather-folders.ts';

function scratch(): string {
  const path = mkdtempSync(join(tmpdir(), 'codex-voice-folders-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

function writingIn(path: string) {
  return gatherFolders([{ name: 'state', path }])[0];
}

test('a folder that takes a file is as empty afterwards as before, and tells its room', () => {
  const path = scratch();
  expect(writingIn(path)).toMatchObject({
    writing: { kind: 'written' },
    freeMegabytes: expect.any(Number),
  });
  expect(readdirSync(path)).toEqual([]);
});

test('one that is not there is not made: the one above is asked', () => {
  const path = scratch();
  expect(writingIn(join(path, 'a', 'b'))?.writing).toEqual({ kind: 'can-be-made' });
  expect(readdirSync(path)).toEqual([]);
});

test('a file in the way is named, at the end of the path and above it', () => {
  const file = join(scratch(), 'file');
  writeFileSync(file, '');
  const writing = { kind: 'refused', code: 'ENOTDIR', at: file, isOurs: true };
  expect(writingIn(file)?.writing).toEqual(writing);
  expect(writingIn(join(file, 'a', 'b'))?.writing).toEqual(writing);
});

const onPosix = test.skipIf(process.platform === 'win32');

onPosix('the runtime folder is ready, and its sockets are counted', async () => {
  const path = scratch();
  const folder = join(path, 'codex-voice');
  mkdirSync(folder, { mode: 0o700 });
  const server = createServer().listen(join(folder, 'host.sock'));
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  chmodSync(join(folder, 'host.sock'), 0o600);
  writeFileSync(join(folder, 'keeper-x.sock'), '');
  const odd = [{ path: join(folder, 'keeper-x.sock'), odd: 'no-socket' }];
  expect(gatherRuntime({ XDG_RUNTIME_DIR: path })).toEqual({
    kind: 'ready',
    path: folder,
    sockets: 2,
    odd,
  });
  chmodSync(join(folder, 'host.sock'), 0o777);
  expect(gatherRuntime({ XDG_RUNTIME_DIR: path })).toMatchObject({
    odd: [{ path: join(folder, 'host.sock'), odd: 'open-to-others' }, ...odd],
  });
});

onPosix.each([
  ['open-to-others', (path: string) => mkdirSync(path, { mode: 0o700 }) ?? chmodSync(path, 0o755)],
  ['in-the-way', (path: string) => writeFileSync(path, '')],
  ['in-the-way', (path: string) => symlinkSync(tmpdir(), path)],
] as const)('a runtime folder that is %s says which one it is', (odd, make) => {
  const path = join(scratch(), 'codex-voice');
  make(path);
  expect(gatherRuntime({ XDG_RUNTIME_DIR: join(path, '..') })).toMatchObject({
    kind: 'refused',
    path,
    odd,
  });
});

onPosix('one that can’t be made is told as such', () => {
  const file = join(scratch(), 'file');
  writeFileSync(file, '');
  expect(gatherRuntime({ XDG_RUNTIME_DIR: file })).toMatchObject({
    kind: 'refused',
    odd: 'not-made',
  });
});
