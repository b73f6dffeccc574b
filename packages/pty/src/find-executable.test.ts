import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findExecutable } from './find-executable.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'find-'));
  for (const name of ['first', 'second']) mkdirSync(join(folder, name));
  writeFileSync(join(folder, 'first/tool'), '');
  writeFileSync(join(folder, 'second/tool'), '');
  chmodSync(join(folder, 'second/tool'), 0o755);
  writeFileSync(join(folder, 'first/plain'), '');
  mkdirSync(join(folder, 'first/folder'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const look = (name: string) =>
  findExecutable({
    name,
    env: { PATH: `/nowhere:${join(folder, 'first')}:${join(folder, 'second')}` },
    cwd: join(folder, 'second'),
  });

test('PTY-1: a file that may not be run is passed over for one later on PATH', () => {
  expect(look('tool')).toEqual({ kind: 'found', path: join(folder, 'second/tool') });
});

test('PTY-1: a name with a slash is a path from the working folder', () => {
  expect(look('./tool')).toEqual({ kind: 'found', path: join(folder, 'second/tool') });
  expect(look('../first/tool').kind).toBe('not-executable');
});

test('PTY-1: an empty folder on PATH is the working folder', () => {
  const found = findExecutable({ name: 'tool', env: { PATH: '' }, cwd: join(folder, 'second') });
  expect(found.kind).toBe('found');
});

test('PTY-2: what does not exist is 127, what may not be run is 126', () => {
  expect(look('missing')).toMatchObject({ kind: 'not-found', status: 127 });
  expect(look('')).toMatchObject({ kind: 'not-found', status: 127 });
  expect(look('/missing/tool')).toMatchObject({ kind: 'not-found', status: 127 });
  expect(look('plain')).toMatchObject({ kind: 'not-executable', status: 126 });
  expect(look('folder')).toMatchObject({ kind: 'not-executable', status: 126 });
});
