// The keeper is killed: that ends its session, as closing a terminal would, and nothing else. The
// terminal is as it was, the message says what happened, log and queue are there.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TerminalProgram } from '@codex-voice/testing';
import { expect, test } from 'vitest';
import { LAUNCHER, makeHome, runPlain, startInTerminal } from '../command.ts';
import {
  attach,
  exampleAgent,
  expectNothingLeft,
  ledgerAgent,
  ledgerPath,
  listedSessions,
  PATIENCE_MS,
  until,
} from './session-rig.ts';

/** Columns: the message is not wrapped. */
const WIDE = 200;
const TOLD = /codex-voice: the session.s keeper has died: .*\/sessions\//u;

/** After codex-voice the shell says how it ended and shows the terminal's own settings. */
const SHELL = `before=$(stty -g); "$0" "$@"; echo "status=$?"; test "$before" = "$(stty -g)" && echo same-settings; read -r line; echo "line=$line"`;

test('the terminal is restored, and the log has every byte', async () => {
  using home = makeHome();
  const agent = ledgerAgent(home, { lines: 3_000, intervalMs: 60_000 });
  const command = [process.execPath, LAUNCHER, 'run', '--no-voice', '--', ...agent];
  await using shell = new TerminalProgram({
    file: '/bin/sh',
    args: ['-c', SHELL, ...command],
    cwd: home.path,
    env: home.env,
    columns: WIDE,
    rows: 20,
  });
  await shell.waitForText('line 003000', PATIENCE_MS);
  const [listed] = await listedSessions(home);
  await using viewer = attach(home, { size: { columns: WIDE, rows: 20 } });
  await viewer.waitForText('line 003000', PATIENCE_MS);
  const folder = join(home.stateDirectory, 'sessions', listed?.session ?? '');
  // The agent's terminal turns each line feed into two characters.
  const logged = (): string =>
    readFileSync(join(folder, 'output.log'), 'utf8').replaceAll('\r\r\n', '\r\n');
  const drawn = readFileSync(ledgerPath(home), 'utf8');
  // The log is written beside the byte path, and may be late.
  await until('the whole log', () => logged() === drawn);
  for (const pid of home.pids('keeper')) process.kill(pid, 'SIGKILL');
  await shell.waitForText('status=1', PATIENCE_MS);
  await shell.waitForText('same-settings', PATIENCE_MS);
  expect(shell.terminal.screenText()).toMatch(TOLD);
  shell.send('typed\r');
  await shell.waitForText('line=typed', PATIENCE_MS);
  expect((await viewer.untilExited()).exitCode).toBe(1);
  expect(viewer.terminal.screenText()).toMatch(TOLD);
  expect(logged()).toBe(drawn);
  await until('empty list', async () => (await listedSessions(home)).length === 0);
  await shell.untilExited();
  await expectNothingLeft(home);
});

test('the queue is there, and the agent is gone with its programs', async () => {
  using home = makeHome();
  const agent = exampleAgent(home);
  await using holder = startInTerminal({
    home,
    env: agent.env,
    args: ['run', '--no-voice', '--', ...agent.command],
  });
  await holder.waitForText('Type or say', PATIENCE_MS);
  const [listed] = await listedSessions(home);
  // Typing holds what is said back: it waits in the queue.
  holder.send('half a sentence');
  await holder.waitForText('half a sentence', PATIENCE_MS);
  expect((await runPlain(home, ['say', '--send', 'kept for later'])).status).toBe(0);
  for (const pid of home.pids('keeper')) process.kill(pid, 'SIGKILL');
  expect((await holder.untilExited()).exitCode).toBe(1);
  const folder = join(home.stateDirectory, 'sessions', listed?.session ?? '');
  const queue = join(folder, 'queue.jsonl');
  // The file is there before its lines are.
  const kept = (): boolean =>
    existsSync(queue) && readFileSync(queue, 'utf8').includes('kept for later');
  await until('what waits in the queue file', kept);
  expect(readdirSync(folder)).toContain('session.json');
  // Who looks for sessions finds that this one is no more.
  await until('empty list', async () => (await listedSessions(home)).length === 0);
  await expectNothingLeft(home);
});
