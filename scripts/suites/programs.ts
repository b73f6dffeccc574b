// Looks for the programs that system suites need, and fetches them when the caller asks for that.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Whether a program is on the PATH or, for an agent, in the suites' own cache. Installs nothing. */
export async function isAvailable(program: string): Promise<boolean> {
  if (program === 'codex' || program === 'claude') return await isAgentCached(program);
  return isOnPath(program);
}

/** Installs Debian packages and both agents. Returns what could not be had, a line each. */
export async function fetchPrograms(root: string): Promise<readonly string[]> {
  const problems: string[] = [];
  const script = join(root, 'scripts/system-packages.sh');
  if (spawnSync('bash', [script], { stdio: ['ignore', 'inherit', 'inherit'] }).status !== 0) {
    problems.push('scripts/system-packages.sh did not succeed');
  }
  const { ensureClaude, ensureCodex } = await import('@codex-voice/testing');
  for (const ensure of [ensureCodex, ensureClaude]) {
    try {
      console.log(`have: ${await ensure()}`);
    } catch (error) {
      problems.push(error instanceof Error ? error.message : String(error));
    }
  }
  return problems;
}

async function isAgentCached(program: 'codex' | 'claude'): Promise<boolean> {
  const testing = await import('@codex-voice/testing');
  const version = program === 'codex' ? testing.CODEX_VERSION : testing.CLAUDE_VERSION;
  return existsSync(join(testing.testCacheDirectory(), `${program}-${version}`));
}

function isOnPath(program: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((directory) => {
    try {
      accessSync(join(directory, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
