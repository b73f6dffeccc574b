// needs:
// A short soak of the whole program with a fixed seed: some hundreds of faults in half a minute, and every
// invariant looked at. A second one breaks each of them on purpose: what looks for it must find it.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { sized, toldWhenStuck } from '@codex-voice/testing';
import { expect, test } from 'vitest';
import { ROOT } from '../program/command.ts';

const SOAK = join(ROOT, 'tests', 'soak', 'main.ts');
const LIMIT_MS = 230_000;
/** Lanes that do not end are told as such before that limit, in s. */
const SETTLE_SECONDS = '180';
/** Those without a sound server: another suite may use it. */
const LANES = 'output,said,driven,disk,mortal';
const SECONDS = sized({ usual: 12, full: 22 });
/** What the seed draws in this time on a slow machine, and less than on any that was seen. */
const FAULTS_AT_LEAST = sized({ usual: 20, full: 40 });

type OnFinished = (end: () => void) => void;

async function soak(
  onFinished: OnFinished,
  ...args: readonly string[]
): Promise<{ status: number; told: string }> {
  // A group of its own: it may go on as a child of its own, which ends with it.
  const child = spawn(process.execPath, [SOAK, '--settle', SETTLE_SECONDS, ...args], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onFinished(() => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null)
      process.kill(-child.pid, 'SIGKILL');
  });
  let told = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      told += text;
    });
  using _wait = toldWhenStuck(() => `waits for the soak, which has told:\n${told}`);
  return await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      // What a second try does not need any more is worth knowing.
      if (code !== 0) console.error(told);
      resolve({ status: code ?? 1, told });
    });
  });
}

/** What it looks at of processes and their memory is Linux's. */
const long = { timeout: LIMIT_MS, skip: process.platform !== 'linux' };

test.concurrent('faults of every kind from one seed break no invariant', long, async (context) => {
  const how = ['--seconds', String(SECONDS), '--seed', '7', '--lanes', LANES];
  const { status, told } = await soak(context.onTestFinished, ...how);
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
  async ({ onTestFinished }) => {
    const how = ['--seconds', '6', '--seed', '7', '--prove'];
    const { status, told } = await soak(onTestFinished, ...how);
    expect(told).toContain('soak: every look finds what it is for');
    expect(told).toMatch(/^broken: delivered exactly once \((?:told|mortal)\): twice: /mu);
    expect(told).toMatch(/^broken: scrollback byte-exact \(output\): .*never written/mu);
    expect(told).toMatch(/^first broken: .*, after fault \d+ of seed 7$/mu);
    expect(told).toMatch(/^broken: no leaked socket or file .*tmp\/left.*\.part/mu);
    expect(status).toBe(0);
  },
);
