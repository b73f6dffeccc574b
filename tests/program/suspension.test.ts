// Ctrl-Z and `fg`: the shell has the terminal in between, and what comes after stands where it belongs.
import { TerminalProgram } from '@codex-voice/testing';
import { expect, test } from 'vitest';
import { LAUNCHER, makeHome } from './command.ts';

const PATIENCE_MS = 20_000;
/** Says what it reads; `z` stops it as Ctrl-Z stops an agent. */
const STOPS_ITSELF = 'while read -r x; do echo "got $x"; [ "$x" = z ] && kill -STOP $$; done';

test('after Ctrl-Z and fg the output stands below what the shell wrote, and our row stays', async () => {
  using home = makeHome();
  await using shell = new TerminalProgram({
    file: '/bin/sh',
    args: ['-i'],
    cwd: home.path,
    env: { ...home.env, PS1: 'shell> ', ENV: undefined, RUN: `${process.execPath} ${LAUNCHER}` },
    columns: 80,
    rows: 12,
  });
  await shell.waitForText('shell> ', PATIENCE_MS);
  shell.send(`$RUN run --no-voice -- sh -c '${STOPS_ITSELF}'\r`);
  await shell.waitForText('voice off', PATIENCE_MS);
  shell.send('z\r');
  await shell.waitForText(/Stopped[\s\S]*shell>/u, PATIENCE_MS);
  // The shell scrolls the screen: nothing is where the session left it.
  shell.send('seq 30\r');
  await shell.waitForText(/30\s+shell>/u, PATIENCE_MS);
  shell.send('fg\r');
  await shell.waitForText('voice off', PATIENCE_MS);
  for (const word of ['one', 'two', 'three', 'four', 'five', 'six']) shell.send(`${word}\r`);
  await shell.waitForText('got six', PATIENCE_MS);
  const rows = shell.terminal.screenRows();
  const said = rows.filter((row) => row.startsWith('got '));
  expect(said.slice(-3)).toEqual(['got four', 'got five', 'got six']);
  expect(rows.indexOf('got six')).toBe(9);
  expect(rows.filter((row) => row.includes('voice off'))).toHaveLength(1);
  expect(rows[11]).toContain('voice off');
});
