// Packs what people install into build/: the npm package and the archive for this machine's platform; then
// the description of the release, its sums, the install script and the recipes.
// `node scripts/package.ts [--version V] [--releases URL] [--key BASE64] [--only npm] [--level 1-9] [--out
// FOLDER]`, or
// `--finish` alone for a folder that has the archives of all platforms already. CODEX_VOICE_SIGNING_KEY
// holds the private key (PEM) where the release is to be signed.
import { mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { addRuntime, PLATFORM, writeArchive } from './packages/archive.ts';
import { finishRelease } from './packages/finish.ts';
import { publishedManifest } from './packages/manifest.ts';
import { layOut, pack } from './packages/npm-package.ts';
import { readLockFile } from './packages/runtime-modules.ts';

const { values } = parseArgs({
  options: {
    version: { type: 'string' },
    releases: { type: 'string' },
    key: { type: 'string' },
    only: { type: 'string' },
    level: { type: 'string', default: '7' },
    finish: { type: 'boolean', default: false },
    out: { type: 'string', default: 'build' },
  },
});
const root = resolve(import.meta.dirname, '..');
const out = resolve(values.out);
const workspace = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const version: string = values.version ?? workspace.version;
const { releases, key } = values;
const origin = {
  ...(releases === undefined ? {} : { releases }),
  ...(key === undefined ? {} : { key }),
};

if (!values.finish) await packHere();
const { CODEX_VOICE_SIGNING_KEY: privateKey } = process.env;
const signing = privateKey === undefined ? {} : { privateKey };
const where = releases === undefined ? {} : { releases };
for (const path of finishRelease({ root, folder: out, version, ...where, ...signing }))
  console.log(`${path}: ${(statSync(path).size / 1_000_000).toFixed(1)} MB`);

async function packHere(): Promise<void> {
  const lock = readLockFile(root);
  const manifest = publishedManifest({ ...workspace, version }, lock, origin);
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const name = `codex-voice-${version}-${PLATFORM}`;
  const staged = join(out, 'staged', name);
  layOut(root, staged, manifest);
  pack(staged, out);
  if (values.only !== 'npm') {
    addRuntime(root, staged, lock);
    const file = join(out, `${name}.tar.gz`);
    const level = Number(values.level);
    await writeArchive({ parent: join(out, 'staged'), name, file, level });
  }
  rmSync(join(out, 'staged'), { recursive: true, force: true });
}
