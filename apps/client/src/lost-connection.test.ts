// A connection that breaks is made again, and one that breaks all the time is not.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { BrokenConnections, knownEnd } from './lost-connection.ts';

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
  const lost = { kind: 'lost', hold: 'take' } as const;
  const exited = { kind: 'exited', why: 'itself' };
  expect(await knownEnd(lost, 'left', folder)).toEqual({ ...exited, status: 5 });
  expect(await knownEnd(lost, 'struck', folder)).toEqual({ ...exited, status: 137 });
  for (const id of ['killed', 'never', undefined])
    expect(await knownEnd(lost, id, folder)).toBe(lost);
  const detached = { kind: 'detached' } as const;
  expect(await knownEnd(detached, 'left', folder)).toBe(detached);
});
