import { access, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { isProcessAlive, removeDirectory, testCacheDirectory, withLock } from './program-cache.ts';

/** No process has it: the kernel's largest pid is 2^22. */
const NO_PID = 2 ** 30;

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'codex-voice-lock-'));
  onTestFinished(async () => await removeDirectory(path));
  return path;
}

describe('the suites’ cache', () => {
  it('lies where the variables say, else in the home folder', () => {
    expect(testCacheDirectory({ CODEX_VOICE_TEST_CACHE: '/a', XDG_CACHE_HOME: '/b' })).toBe('/a');
    expect(testCacheDirectory({ XDG_CACHE_HOME: '/b' })).toBe('/b/codex-voice-tests');
    expect(testCacheDirectory({})).toMatch(/\/\.cache\/codex-voice-tests$/);
  });

  it('lets one at a time work under a lock, and frees it after a failure', async () => {
    const lock = join(await folder(), 'lock');
    let inside = 0;
    let most = 0;
    const work = async () => {
      inside += 1;
      most = Math.max(most, inside);
      await sleep(20);
      inside -= 1;
    };
    await Promise.all([withLock(lock, work), withLock(lock, work), withLock(lock, work)]);
    expect(most).toBe(1);
    await expect(
      withLock(lock, async () => await Promise.reject(new Error('no'))),
    ).rejects.toThrow();
    await expect(access(lock)).rejects.toThrow();
  });

  it('takes over a lock whose owner is dead', async () => {
    const lock = join(await folder(), 'lock');
    await mkdir(lock);
    await writeFile(join(lock, 'pid'), `${NO_PID}`);
    expect(await withLock(lock, async () => 'done')).toBe('done');
  });

  it('knows the living from the dead', () => {
    expect(isProcessAlive(process.pid)).toBe(true);
    expect(isProcessAlive(NO_PID)).toBe(false);
  });
});
