// A terminal that leaves a session and one that comes to it: the screen is what it would have been, cell
// by cell, with cursor, modes and scrollback, and it goes on as if nobody had ever left.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sized } from '@codex-voice/testing';
import { expect, test } from 'vitest';
import { type Home, makeHome, startInTerminal } from '../command.ts';
import { POSES, type Pose } from './poses.table.ts';
import {
  attach,
  detach,
  expectNothingLeft,
  expectScreenOfLedger,
  ledgerAgent,
  listedSessions,
  PATIENCE_MS,
  poseAgent,
  until,
} from './session-rig.ts';

function agentOf(home: Home, { before, after }: Pose): string[] {
  const file = join(home.path, 'poses.json');
  writeFileSync(file, JSON.stringify([before, after]));
  return poseAgent(home, file);
}

/** The terminal as it was at its start. */
const RESET = '\u001bc';

test('each pose is left and come back to, and goes on as if nobody had left', {
  timeout: POSES.length * PATIENCE_MS,
}, async () => {
  using home = makeHome();
  const file = join(home.path, 'poses.json');
  const drawn = POSES.flatMap(({ before, after }) => [`${RESET}${before}`, after]);
  writeFileSync(file, JSON.stringify(drawn));
  const args = ['run', '--no-voice', '--', ...poseAgent(home, file)];
  let terminal = startInTerminal({ home, args });
  for (const { name } of POSES) {
    try {
      await until('pose', () => !terminal.terminal.screenText().includes('moved'));
      await terminal.waitForText('posed', PATIENCE_MS);
      await expectScreenOfLedger(home, terminal);
      await detach(terminal);
      await terminal.stop();
      terminal = attach(home);
      await terminal.waitForText('posed', PATIENCE_MS);
      await expectScreenOfLedger(home, terminal);
      terminal.send('N');
      await terminal.waitForText('moved', PATIENCE_MS);
      await expectScreenOfLedger(home, terminal);
      terminal.send('N');
    } catch (cause) {
      throw new Error(name, { cause });
    }
  }
  terminal.send('Q');
  expect((await terminal.untilExited()).exitCode).toBe(0);
  await terminal.stop();
  await expectNothingLeft(home);
});

test('the shell has its screen and settings back, and is told how to return', async () => {
  using home = makeHome();
  const pose = { name: '', before: '\u001b[?1049h\u001b[?1003h\u001b[?2004hposed', after: '' };
  await using program = startInTerminal({
    home,
    args: ['run', '--no-voice', '--', ...agentOf(home, pose)],
  });
  await program.waitForText('posed', PATIENCE_MS);
  const [listed] = await listedSessions(home);
  expect(listed).toMatchObject({ held: true, terminals: 1 });
  await detach(program);
  const { active, modes } = program.terminal.snapshot();
  expect(active).toBe('normal');
  expect(modes).toMatchObject({ mouseTrackingMode: 'none', bracketedPasteMode: 'false' });
  expect(program.terminal.screenText()).toContain(`attach ${listed?.session}`);
  expect(await listedSessions(home)).toMatchObject([
    { session: listed?.session, held: false, terminals: 0, size: { columns: 80, rows: 23 } },
  ]);
  await using again = attach(home, { size: { columns: 60, rows: 20 } });
  await again.waitForText('posed', PATIENCE_MS);
  expect((await listedSessions(home))[0]?.size).toEqual({ columns: 60, rows: 19 });
  again.send('Q');
  expect((await again.untilExited()).exitCode).toBe(0);
  await expectNothingLeft(home);
});

test('a terminal that is closed leaves the session as it is', async () => {
  using home = makeHome();
  const agent = ledgerAgent(home, { lines: 200, intervalMs: 60_000 });
  const first = startInTerminal({ home, args: ['run', '--no-voice', '--', ...agent] });
  await first.waitForText('line 000200', PATIENCE_MS);
  await first.stop();
  expect(await listedSessions(home)).toMatchObject([{ held: false, terminals: 0 }]);
  await using second = attach(home);
  await second.waitForText('line 000200', PATIENCE_MS);
  await expectScreenOfLedger(home, second);
  second.send('Q');
  expect((await second.untilExited()).exitCode).toBe(0);
  await expectNothingLeft(home);
});

/** More than the scrollback holds, and than the memory of the log does: 64 KiB, a thousand lines and some. */
const MANY = sized({
  usual: { lines: 3_000, keptLines: 1_000 },
  full: { lines: 12_000, keptLines: 5_000 },
});

test('after more output than is kept, the last part of it is exact', async () => {
  using home = makeHome();
  const { lines, keptLines } = MANY;
  const folder = join(home.path, 'config', 'codex-voice');
  mkdirSync(folder, { recursive: true });
  const config = `[session]\nscrollback_lines = ${keptLines}\nlog_memory_kb = 64\n`;
  writeFileSync(join(folder, 'config.toml'), config);
  const last = `line ${String(lines).padStart(6, '0')}`;
  const agent = ledgerAgent(home, { lines, intervalMs: 60_000 });
  await using first = startInTerminal({ home, args: ['run', '--no-voice', '--', ...agent] });
  await first.waitForText(last, PATIENCE_MS);
  await expectScreenOfLedger(home, first, keptLines);
  await detach(first);
  await using second = attach(home);
  await second.waitForText(last, PATIENCE_MS);
  await expectScreenOfLedger(home, second, keptLines);
  second.send('Q');
  await second.untilExited();
  await expectNothingLeft(home);
});
