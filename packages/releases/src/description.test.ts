// What is believed of a release: its description, its signature, its address.
import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { describedFile, readDescription, releasePlatform } from './description.ts';
import { releaseAddress } from './release-address.ts';
import { isSignedBy, signed } from './signature.ts';

const FILE = {
  name: 'codex-voice-1.2.3-linux-x64.tar.gz',
  platform: 'linux-x64',
  bytes: 52_000_000,
  sha256: 'a'.repeat(64),
};
const GOOD = { format: 1, version: '1.2.3', files: [FILE] };

function told(value: unknown): string {
  try {
    readDescription(typeof value === 'string' ? value : JSON.stringify(value), 'release.json');
    return 'taken';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

describe('a description', () => {
  test('REL-1: a good one is taken as it is', () => {
    expect(readDescription(JSON.stringify(GOOD), 'release.json')).toEqual(GOOD);
  });

  test.each([
    ['no JSON', '<html>', /is no release description/],
    ['nothing', null, /release\.json: it: /],
    ['another format', { ...GOOD, format: 2 }, /format: is no format that this version reads/],
    ['no version', { ...GOOD, version: 'newest' }, /version: is no version/],
    ['a version that is a path', { ...GOOD, version: '../1.2.3' }, /version: is no version/],
    [
      'a file in a folder',
      { ...GOOD, files: [{ ...FILE, name: 'a/b' }] },
      /files\.0\.name: is no file name/,
    ],
    [
      'a hidden file',
      { ...GOOD, files: [{ ...FILE, name: '..' }] },
      /files\.0\.name: is no file name/,
    ],
    ['no size', { ...GOOD, files: [{ ...FILE, bytes: 0 }] }, /files\.0\.bytes: is no size/],
    ['a broken size', { ...GOOD, files: [{ ...FILE, bytes: 1.5 }] }, /files\.0\.bytes: /],
    [
      'no hash',
      { ...GOOD, files: [{ ...FILE, sha256: 'A'.repeat(64) }] },
      /files\.0\.sha256: is no SHA-256/,
    ],
    ['the same name twice', { ...GOOD, files: [FILE, FILE] }, /files: has a name twice/],
    ['more than it should have', { ...GOOD, command: 'rm' }, /command: /],
    [
      'too many files',
      { ...GOOD, files: Array.from({ length: 101 }, (_, at) => ({ ...FILE, name: `f${at}` })) },
      /more than 100 files/,
    ],
  ])('REL-1: %s is refused with one line', (_, value, line) => {
    expect(told(value)).toMatch(line);
    expect(told(value)).not.toContain('\n');
  });

  test('the archive of a platform, or a line that names the others', () => {
    const release = readDescription(JSON.stringify(GOOD), 'release.json');
    expect(describedFile(release, 'linux-x64').name).toBe(FILE.name);
    expect(() => describedFile(release, 'darwin-arm64')).toThrow(
      '1.2.3 has no archive for darwin-arm64, only for linux-x64: install it with npm',
    );
  });
});

describe('a signature', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64');
  const bytes = Buffer.from(JSON.stringify(GOOD));

  test('REL-2: counts over the very bytes, by that key', () => {
    const signature = signed(privateKey, bytes);
    expect(isSignedBy({ key: raw, bytes: bytes, signature: signature })).toBe(true);
    expect(isSignedBy({ key: raw, bytes: bytes, signature: `${signature}\n` })).toBe(true);
    expect(
      isSignedBy({
        key: raw,
        bytes: Buffer.concat([bytes, Buffer.from(' ')]),
        signature: signature,
      }),
    ).toBe(false);
    const other = generateKeyPairSync('ed25519').privateKey;
    expect(isSignedBy({ key: raw, bytes: bytes, signature: signed(other, bytes) })).toBe(false);
  });

  test.each(['', 'none', 'AAAA', '<html>'])('REL-2: %j is none', (text) => {
    expect(isSignedBy({ key: raw, bytes: bytes, signature: text })).toBe(false);
    expect(isSignedBy({ key: text, bytes: bytes, signature: signed(privateKey, bytes) })).toBe(
      false,
    );
  });
});

test('where files lie: of the newest, and of a version', () => {
  const place = 'https://host.test/releases/';
  expect(releaseAddress(place, 'release.json')).toBe(
    'https://host.test/releases/latest/download/release.json',
  );
  expect(releaseAddress(place, 'a b', '1.2.3')).toBe(
    'https://host.test/releases/download/v1.2.3/a%20b',
  );
  expect(() => releaseAddress('nowhere', 'x')).toThrow('nowhere is no address of releases');
});

test('a platform is named as its archive is', () => {
  expect(releasePlatform('win32', 'x64')).toBe('win-x64');
  expect(releasePlatform('linux', 'arm64')).toBe('linux-arm64');
});
