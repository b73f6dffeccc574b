import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { NativePart } from '@codex-voice/doctor';
import { expect, onTestFinished, test } from 'vitest';
import { gatherNativeParts } from './gather-native.ts';

const LAUNCHER = fileURLToPath(new URL('../../../../bin/codex-voice.js', import.meta.url));

function scratchLauncher(): { readonly launcher: string; readonly modules: string } {
  const root = mkdtempSync(join(tmpdir(), 'codex-voice-native-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  mkdirSync(join(root, 'bin'));
  const launcher = join(root, 'bin', 'codex-voice.js');
  copyFileSync(LAUNCHER, launcher);
  const modules = join(root, 'node_modules');
  mkdirSync(modules);
  return { launcher, modules };
}

function loadingOf(
  parts: readonly NativePart[],
  wanted: NativePart['part'],
): NativePart['loading'] {
  const part = parts.find(({ part: name }) => name === wanted);
  if (part === undefined) throw new TypeError(`no part ${wanted}`);
  return part.loading;
}

function playPackage(modules: string, name: string, source: string): void {
  mkdirSync(join(modules, name), { recursive: true });
  writeFileSync(join(modules, name, 'index.js'), source);
}

test('every part of this installation is found from its launcher', async () => {
  const parts = await gatherNativeParts(LAUNCHER);
  expect(parts.map(({ part }) => part)).toEqual(['terminal', 'sound', 'speech', 'phrases']);
  expect(loadingOf(parts, 'terminal')).toMatchObject({ kind: 'loads', ms: expect.any(Number) });
  expect(loadingOf(parts, 'speech')).toMatchObject({ kind: 'loads' });
});

test('what is not installed, what throws and what ends its process are told apart', async () => {
  const { launcher, modules } = scratchLauncher();
  playPackage(
    modules,
    'sherpa-onnx-node',
    'process.kill(process.pid, "SIGSEGV"); setTimeout(() => {}, 5000);',
  );
  playPackage(
    modules,
    'soundswallower',
    'console.log("noise"); throw new Error("a\\nb", { cause: new Error("c") });',
  );
  const parts = await gatherNativeParts(launcher);
  expect(loadingOf(parts, 'terminal')).toMatchObject({
    why: expect.stringContaining('Cannot find module'),
  });
  expect(loadingOf(parts, 'speech')).toEqual({
    kind: 'fails',
    why: 'its process ended by SIGSEGV',
  });
  expect(loadingOf(parts, 'phrases')).toEqual({ kind: 'fails', why: 'a b c' });
});

const SOUND = 'decibri';

/** The real library, told to look for a libasound that no machine has: the system's own loader complains. */
function withoutLibasound(modules: string): void {
  const entry = createRequire(LAUNCHER).resolve(SOUND);
  const folder = entry.slice(
    0,
    entry.lastIndexOf(join('node_modules', SOUND)) + join('node_modules', SOUND).length,
  );
  cpSync(folder, join(modules, SOUND), { recursive: true });
  const scope = join(dirname(folder), '@decibri');
  cpSync(scope, join(modules, '@decibri'), { recursive: true });
  for (const file of readdirSync(modules, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.node')) continue;
    const path = join(modules, file);
    const bytes = readFileSync(path);
    const at = bytes.indexOf('libasound.so.2\0');
    if (at < 0) continue;
    bytes.write('libasound.so.9', at, 'latin1');
    writeFileSync(path, bytes);
  }
}

test.runIf(process.platform === 'linux')(
  'a machine without libasound says so in its loader’s words',
  async () => {
    const { launcher, modules } = scratchLauncher();
    withoutLibasound(modules);
    const parts = await gatherNativeParts(launcher);
    expect(loadingOf(parts, 'sound')).toMatchObject({
      kind: 'fails',
      why: expect.stringContaining('libasound.so.9: cannot open shared object file'),
    });
  },
);
