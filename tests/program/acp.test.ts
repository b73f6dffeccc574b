// An agent that speaks ACP, in a session of the whole program: its conversation in lines, typed and said,
// asked and answered, crashing, and badly started.
import { join } from 'node:path';
import { makeScriptedAcp, type ScriptedAcp, type TerminalProgram } from '@codex-voice/testing';
import { expect, onTestFinished, test } from 'vitest';
import { type Home, makeHome, runPlain, startInTerminal } from './command.ts';
import {
  expectNothingLeft,
  jsonLines,
  listedSessions,
  PATIENCE_MS,
  until,
} from './sessions/session-rig.ts';

interface Talk {
  readonly home: Home;
  readonly acp: ScriptedAcp;
  readonly program: TerminalProgram;
  readonly session: string;
}

async function startTalk(): Promise<Talk> {
  const home = makeHome();
  const acp = makeScriptedAcp();
  onTestFinished(() => acp[Symbol.dispose]());
  const args = ['acp', '--no-voice', '--', acp.file, ...acp.args];
  const program = startInTerminal({ home, args, columns: 100 });
  await program.waitForText('A new conversation.', PATIENCE_MS);
  const [listed] = await until('a session', async () => {
    const all = await listedSessions(home);
    return all.length === 1 && all[0]?.state === 'idle' ? all : undefined;
  });
  return { home, acp, program, session: listed?.session ?? '' };
}

test('what is typed and said reaches an agent of ACP once; what it asks is answered from elsewhere; it comes back when it is killed', async () => {
  const { home, acp, program, session } = await startTalk();
  program.send('Typed here\r');
  await program.waitForText('Heard.', PATIENCE_MS);
  acp.script({ kind: 'say', text: 'Said it.' });
  expect((await runPlain(home, ['say', '--send', 'Said elsewhere'])).status).toBe(0);
  await program.waitForText('Said it.', PATIENCE_MS);
  expect((await runPlain(home, ['say', 'Composed'])).status).toBe(0);
  await program.waitForText('› Composed', PATIENCE_MS);
  acp.script({ kind: 'ask', command: 'touch asked' });
  program.send(' and sent\r');
  await program.waitForText('Allow this command?', PATIENCE_MS);
  const { stdout } = await until('asked', async () => {
    const asked = await runPlain(home, ['approvals']);
    return asked.stdout.includes('touch asked') ? asked : undefined;
  });
  const [id = ''] = /\ba\d+\b/u.exec(stdout) ?? [];
  expect((await runPlain(home, ['approve', id])).status).toBe(0);
  await program.waitForText('Ran it.', PATIENCE_MS);
  acp.script({ kind: 'die' });
  program.send('Die\r');
  await program.waitForText('The turn failed: out of memory', PATIENCE_MS);
  await program.waitForText('The conversation goes on.', PATIENCE_MS);
  acp.script({ kind: 'say', text: 'Back.' });
  program.send('Again\r');
  await program.waitForText('Back.', PATIENCE_MS);
  expect(acp.prompts()).toEqual([
    'Typed here',
    'Said elsewhere',
    'Composed and sent',
    'Die',
    'Again',
  ]);
  const events = jsonLines<{ number: number }>(
    join(home.stateDirectory, 'sessions', session, 'events.jsonl'),
  );
  expect(events.map(({ number }) => number)).toEqual(events.map((_, index) => index + 1));
  program.send('\u0004');
  expect((await program.untilExited()).exitCode).toBe(0);
  await expectNothingLeft(home);
});

test('a program that is no agent is told in a line, and so is an agent that is not there', async () => {
  const home = makeHome();
  const program = startInTerminal({ home, args: ['acp', '--no-voice', '--', '/bin/cat'] });
  const { exitCode } = await program.untilExited();
  expect(exitCode).toBe(1);
  const missing = await runPlain(home, ['acp', '--', 'no-such-agent']);
  expect(missing.status).toBe(127);
  expect(missing.stderr).toMatch(/^codex-voice: no-such-agent/u);
  const none = await runPlain(home, ['acp']);
  expect(none).toMatchObject({ status: 2, stderr: expect.stringContaining('acp needs an agent') });
  await expectNothingLeft(home);
});
