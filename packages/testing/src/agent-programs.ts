// Installs the pinned agent programs from the npm registry into the suites' cache, once per machine.
// The machine's own agents are never used: their versions are not pinned.
import { execFile } from 'node:child_process';
import { access, mkdir, mkdtemp, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { removeDirectory, testCacheDirectory, withLock } from './program-cache.ts';

const run = promisify(execFile);

/** The Codex that the suites drive, unless a drift check names another one. */
export const CODEX_VERSION = process.env.TEST_CODEX_VERSION ?? '0.169.0';
/** The Claude Code that the suites drive, likewise. */
export const CLAUDE_VERSION = process.env.TEST_CLAUDE_VERSION ?? '2.1.197';
/** The Gemini CLI that the suites drive, likewise. */
export const GEMINI_VERSION = process.env.TEST_GEMINI_VERSION ?? '0.61.0';

/** Codex is 400 MB unpacked and took 6 s on a fast line: this leaves room for a slow one. */
const INSTALL_TIMEOUT_MS = 600_000;

/** Why an agent program can't be had: `unsupported` platform, or the `install` failed. */
export class AgentProgramError extends Error {
  readonly code: 'unsupported' | 'install';
  constructor(code: 'unsupported' | 'install', message: string) {
    super(message);
    this.name = 'AgentProgramError';
    this.code = code;
  }
}

const CODEX_TARGETS: Readonly<Record<string, string>> = {
  'linux-x64': 'x86_64-unknown-linux-musl',
  'linux-arm64': 'aarch64-unknown-linux-musl',
  'darwin-x64': 'x86_64-apple-darwin',
  'darwin-arm64': 'aarch64-apple-darwin',
};

/**
 * The path of the Codex binary of a version, by default the pinned one, installed first where the cache lacks it (about 400 MB on
 * disk). It is the native program itself, not the launcher script, so its pid is the agent's pid.
 */
export async function ensureCodex(version: string = CODEX_VERSION): Promise<string> {
  const platform = `${process.platform}-${process.arch}`;
  const target = CODEX_TARGETS[platform];
  if (target === undefined) throw unsupported('Codex', platform);
  return await ensureProgram({
    name: 'codex',
    packageName: '@openai/codex',
    version,
    binary: `node_modules/@openai/codex-${platform}/vendor/${target}/bin/codex`,
  });
}

/**
 * The path of the Claude Code binary of a version, by default the pinned one, installed first where the cache lacks it (about 245 MB).
 * Its package has a post-install step that only links the platform's binary into place; it is not
 * run, and the platform package's binary is used directly.
 */
export async function ensureClaude(version: string = CLAUDE_VERSION): Promise<string> {
  const platform = `${process.platform}-${process.arch}`;
  if (CODEX_TARGETS[platform] === undefined) throw unsupported('Claude Code', platform);
  return await ensureProgram({
    name: 'claude',
    packageName: '@anthropic-ai/claude-code',
    version,
    binary: `node_modules/@anthropic-ai/claude-code-${platform}/claude`,
  });
}

/**
 * The path of the pinned Gemini CLI, a program for Node, installed first where the cache lacks it: one package of
 * 96 MB on disk. Its optional ones, for a key store and terminals, have install scripts and are left out.
 */
export async function ensureGemini(): Promise<string> {
  return await ensureProgram({
    name: 'gemini',
    packageName: '@google/gemini-cli',
    version: GEMINI_VERSION,
    binary: 'node_modules/@google/gemini-cli/bundle/gemini.js',
    options: ['--omit=optional'],
  });
}

interface Program {
  name: string;
  packageName: string;
  version: string;
  /** The binary's path inside the install folder. */
  binary: string;
  /** Of npm's, besides those of every install. */
  options?: readonly string[];
}

async function ensureProgram(program: Program): Promise<string> {
  const cache = testCacheDirectory();
  const home = join(cache, `${program.name}-${program.version}`);
  const binary = join(home, program.binary);
  if (await exists(binary)) return binary;
  await mkdir(cache, { recursive: true });
  await withLock(join(cache, `${program.name}.lock`), async () => {
    if (!(await exists(binary))) await install(program, home);
  });
  return binary;
}

// Installed beside the final place and renamed, so that a half-finished install is never taken.
async function install(program: Program, home: string): Promise<void> {
  const staging = await mkdtemp(`${home}.partial-`);
  try {
    await writeFile(join(staging, 'package.json'), '{"private":true}\n');
    await run(
      'npm',
      ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--save-exact'].concat(
        program.options ?? [],
        `${program.packageName}@${program.version}`,
      ),
      { cwd: staging, timeout: INSTALL_TIMEOUT_MS, env: environmentForNpm() },
    );
    if (!(await exists(join(staging, program.binary)))) {
      throw new Error(`the package holds no ${program.binary}`);
    }
    await removeDirectory(home);
    await rename(staging, home);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AgentProgramError(
      'install',
      `${program.packageName}@${program.version} could not be installed: ${reason}`,
    );
  } finally {
    await removeDirectory(staging);
  }
}

// Run from an npm script, npm would find the workspace's own settings in npm_* variables.
function environmentForNpm(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^npm_(lifecycle|package|command|config_(local_)?prefix)/i.test(name),
  );
  return Object.fromEntries(kept);
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}

function unsupported(program: string, platform: string): AgentProgramError {
  return new AgentProgramError('unsupported', `${program} has no pinned build for ${platform}`);
}
