// The commit a folder stands at, against what git itself says.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { folderHead } from './folder-head.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'codex-voice-head-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function git(at: string, ...args: readonly string[]): string {
  const who = ['-c', 'user.name=a', '-c', 'user.email=a@b.invalid', '-c', 'commit.gpgsign=false'];
  return execFileSync('git', [...who, ...args], { cwd: at, encoding: 'utf8' }).trim();
}

test('CONTROL-84: is what git says: on a branch, packed, detached, in a folder below, in a worktree', () => {
  git(folder, 'init', '-q');
  expect(folderHead(folder)).toBeUndefined();
  git(folder, 'commit', '-q', '--allow-empty', '-m', 'one');
  const first = git(folder, 'rev-parse', 'HEAD');
  expect(folderHead(folder)).toBe(first);
  git(folder, 'pack-refs', '--all');
  expect(folderHead(folder)).toBe(first);
  git(folder, 'commit', '-q', '--allow-empty', '-m', 'two');
  const second = git(folder, 'rev-parse', 'HEAD');
  expect(second).not.toBe(first);
  mkdirSync(join(folder, 'a/b'), { recursive: true });
  expect(folderHead(join(folder, 'a/b'))).toBe(second);
  git(folder, 'worktree', 'add', '-q', '-b', 'other', join(folder, 'tree'), first);
  expect(folderHead(join(folder, 'tree'))).toBe(first);
  git(folder, 'checkout', '-q', '--detach', first);
  expect(folderHead(folder)).toBe(first);
});

test.each([
  ['nothing', undefined],
  ['a ref that climbs', 'ref: refs/../../etc/passwd\n'],
  ['nonsense', '\u0000\u0001'],
  ['a ref that is not there', 'ref: refs/heads/none\n'],
])('CONTROL-84: is unknown where HEAD is %s', (_, text) => {
  mkdirSync(join(folder, '.git'));
  if (text !== undefined) writeFileSync(join(folder, '.git/HEAD'), text);
  expect(folderHead(folder)).toBeUndefined();
  expect(folderHead(join(folder, 'not-there'))).toBeUndefined();
});
