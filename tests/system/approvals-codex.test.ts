// needs: codex
// What the real Codex asks, answered from several places at once, by key, in its own dialog and after the
// host's death; and its turn interrupted. Each settles once, and everyone is told.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TerminalProgram } from '@codex-voice/testing';
import { expect, test } from 'vitest';
import { runPlain } from '../program/command.ts';
import { until } from '../program/sessions/session-rig.ts';
import {
  ASKS_IN_EVERY_MODE,
  ask,
  askWhich,
  ENTER_PAUSE_MS,
  PATIENCE_MS,
  startAsking,
  untilClosed,
} from './asking-session.ts';

/** A person looks at what is asked for as long before they press a key, in ms. */
const LOOK_MS = 700;
const LEADER = '\x1c';
const ESCAPE = '\x1b';

test('CONTROL-71 APPROVAL-2 HOST-11: answered from two places at once it settles once, and the dialog closes', async () => {
  await using session = await startAsking();
  const { home, terminal, record } = session;
  await ask(session, 'a1', 'touch made.txt');
  const list = await runPlain(home, ['approvals', '--json']);
  expect(JSON.parse(list.stdout)).toMatchObject([
    {
      id: 'a1',
      subject: 'command',
      state: 'open',
      text: expect.stringContaining('touch made.txt'),
    },
  ]);
  const answers = await Promise.all([
    runPlain(home, ['approve', 'a1']),
    runPlain(home, ['deny', '1']),
  ]);
  expect(answers.map(({ status }) => status).toSorted()).toEqual([0, 1]);
  const late = answers.find(({ status }) => status === 1);
  expect(late?.stderr).toMatch(/^codex-voice: a1 (?:is being|was) [^\n]+ already[^\n]*\n$/u);
  await untilClosed(session);
  const wasApproved = answers[0]?.status === 0;
  await until('the record', () => record().length === 3);
  const outcome = wasApproved ? 'approved' : 'denied';
  expect(record()).toEqual(['a1 asked', 'a1 answered', `a1 ${outcome} command-line`]);
  await until('the command', () => existsSync(join(home.path, 'made.txt')) === wasApproved);
  await terminal.waitForText(`a1 · ${outcome} · from the command line`, PATIENCE_MS);

  // By key, what is risky as well: a person has the row before them.
  await ask(session, 'a2', 'rm -f made.txt');
  await terminal.waitForText(/a2 · RISKY: may destroy something/u, PATIENCE_MS);
  await sleep(LOOK_MS);
  terminal.send(`${LEADER}n`);
  await untilClosed(session);
  await until('the record', () => record().includes('a2 denied key'));

  // In the agent's own dialog: told as well, and nothing is left to answer.
  await ask(session, 'a3', 'touch other.txt');
  terminal.send(ESCAPE);
  await until('the record', () => record().includes('a3 answered dialog'));
  const after = await runPlain(home, ['approve', 'a3']);
  expect(after).toMatchObject({ status: 1, stdout: '' });
  expect(after.stderr).toMatch(/a3 was answered already, in the agent.s dialog/u);
  expect(existsSync(join(home.path, 'other.txt'))).toBe(false);
}, 120_000);

test('CODEX-24 CONTROL-76: of two answers from elsewhere to a question one reaches the model', async () => {
  await using session = await startAsking(undefined, { extraToml: ASKS_IN_EVERY_MODE });
  const { home, server, record } = session;
  await askWhich(session);
  const list = await runPlain(home, ['approvals']);
  expect(list.stdout).toMatch(/1\) main: the usual one\n {4}2\) next: newer\n/u);
  const answers = await Promise.all([
    runPlain(home, ['answer', 'a1', 'NEXT']),
    runPlain(home, ['answer', '1', 'some', 'other', 'one']),
  ]);
  expect(answers.map(({ status }) => status).toSorted()).toEqual([0, 1]);
  await until('the record', () => record().includes('a1 answered command-line'));
  await until('a result', () => server.requests.at(-1)?.cause === 'tool-result');
  const wasChosen = answers[0]?.status === 0;
  const told = wasChosen ? ['next'] : ['None of the above', 'user_note: some other one'];
  const result: unknown = JSON.parse(server.requests.at(-1)?.toolOutput ?? '');
  expect(result).toMatchObject({ answers: { branch: { answers: told } } });
}, 120_000);

/** What Codex shows from a prompt on. */
function lastTurn({ terminal }: TerminalProgram, prompt: string): string {
  return terminal.screenText().split(`› ${prompt}`).at(-1) ?? '';
}

test('CONTROL-72 CONTROL-74: what is open outlives kill -9 of the host, and a key ends a turn', async () => {
  await using session = await startAsking();
  const { home, server, terminal, record } = session;
  await ask(session, 'a1', 'touch made.txt');
  const [host] = home.pids('host');
  if (host === undefined) throw new Error('there is no host');
  process.kill(host, 'SIGKILL');
  await until('asked again', () => record().includes('a1 asked-again'));
  await terminal.waitForText(/a1 · .*asks to run/u, PATIENCE_MS);
  const answer = await runPlain(home, ['deny', 'a1']);
  expect(answer).toMatchObject({ status: 0, stderr: '' });
  await untilClosed(session);
  await until('the record', () => record().includes('a1 denied command-line'));

  server.setScript([{ kind: 'silence', text: 'Thinking hard' }]);
  terminal.send('work on');
  await terminal.waitForText('work on', PATIENCE_MS);
  await sleep(ENTER_PAUSE_MS);
  terminal.send('\r');
  await terminal.waitForText('Thinking hard', PATIENCE_MS);
  // The screen may be a moment ahead of what the host knows: a person presses again, too.
  const isInterrupted = (): boolean => /interrupted - /u.test(lastTurn(terminal, 'work on'));
  await until('an interrupted turn', async () => {
    terminal.send(`${LEADER}i`);
    await sleep(LOOK_MS);
    return isInterrupted();
  });
}, 120_000);
