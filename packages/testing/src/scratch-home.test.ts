// A scratch home knows what was started in it, however it was detached, and leaves nothing.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { untilHolds } from './open-waits.ts';
import { processMemory } from './process-memory.ts';
import { makeScratchHome } from './scratch-home.ts';

test('what was started in it, and by that, ends with it', async () => {
  let path = '';
  {
    using home = makeScratchHome();
    path = home.path;
    spawn('sh', ['-c', 'setsid sleep 62 & sleep 63'], { env: home.env, detached: true }).unref();
    const commands = () => home.running().map(({ command }) => command);
    const wanted = ['sleep 62', 'sleep 63'];
    await untilHolds('both', () => wanted.every((each) => commands().includes(each)));
    const pid = home.running()[0]?.pid ?? 0;
    expect(processMemory(pid)?.residentKiB).toBeGreaterThan(0);
    expect(home.runtimeFiles()).toEqual([]);
    home[Symbol.dispose]();
    expect(await home.leaked(30_000)).toEqual([]);
    expect(processMemory(pid)).toBeUndefined();
  }
  expect(existsSync(path)).toBe(false);
});
