// Plays the key workflows and holds them to their golden transcripts, with scripted agents and then with the
// real ones; or takes the transcripts anew. What is played, and how it is compared, is in the suites.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const USAGE = `usage: npm run golden [-- [--write] [--scripted]]
Plays the key workflows and compares them with tests/golden/*.golden: with scripted agents, then with the real
ones, which are fetched from npm the first time.
  --write      takes the transcripts anew: look at git diff before you commit them
  --scripted   scripted agents only: a few seconds`;

const ROOT = join(import.meta.dirname, '..');
const SCRIPTED = { config: 'vitest.config.ts', path: 'packages/control/src/golden' };
const REAL = { config: 'vitest.system.config.ts', path: 'tests/system/golden-agents.test.ts' };

const options = process.argv.slice(2);
if (options.some((option) => !['--write', '--scripted'].includes(option))) {
  console.error(USAGE);
  process.exitCode = options.includes('--help') ? 0 : 2;
} else {
  const suites = options.includes('--scripted') ? [SCRIPTED] : [SCRIPTED, REAL];
  const write = options.includes('--write') ? { CODEX_VOICE_GOLDEN: 'write' } : {};
  const env = { ...process.env, TEST_SIZE: 'full', ...write };
  for (const { config, path } of suites.filter((suite) => existsSync(join(ROOT, suite.path)))) {
    const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs');
    const args = [vitest, 'run', '--config', config, path];
    const { status } = spawnSync(process.execPath, args, { cwd: ROOT, env, stdio: 'inherit' });
    if (status !== 0) process.exitCode = 1;
  }
}
