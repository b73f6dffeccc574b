// The checks that are other people's programs: the compiler, the linter, the dead-code finder. Each
// runs under the same Node as this process and is found by what its package says its program is.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { member, textAt } from './tree.ts';

/** One program to run: `bin` is the name its package gives the program. */
export interface Tool {
  readonly name: string;
  readonly packageName: string;
  readonly bin: string;
  readonly words: readonly string[];
}

export const TOOLS: readonly Tool[] = [
  { name: 'types', packageName: 'typescript', bin: 'tsc', words: ['-b', '--pretty', 'false'] },
  {
    name: 'format and lint',
    packageName: '@biomejs/biome',
    bin: 'biome',
    words: [
      'check',
      '--reporter=concise',
      '--colors=off',
      '--max-diagnostics=200',
      '--error-on-warnings',
    ],
  },
  {
    name: 'dead code',
    packageName: 'knip',
    bin: 'knip',
    words: ['--no-progress', '--treat-config-hints-as-errors'],
  },
];

/** Runs a tool to its end. The output is empty when it found nothing. */
export async function runTool(root: string, tool: Tool): Promise<string> {
  const home = join(root, 'node_modules', tool.packageName);
  const manifest: unknown = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
  const entry = textAt(member(manifest, 'bin'), tool.bin);
  const child = spawn(process.execPath, [join(home, entry), ...tool.words], {
    cwd: root,
    env: { ...process.env, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const exitCode = await new Promise<number>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
  if (exitCode === 0) return '';
  return stripVTControlCharacters(output).trim() || `ended with status ${exitCode}`;
}
