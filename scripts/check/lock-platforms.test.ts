import { expect, test } from 'vitest';
import { checkLockPlatforms, LOCK_FILE, withAllPlatforms } from './lock-platforms.ts';
import { treeOf } from './tree.ts';

const NATIVE = {
  version: '1.2.0',
  dev: true,
  optionalDependencies: { '@a/linux-x64-gnu': '1.2.0', '@a/darwin-arm64': '1.2.0' },
};
const LINUX = { version: '1.2.0', integrity: 'sha512-x', optional: true };

const lockOf = (packages: object) => JSON.stringify({ lockfileVersion: 3, packages });
const messages = (text: string) =>
  checkLockPlatforms(treeOf({ [LOCK_FILE]: text })).map(({ message }) => message);

test('a lock that knows every platform passes and is left alone', () => {
  const packages = {
    'node_modules/a': NATIVE,
    'node_modules/@a/linux-x64-gnu': LINUX,
    'node_modules/a/node_modules/@a/darwin-arm64': LINUX,
  };
  expect(messages(lockOf(packages))).toEqual([]);
  expect(withAllPlatforms(lockOf(packages))).toBe(lockOf(packages));
});

test('a lock without another platform fails by name, and is completed', () => {
  const text = lockOf({ 'node_modules/a': NATIVE, 'node_modules/@a/linux-x64-gnu': LINUX });
  expect(messages(text)[0]).toContain('lacks @a/darwin-arm64, an optional part of node_modules/a');
  const completed = JSON.parse(withAllPlatforms(text));
  expect(completed.lockfileVersion).toBe(3);
  expect(completed.packages['node_modules/@a/linux-x64-gnu']).toEqual(LINUX);
  expect(completed.packages['node_modules/@a/darwin-arm64']).toEqual({
    version: '1.2.0',
    cpu: ['arm64'],
    dev: true,
    optional: true,
    os: ['darwin'],
  });
  expect(messages(JSON.stringify(completed))).toEqual([]);
});

test('where another version stands beside the others, the entry goes below its parent', () => {
  const text = lockOf({
    'node_modules/a': NATIVE,
    'node_modules/@a/linux-x64-gnu': { ...LINUX, version: '1.1.0' },
    'node_modules/@a/darwin-arm64': LINUX,
  });
  const completed = JSON.parse(withAllPlatforms(text));
  expect(completed.packages['node_modules/a/node_modules/@a/linux-x64-gnu']).toEqual({
    version: '1.2.0',
    cpu: ['x64'],
    dev: true,
    libc: ['glibc'],
    optional: true,
    os: ['linux'],
  });
});
