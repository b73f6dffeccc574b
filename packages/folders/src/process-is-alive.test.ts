import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { processIsAlive } from './process-is-alive.ts';

const PATIENCE = { timeout: 30_000, interval: 20 };

test('FOLDERS-5 a process lives until it has ended', async () => {
  const child = spawn('sleep', ['60'], { stdio: 'ignore' });
  const pid = child.pid ?? 0;
  expect(processIsAlive(pid)).toBe(true);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(processIsAlive(pid)).toBe(false);
  expect(processIsAlive(process.pid)).toBe(true);
});

test.each([0, -1, 1.5, Number.NaN, 4_000_000_000, 2 ** 60])(
  'FOLDERS-5 %d is no living process',
  (pid) => {
    expect(processIsAlive(pid)).toBe(false);
  },
);

test.runIf(process.platform === 'linux')(
  'FOLDERS-5 one that is dead, and whose parent has not looked, does not live',
  async () => {
    // The shell's place is taken by a program that asks after nobody.
    const parent = spawn('sh', ['-c', 'sleep 60 & echo $!; exec tail -f /dev/null'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    onTestFinished(() => {
      parent.kill('SIGKILL');
    });
    const [told] = await once(parent.stdout, 'data');
    const pid = Number(String(told).trim());
    const parentName = (): string => readFileSync(`/proc/${parent.pid}/comm`, 'utf8').trim();
    await expect.poll(parentName, PATIENCE).toBe('tail');
    process.kill(pid, 'SIGKILL');
    const state = (): string => readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1] ?? '';
    await expect.poll(state, PATIENCE).toMatch(/^Z/u);
    expect(spawnSync('kill', ['-0', String(pid)]).status).toBe(0);
    expect(processIsAlive(pid)).toBe(false);
  },
);
