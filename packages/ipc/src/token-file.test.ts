// Token files: how they are made, and which ones are not believed.
import {
  chmodSync,
  chownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { afterwards, runtimeFolder } from './ipc-world.test-support.ts';
import { createTokens, readTokenFile, writeTokenFile } from './token-file.ts';

test('IPC-4: tokens are 32 random bytes each, kept for their owner alone, and nothing is left beside them', () => {
  const folder = runtimeFolder();
  const path = join(folder, 'keeper-a.token');
  const tokens = createTokens();
  expect(tokens.control).toMatch(/^[0-9a-f]{64}$/u);
  expect(new Set([tokens.control, tokens.view, createTokens().control]).size).toBe(3);
  writeTokenFile(path, createTokens());
  writeTokenFile(path, tokens);
  expect(readTokenFile(path)).toEqual({ kind: 'tokens', tokens });
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(['keeper-a.token']);
});

test('IPC-4: a link in a token file’s place is replaced, and what it points to is not written', () => {
  const folder = runtimeFolder();
  const target = join(folder, 'target');
  writeFileSync(target, 'precious');
  symlinkSync(target, join(folder, 'host.token'));
  writeTokenFile(join(folder, 'host.token'), createTokens());
  expect(readFileSync(target, 'utf8')).toBe('precious');
  expect(readTokenFile(join(folder, 'host.token')).kind).toBe('tokens');
});

test('IPC-5: a token is not read through a link, from a readable file or from what is none', () => {
  const folder = runtimeFolder();
  const path = join(folder, 'host.token');
  expect(readTokenFile(path)).toEqual({ kind: 'absent' });
  writeTokenFile(path, createTokens());
  symlinkSync(path, join(folder, 'link'));
  const message = expect.stringMatching(/^[^\n]*symbolic link[^\n]*$/u);
  expect(readTokenFile(join(folder, 'link'))).toEqual({ kind: 'refused', message });
  for (const mode of [0o640, 0o604, 0o620]) {
    chmodSync(path, mode);
    expect(readTokenFile(path)).toMatchObject({ message: expect.stringContaining('other users') });
  }
  const token = 'a'.repeat(64);
  const contents = ['', '{', '[]', '{"view":"a"}', `{"control":"${token}x"}`, 'x'.repeat(5000)];
  for (const content of contents) {
    writeFileSync(path, content, { mode: 0o600 });
    chmodSync(path, 0o600);
    expect(readTokenFile(path)).toMatchObject({ message: expect.stringContaining('no token') });
  }
  mkdirSync(join(folder, 'folder'), { mode: 0o700 });
  expect(readTokenFile(join(folder, 'folder')).kind).toBe('refused');
});

test('IPC-5: a token file of another user is not believed', () => {
  const path = join(runtimeFolder(), 'host.token');
  writeTokenFile(path, createTokens());
  const own = process.getuid?.() ?? 0;
  // Only root can give a file away; anyone else becomes someone else.
  if (own === 0) chownSync(path, 12_345, 12_345);
  else {
    const someoneElse = vi.spyOn(process, 'getuid').mockReturnValue(own + 1);
    afterwards(() => someoneElse.mockRestore());
  }
  expect(readTokenFile(path)).toMatchObject({ message: expect.stringContaining('another user') });
});
