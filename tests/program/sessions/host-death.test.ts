// The host is killed while somebody speaks in a mode that listens only when asked: the next one listens on, and
// what was said is delivered.
import { test } from 'vitest';
import { makeHome, startInTerminal } from '../command.ts';
import { exampleAgent, PATIENCE_MS, until } from './session-rig.ts';
import { finishedUtterances, spokenRecording } from './spoken-home.ts';

/** F2 as xterm sends it. */
const TALK_KEY = '\u001bOQ';
const ROUNDS_SPOKEN = 20;

test('bug: a host that was killed while the person spoke left the microphone closed', async () => {
  using home = makeHome();
  const agent = exampleAgent(home);
  const recording = spokenRecording(home, ROUNDS_SPOKEN);
  const args = ['run', '--mode', 'tap', '--audio', recording, '--', ...agent.command];
  await using session = startInTerminal({ home, env: agent.env, args });
  await session.waitForText('ready', PATIENCE_MS);
  session.send(TALK_KEY);
  await session.waitForText('hearing', PATIENCE_MS);
  const heardBefore = home.pids('voice');
  for (const pid of home.pids('host')) process.kill(pid, 'SIGKILL');

  await session.waitForText(/listening|hearing/u, PATIENCE_MS);
  await until('another voice process that hears', () =>
    home.pids('voice').some((pid) => !heardBefore.includes(pid)),
  );
  const before = said();
  await until('what is said after it', () => said() > before);
  session.send(TALK_KEY);
  await session.waitForText('ready', PATIENCE_MS);
  await session.waitForText('Run the tests.', PATIENCE_MS);

  function said(): number {
    return Object.values(finishedUtterances(home)).reduce((sum, count) => sum + count, 0);
  }
});
