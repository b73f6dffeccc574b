// A session in a session: both have a voice, and the inner one says whose the keys are.
import { expect, test } from 'vitest';
import { LAUNCHER, makeHome, startInTerminal } from '../command.ts';
import { exampleAgent, PATIENCE_MS, until } from './session-rig.ts';

test('bug: a session inside another one said "voice off" and not why its keys did nothing', async () => {
  using home = makeHome();
  const agent = exampleAgent(home);
  const inner = [process.execPath, LAUNCHER, 'run', '--', ...agent.command];
  await using session = startInTerminal({ home, env: agent.env, args: ['run', '--', ...inner] });
  await session.waitForText('inside another session, which has the keys', PATIENCE_MS);
  await until('two rows that are ready', () => {
    const rows = session.terminal.screenText().trimEnd().split('\n').slice(-2);
    return rows.every((row) => row.includes('ready'));
  });
  expect(session.terminal.screenText()).not.toContain('voice off');
});
