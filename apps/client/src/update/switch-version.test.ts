import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VersionsFolder } from '@codex-voice/releases';
import { expect, onTestFinished, test } from 'vitest';
import { switchVersion } from './switch-version.ts';

/** Empty ones, the first of which is used. */
function folderOf(...versions: readonly string[]): VersionsFolder {
  const root = mkdtempSync(join(tmpdir(), 'codex-voice-switch-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const version of versions) mkdirSync(join(root, 'versions', version), { recursive: true });
  const folder = new VersionsFolder(root);
  folder.switchTo(versions[0] ?? '');
  return folder;
}

test('a host that can’t be renewed is told as that: the version is used, and old ones go', async () => {
  const versions = folderOf('1.0.0', '0.9.0', '1.1.0');
  const failed = Object.assign(new Error('Command failed'), {
    stderr: 'codex-voice: config.toml:1: no such setting\n',
  });
  const switched = await switchVersion({
    versions,
    version: '1.1.0',
    renewHost: () => Promise.reject(failed),
    isUsed: () => false,
  });
  expect(switched).toEqual({
    isWhole: false,
    text: '1.1.0 is used from now on, but the host could not be renewed: config.toml:1: no such setting',
    document: {
      version: '1.1.0',
      before: '1.0.0',
      removed: ['0.9.0'],
      host: 'failed',
      why: 'config.toml:1: no such setting',
    },
  });
  expect([versions.current, versions.previous]).toEqual(['1.1.0', '1.0.0']);
  expect(existsSync(versions.folderOf('0.9.0'))).toBe(false);
});

test.each([
  ['renewed', '1.1.0 is used from now on; the sessions there are go on, with a new host; codex'],
  ['ended', '1.1.0 is used from now on; codex-voice update --back returns to 1.0.0'],
] as const)('a host that was %s', async (host, words) => {
  const switched = await switchVersion({
    versions: folderOf('1.0.0', '1.1.0'),
    version: '1.1.0',
    renewHost: async () => host,
    isUsed: () => true,
  });
  expect(switched.text).toContain(words);
  expect(switched).toMatchObject({ isWhole: true, document: { host, removed: [] } });
});
