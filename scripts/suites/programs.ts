// Looks for the programs that system suites need, and fetches them when the caller asks for that.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { ROOT_USER } from './needs.ts';

/** Whether a program is on the PATH or, for an agent, in the suites' own cache. Installs nothing. */
export async function isAvailable(program: string): Promise<boolean> {
  if (program === ROOT_USER) return process.getuid?.() === 0;
  if (isAgent(program)) return await isAgentCached(program);
  return isOnPath(program);
}

/** Installs Debian packages and the agents. Returns what could not be had, a line each. */
export async function fetchPrograms(root: string): Promise<readonly string[]> {
  const problems: string[] = [];
  const script = join(root, 'scripts/system-packages.sh');
  if (spawnSync('bash', [script], { stdio: ['ignore', 'inherit', 'inherit'] }).status !== 0) {
    problems.push('scripts/system-packages.sh did not succeed');
  }
  const { ensureClaude, ensureCodex, ensureGemini } = await import('@codex-voice/testing');
  for (const ensure of [ensureCodex, ensureClaude, ensureGemini]) {
    try {
      console.log(`have: ${await ensure()}`);
    } catch (error) {
      problems.push(error instanceof Error ? error.message : String(error));
    }
  }
  return problems;
}

type AgentProgram = 'codex' | 'claude' | 'gemini';

function isAgent(program: string): program is AgentProgram {
  return program === 'codex' || program === 'claude' || program === 'gemini';
}

async function isAgentCached(program: AgentProgram): Promise<boolean> {
  const testing = await import('@codex-voice/testing');
  const versions: Readonly<Record<AgentProgram, string>> = {
    codex: testing.CODEX_VERSION,
    claude: testing.CLAUDE_VERSION,
    gemini: testing.GEMINI_VERSION,
  };
  return existsSync(join(testing.testCacheDirectory(), `${program}-${versions[program]}`));
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
