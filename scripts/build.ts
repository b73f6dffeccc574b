// Bundles each entry of the table into dist/, so that the command starts fast and needs no type
// stripping. What runs from dist/ and what from the sources is the launcher's decision.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'rolldown';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Bundle name (dist/NAME.cjs) → the source it starts from. Worker threads need one of their own. */
const entries: Readonly<Record<string, string>> = {
  client: 'apps/client/src/main.ts',
  help: 'apps/client/src/help-main.ts',
  voice: 'apps/voice/src/main.ts',
  recognizer: 'apps/recognizer/src/main.ts',
  synthesizer: 'apps/synthesizer/src/main.ts',
  names: 'apps/names/src/main.ts',
  keeper: 'apps/keeper/src/main.ts',
  acp: 'apps/acp/src/main.ts',
  host: 'apps/host/src/main.ts',
  'recording-worker': 'packages/recorder/src/worker/main.ts',
  'shadow-worker': 'packages/shadow/src/worker/main.ts',
  'claude-hook': 'packages/drivers/src/claude/hook/main.ts',
};

/** Left outside the bundles: they load native code or large files lying beside their own sources. */
const external = [/^@lydell\/node-pty/, /^decibri/, /^sherpa-onnx-node/, /^soundswallower/];

/**
 * One character that Latin-1 lacks makes the runtime keep a whole file with two bytes for each: written
 * as an escape it means the same in every string and pattern, and comments are gone. Decoders that came
 * with bytes in their strings have none beyond it.
 */
const inLatin1: Plugin = {
  name: 'in-latin-1',
  generateBundle: (_, files) => {
    for (const file of Object.values(files)) {
      if (file.type === 'chunk') file.code = file.code.replaceAll(/[^\0-\xff]/g, escaped);
    }
  },
};

function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/**
 * One entry by itself: shared parts would be one more file each for whoever starts, and a file costs
 * more than the bytes in it. For the same reason no ES modules: their loader alone takes 5 ms.
 */
async function bundle(name: string, source: string): Promise<readonly string[]> {
  const { output } = await build({
    cwd: root,
    input: { [name]: source },
    platform: 'node',
    external,
    plugins: [inLatin1],
    logLevel: 'warn',
    output: {
      dir: 'dist',
      format: 'cjs',
      // Without layout and comments, a third less to read and to keep; names stay, for who reads a trace.
      minify: { compress: false, mangle: false },
      sourcemap: false,
      entryFileNames: '[name].cjs',
      chunkFileNames: `${name}-[name]-[hash].cjs`,
    },
  });
  return output.map((file) => file.fileName);
}

const startMs = performance.now();
const found = Object.entries(entries).filter(([, source]) => existsSync(`${root}${source}`));
const built = await Promise.all(found.map(([name, source]) => bundle(name, source)));
const written = new Set(built.flat());
// Only now, so that a command started during a build finds its bundle.
for (const file of existsSync(`${root}dist`) ? readdirSync(`${root}dist`) : []) {
  if (!written.has(file)) rmSync(`${root}dist/${file}`, { recursive: true, force: true });
}
const names = found.map(([name]) => `dist/${name}.cjs`);
console.log(
  `build: ${names.join(', ') || 'no entry exists yet'} (${Math.round(performance.now() - startMs)} ms)`,
);
