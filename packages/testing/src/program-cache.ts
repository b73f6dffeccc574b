// Where programs that suites install for themselves are kept, and the lock that lets only one suite
// install at a time. What is installed, and how, is `agent-programs.ts`.
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** How often a waiting suite looks whether the lock is free: short beside an install of seconds. */
const LOCK_POLL_MS = 200;
/** A lock directory without an owner's pid is a suite that died between two system calls. */
const ORPHAN_LOCK_MS = 5_000;

/** The cache folder shared by all suites: outside the checkout and outside the temporary folder. */
export function testCacheDirectory(env: NodeJS.ProcessEnv = process.env): string {
  if (env.CODEX_VOICE_TEST_CACHE) return env.CODEX_VOICE_TEST_CACHE;
  if (env.XDG_CACHE_HOME) return join(env.XDG_CACHE_HOME, 'codex-voice-tests');
  return join(homedir(), '.cache', 'codex-voice-tests');
}

/**
 * A new empty folder under the cache, mode 0700. Codex skips its helper programs when its home lies
 * in the system's temporary folder, so throw-away agent homes live here.
 */
export async function makeScratchDirectory(name: string): Promise<string> {
  const parent = join(testCacheDirectory(), 'scratch');
  await mkdir(parent, { recursive: true });
  return await mkdtemp(join(parent, `${name}-`));
}

/** Removes a folder made by a suite, also while a dying child is still writing into it. */
export async function removeDirectory(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
}

/** Runs `work` while holding the lock directory `path`; a lock whose owner is dead is taken over. */
export async function withLock<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
  await acquire(path);
  try {
    return await work();
  } finally {
    await removeDirectory(path);
  }
}

async function acquire(path: string): Promise<void> {
  for (;;) {
    try {
      await mkdir(path);
      await writeFile(join(path, 'pid'), String(process.pid));
      return;
    } catch (error) {
      if (!isErrorWithCode(error, 'EEXIST')) throw error;
    }
    if (await isAbandoned(path)) await removeDirectory(path);
    else await sleep(LOCK_POLL_MS);
  }
}

async function isAbandoned(path: string): Promise<boolean> {
  try {
    const pid = Number(await readFile(join(path, 'pid'), 'utf8'));
    if (pid > 0) return !isProcessAlive(pid);
    return Date.now() - (await stat(path)).mtimeMs > ORPHAN_LOCK_MS;
  } catch (error) {
    if (!isErrorWithCode(error, 'ENOENT')) throw error;
  }
  try {
    return Date.now() - (await stat(path)).mtimeMs > ORPHAN_LOCK_MS;
  } catch {
    return false;
  }
}

/** Whether a process with this pid exists (a zombie counts as existing). */
export function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return isErrorWithCode(error, 'EPERM');
  }
}

/** Whether a caught value is a system error with this code. */
export function isErrorWithCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
