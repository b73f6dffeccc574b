// That a machine does to a process of ours what it is told: a soak without would hold and prove nothing.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { Chance } from './chance.ts';
import { MachineFaults } from './machine-faults.ts';
import { SoakRecord } from './soak-record.ts';

const DAY_MS = 86_400_000;

/** A program that is taken for our host: it says when it is there, and does what it is told in a folder of its own. */
function program(does: string): {
  readonly machine: MachineFaults;
  readonly folder: string;
  readonly record: SoakRecord;
  readonly run: () => Promise<{ readonly told: string; readonly ended: string }>;
} {
  const folder = mkdtempSync(join(tmpdir(), 'codex-voice-bad-machine-'));
  const record = new SoakRecord();
  const machine = new MachineFaults({ chance: new Chance(3), record });
  onTestFinished(() => {
    machine[Symbol.dispose]();
    rmSync(folder, { recursive: true });
  });
  const file = join(folder, 'codex-voice.js');
  writeFileSync(
    file,
    `const fs = require('node:fs'); process.chdir(${JSON.stringify(folder)});\n${does}`,
  );
  const run = async (): Promise<{ told: string; ended: string }> => {
    const env = { ...process.env, ...machine.env };
    const child = spawn(process.execPath, [file, '__host'], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let told = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      told += text;
    });
    const ended = await new Promise<string>((resolve) => {
      child.on('close', (code, signal) => resolve(signal ?? String(code)));
    });
    return { told: told.trim(), ended };
  };
  return { machine, folder, record, run };
}

/** Writes a line again and again until a fault is met, and says what it met. */
const WRITING = `
const fd = fs.openSync('out', 'a');
const again = setInterval(() => {
  try {
    const written = fs.writeSync(fd, 'abcdef');
    if (written < 6) console.log('took ' + written), clearInterval(again);
  } catch (error) {
    console.log(error.code), clearInterval(again);
  }
}, 5);`;

test.each([
  ['torn', '', 'SIGKILL'],
  ['short', 'took 3', '0'],
  ['refused', 'ENOSPC', '0'],
] as const)('a write that is %s is made to its half', async (kind, told, ended) => {
  const { machine, folder, record, run } = program(WRITING);
  const running = run();
  // It may not be there yet when the first order is withdrawn.
  while (!(await machine.write(kind, 'host')));
  expect(await running).toEqual({ told, ended });
  expect(readFileSync(join(folder, 'out'), 'utf8')).toMatch(/^(?:abcdef)*abc$/u);
  expect([...record.faultCounts()]).toEqual([[`disk: write ${kind} (host)`, 1]]);
});

test('a clock that was set is shown by dates, and by files that were written since', async () => {
  const does = `
fs.writeFileSync('new', '');
const { mtimeMs, mtime } = fs.statSync('new');
console.log([Date.now(), new Date().getTime(), mtimeMs, mtime.getTime(), new Date(5).getTime()].join(' '));`;
  const { machine, run } = program(does);
  const before = Date.now();
  machine.setClock('far');
  const { told } = await run();
  const [now = 0, date = 0, changed = 0, changedDate = 0, given] = told.split(' ').map(Number);
  const off = now - before;
  expect(Math.abs(off)).toBeGreaterThan(60_000);
  expect(Math.abs(off)).toBeLessThan(2 * DAY_MS);
  for (const shown of [date, changed, changedDate])
    expect(Math.abs(shown - now)).toBeLessThan(Math.abs(off) / 2);
  expect(given).toBe(5);
});
