// Makes the recordings beside it anew: `node tests/recordings/record.ts [NAME…]`. The programs run
// with a neutral folder, home and host name, so that a recording says nothing about the machine.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { homedir, hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { castBytes, formatCast, type RecordOptions, recordProgram } from '@codex-voice/testing';
import { AGENT_DEMONSTRATIONS } from './agent-demonstrations.ts';
import { DEMO_HOME, DEMO_PROJECT, PROGRAM_DEMONSTRATIONS } from './program-demonstrations.ts';

const HERE = dirname(fileURLToPath(import.meta.url));
const CHECKOUT = dirname(dirname(HERE));
/** A recording above this is no longer something one keeps in a repository. */
const LARGEST_BYTES = 150_000;

async function prepareProject(): Promise<void> {
  await rm(dirname(DEMO_PROJECT), { recursive: true, force: true });
  await rm(DEMO_HOME, { recursive: true, force: true });
  await mkdir(join(DEMO_PROJECT, 'src'), { recursive: true });
  await mkdir(DEMO_HOME, { recursive: true });
  const story = Array.from({ length: 200 }, (_, index) => {
    return `${index + 1}: The ${index % 7 === 0 ? 'fox' : 'bird'} saw ${index * 3} stars. ${'— '.repeat(index % 30)}`;
  });
  await writeFile(join(DEMO_PROJECT, 'story.txt'), `${story.join('\n')}\n`);
  await writeFile(join(DEMO_PROJECT, 'README.md'), '# Demo\n\nA *small* project. 你好, 🦊.\n');
  const source = Array.from({ length: 80 }, (_, index) => `const value${index} = ${index} * 2;`);
  await writeFile(join(DEMO_PROJECT, 'src', 'main.js'), `${source.join('\n')}\n`);
}

function requireNeutral(name: string, text: string): void {
  for (const secret of [hostname(), homedir(), CHECKOUT]) {
    if (text.includes(secret)) throw new Error(`${name}: the recording names ${secret}`);
  }
}

async function record(name: string, options: RecordOptions): Promise<void> {
  const cast = await recordProgram(options);
  const text = formatCast(cast);
  requireNeutral(name, text);
  if (text.length > LARGEST_BYTES) throw new Error(`${name}: ${text.length} bytes are too many`);
  await writeFile(join(HERE, `${name}.cast`), text);
  console.log(`${name}: ${castBytes(cast).length} bytes of output, file ${text.length}`);
}

const wanted = new Set(process.argv.slice(2));
const isWanted = (name: string) => wanted.size === 0 || wanted.has(name);
for (const [name, options] of Object.entries(PROGRAM_DEMONSTRATIONS)) {
  if (!isWanted(name)) continue;
  await prepareProject();
  await record(name, options);
}
for (const [name, demonstrate] of Object.entries(AGENT_DEMONSTRATIONS)) {
  if (!isWanted(name)) continue;
  await prepareProject();
  await demonstrate(async (options) => await record(name, options));
}
