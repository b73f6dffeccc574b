// Bundles each entry of the table into dist/, so that the command starts fast and needs no type
// stripping. What runs from dist/ and what from the sources is the launcher's decision.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Bundle name (dist/NAME.js) → the source it starts from. Worker threads need one of their own. */
const entries: Readonly<Record<string, string>> = {
  client: 'apps/client/src/main.ts',
  voice: 'apps/voice/src/main.ts',
  keeper: 'apps/keeper/src/main.ts',
  host: 'apps/host/src/main.ts',
  'shadow-worker': 'packages/shadow/src/worker/main.ts',
};

/** Left outside the bundles: they load native code or large files lying beside their own sources. */
const external = [/^@lydell\/node-pty/, /^decibri/, /^sherpa-onnx-node/, /^soundswallower/];

const startMs = performance.now();
const input = Object.fromEntries(
  Object.entries(entries).filter(([, source]) => existsSync(`${root}${source}`)),
);
const written = new Set<string>();
if (Object.keys(input).length > 0) {
  const result = await build({
    cwd: root,
    input,
    platform: 'node',
    external,
    logLevel: 'warn',
    output: {
      dir: 'dist',
      format: 'esm',
      minify: false,
      sourcemap: false,
      entryFileNames: '[name].js',
      chunkFileNames: 'shared-[hash].js',
    },
  });
  for (const file of result.output) written.add(file.fileName);
}
// Only now, so that a command started during a build finds its bundle.
for (const file of existsSync(`${root}dist`) ? readdirSync(`${root}dist`) : []) {
  if (!written.has(file)) rmSync(`${root}dist/${file}`, { recursive: true, force: true });
}
const names = Object.keys(input).map((name) => `dist/${name}.js`);
console.log(
  `build: ${names.join(', ') || 'no entry exists yet'} (${Math.round(performance.now() - startMs)} ms)`,
);
