// needs:
// A short soak of the whole program with a fixed seed: some hundreds of faults in half a minute, and every
// invariant looked at. A second one breaks each of them on purpose: what looks for it must find it.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../program/command.ts';

const SOAK = join(ROOT, 'tests', 'soak', 'main.ts');
const LIMIT_MS = 230_000;
/** Those without a sound server: another suite may use it. */
const LANES = 'output,said,driven,disk,mortal';
/** What the seed draws in this time on a slow machine, and less than on any that was seen. */
const FAULTS_AT_LEAST = 40;

async function soak(...args: readonly string[]): Promise<{ status: number; told: string }> {
  return await new Promise((resolve) => {
    execFile(process.execPath, [SOAK, ...args], (error, stdout, stderr) => {
      const status = error === null ? 0 : Number(error.code ?? 1);
      resolve({ status, told: stdout + stderr });
    });
  });
}

const long = { timeout: LIMIT_MS };

test.concurrent('faults of every kind from one seed break no invariant', long, async () => {
  const { status, told } = await soak('--seconds', '22', '--seed', '7', '--lanes', LANES);
  expect(told).toContain('soak: held (seed 7)');
  expect(status).toBe(0);
  expect(told).not.toContain('not looked at');
  expect(Number(/^faults: (\d+)/mu.exec(told)?.[1])).toBeGreaterThan(FAULTS_AT_LEAST);
  // The others too on any machine that is not busy with something else: there their processes are up at once.
  for (const area of ['agent output', 'audio'])
    expect(told).toMatch(new RegExp(`^  ${area}: `, 'mu'));
});

test.concurrent(
  'a duplicate, a wrong row, a spoilt terminal, an orphan and a file are found',
  long,
  async () => {
    const { status, told } = await soak('--seconds', '6', '--seed', '7', '--prove');
    expect(told).toContain('soak: every look finds what it is for');
    expect(told).toMatch(/^broken: delivered exactly once \((?:told|mortal)\): twice: /mu);
    expect(told).toMatch(/^broken: scrollback byte-exact \(output\): .*never written/mu);
    expect(status).toBe(0);
  },
);
