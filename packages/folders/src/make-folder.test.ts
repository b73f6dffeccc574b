import { mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeFolder } from './make-folder.ts';

const OURS = 0o700;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'codex-voice-folders-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

test('FOLDERS-1 what is missing is made with its mode, and what is there stays', () => {
  mkdirSync(join(folder, 'there'), { mode: 0o755 });
  const path = join(folder, 'there', 'a', 'b', 'c');
  makeFolder(path, OURS);
  makeFolder(path, 0o755);
  makeFolder('/', OURS);
  for (const made of [path, join(folder, 'there', 'a')])
    expect(statSync(made).mode & 0o777).toBe(OURS);
  expect(statSync(join(folder, 'there')).mode & 0o777).toBe(0o755);
});

test('FOLDERS-2 what can’t be made is the system’s error, and no endless try', () => {
  writeFileSync(join(folder, 'file'), '');
  symlinkSync(join(folder, 'nowhere'), join(folder, 'link'));
  expect(() => makeFolder(join(folder, 'file'), OURS)).toThrow(/EEXIST/);
  expect(() => makeFolder(join(folder, 'file', 'a', 'b'), OURS)).toThrow(/ENOTDIR/);
  expect(() => makeFolder(join(folder, 'link', 'a', 'b'), OURS)).toThrow(/EEXIST|ENOENT/);
  expect(() => makeFolder(`${folder}/a\0b`, OURS)).toThrow(/null bytes/);
});

test.runIf(process.platform === 'linux')('FOLDERS-2 /proc takes no folder, at any depth', () => {
  for (const path of ['/proc/x', '/proc/x/y/z', '/proc/self/x/y', '/sys/x/y', '/dev/null/x/y'])
    expect(() => makeFolder(path, OURS)).toThrow(/^(?:ENOENT|EPERM|EACCES|ENOTDIR|EROFS)/);
});

test('FOLDERS-3 one that another process has just made is one', () => {
  const path = join(folder, 'a', 'b');
  makeFolder(path, OURS);
  makeFolder(join(path, 'c'), OURS);
  makeFolder(path, OURS);
  expect(statSync(join(path, 'c')).isDirectory()).toBe(true);
});
