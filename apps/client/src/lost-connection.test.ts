// A connection that breaks is made again, and one that breaks all the time is not.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { BrokenConnections, holdAgain, knownEnd, nextReached } from './lost-connection.ts';

/** No process has it: beyond the largest number. */
const DEAD_PID = 4_194_305;

test('eight within ten seconds are worth another, the ninth is not; later ones are again', () => {
  let nowMs = 0;
  const broken = new BrokenConnections(() => nowMs);
  for (let count = 0; count < 8; count += 1) expect(broken.isWorthAnother()).toBe(true);
  expect(broken.isWorthAnother()).toBe(false);
  nowMs = 10_000;
  expect(broken.isWorthAnother()).toBe(true);
});

test('an agent that ended while its terminal was cut off has left its status; a keeper that was killed has not', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'codex-voice-records-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const running = { agent: { name: 'codex' }, cwd: '/', startedAtMs: 0, keeperPid: 7 };
  const write = (id: string, record: object): void => {
    mkdirSync(join(folder, id));
    writeFileSync(join(folder, id, 'session.json'), JSON.stringify(record));
  };
  write('left', { ...running, ended: { endedAtMs: 1, exitCode: 5, signal: 0, outputBytes: 3 } });
  write('struck', { ...running, ended: { exitCode: 0, signal: 9 } });
  write('killed', running);
  write('dead', { ...running, keeperPid: DEAD_PID });
  write('lives', { ...running, keeperPid: process.pid });
  const lost = { kind: 'lost', hold: 'take' } as const;
  const exited = { kind: 'exited', why: 'itself' };
  expect(await knownEnd(lost, 'left', folder)).toEqual({ ...exited, status: 5 });
  expect(await knownEnd(lost, 'struck', folder)).toEqual({ ...exited, status: 137 });
  for (const id of ['killed', 'never', undefined])
    expect(await knownEnd(lost, id, folder)).toBe(lost);
  const goesOn = { ...lost, goesOn: true } as const;
  expect(await knownEnd(goesOn, 'lives', folder)).toBe(goesOn);
  expect(await knownEnd(goesOn, 'dead', folder)).toEqual(lost);
  const detached = { kind: 'detached' } as const;
  expect(await knownEnd(detached, 'left', folder)).toBe(detached);
});

test('a terminal comes back as what it was told to be, and before that as what it asked for', () => {
  expect(holdAgain('if-free', undefined)).toBe('if-free');
  expect(holdAgain('take', undefined)).toBe('take');
  expect(holdAgain('new', undefined)).toBe('take');
  expect(holdAgain('if-free', 'holder')).toBe('take');
  expect(holdAgain('take', 'viewer')).toBe('if-free');
  expect(holdAgain('never', 'viewer')).toBe('never');
});

const broke = { kind: 'lost', hold: 'if-free' } as const;

/** Coming back to a keeper that refuses so, each time after this long. */
async function refused(code: 'lost' | 'absent', afterMs: number) {
  let nowMs = 0;
  let attempts = 0;
  const next = await nextReached(broke, {
    sessionId: 's',
    size: { columns: 80, rows: 24 },
    broken: new BrokenConnections(() => nowMs),
    reach: async ({ onLate }) => {
      onLate?.();
      nowMs += afterMs;
      attempts += 1;
      return { kind: 'refused', code, message: 'no' };
    },
  });
  return { next, attempts };
}

test('a keeper that hangs or refuses is asked again for 15 s, and not said to be dead; a dead one at once', async () => {
  const told: unknown[] = [];
  const writing = vi
    .spyOn(process.stderr, 'write')
    .mockImplementation((text) => told.push(text) > 0);
  onTestFinished(() => writing.mockRestore());
  const goesOn = { ...broke, goesOn: true };
  expect(await refused('lost', 5_000)).toEqual({ next: goesOn, attempts: 3 });
  // Once, however often it is asked.
  expect(told).toEqual(['codex-voice: s does not answer yet: its keeper may be stopped\n']);
  // More often than connections may break: none has broken since.
  expect(await refused('lost', 1_600)).toEqual({ next: goesOn, attempts: 10 });
  expect(await refused('absent', 1)).toEqual({ next: broke, attempts: 1 });
});
