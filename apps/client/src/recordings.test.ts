// Recordings that can't be heard are told before anything is started.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkRecordings, checkStreams } from './recordings.ts';
import { UserError } from './user-error.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'recordings-'));
  mkdirSync(join(folder, 'folder.wav'));
  writeFileSync(join(folder, 'empty.wav'), '');
  writeFileSync(join(folder, 'some.wav'), 'RIFF');
});
afterEach(() => rmSync(folder, { recursive: true }));

test.each([
  ['missing.wav', 'there is no such file: check its name'],
  ['folder.wav', 'this is no file: name a recording'],
  ['empty.wav', 'the file is empty: record it again'],
])('%s: %s', (name, words) => {
  const check = () => checkRecordings([join(folder, 'some.wav'), join(folder, name)]);
  expect(check).toThrow(UserError);
  expect(check).toThrow(`${name}: ${words}`);
  expect(() => checkStreams([join(folder, name)])).toThrow(`${name}: ${words}`);
});

test.skipIf(process.platform === 'win32')('a pipe is heard where it is read once only', () => {
  const pipe = join(folder, 'pipe.wav');
  execFileSync('mkfifo', [pipe]);
  // It would wait for somebody who writes.
  checkStreams([pipe]);
  expect(() => checkRecordings([pipe])).toThrow('pipe.wav: this is no file: name a recording');
});

test('a file that can not be opened is told with the reason', () => {
  const denied = (): never => {
    throw Object.assign(new Error('EACCES: permission denied, open'), { code: 'EACCES' });
  };
  const check = () => checkRecordings([join(folder, 'some.wav')], denied);
  expect(check).toThrow(UserError);
  expect(check).toThrow(/some\.wav: it can't be read: EACCES: permission denied/u);
});

test('what can be read is left as it is', () => {
  checkRecordings([join(folder, 'some.wav')]);
});
