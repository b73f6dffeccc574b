// What the shortest command of ours costs to start, against a runtime that does nothing: the launcher, the
// bundle, and what it loads before it knows what it is asked.
import { spawnSync } from 'node:child_process';
import { benchHome, CODEX_VOICE, isBuilt } from './peers.ts';
import { countOption, digits, median, publish } from './statistics.ts';

const rounds = countOption('rounds', 31, 7);
if (!isBuilt()) throw new Error('nothing is bundled: npm run build');
using home = benchHome();
const [node = '', ...launcher] = CODEX_VOICE;
const commands = {
  'node -e 0': ['-e', '0'],
  'codex-voice --version': [...launcher, '--version'],
  'codex-voice --help': [...launcher, '--help'],
} as const;

function startMs(words: readonly string[]): number {
  const beganMs = performance.now();
  const env = { ...process.env, ...home.env };
  const { status } = spawnSync(node, words, { env, stdio: 'ignore' });
  if (status !== 0) throw new Error(`${words.join(' ')} ended with ${status}`);
  return performance.now() - beganMs;
}

const names = Object.keys(commands) as (keyof typeof commands)[]; // `Object.keys` forgets what it lists
const samples = new Map(names.map((name) => [name, [] as number[]]));
// What was compiled is kept from the first start on, as on a machine in use.
for (const name of names) startMs(commands[name]);
for (let round = 0; round < rounds; round += 1) {
  for (let turn = 0; turn < names.length; turn += 1) {
    const name = names[(turn + round) % names.length];
    if (name !== undefined) samples.get(name)?.push(startMs(commands[name]));
  }
}

const middle = (name: keyof typeof commands): number => median(samples.get(name) ?? []);
publish({
  name: 'help',
  about: `From the start of a command until it has ended; median of ${rounds} alternating rounds, once each before. The bound for --help is 1.5 times the runtime alone.`,
  columns: ['command', 'ms', 'times node -e 0'],
  rows: names.map((name) => [
    name,
    digits(middle(name), 1),
    digits(middle(name) / middle('node -e 0'), 2),
  ]),
});
