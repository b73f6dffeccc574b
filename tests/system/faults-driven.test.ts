// needs: codex
// The whole program around the real Codex while its model service or its app-server fails: a clear line, a way
// on within a bounded time, nothing sent twice and nothing lost.
import { expect, test } from 'vitest';
import { runPlain } from '../program/command.ts';
import { until } from '../program/sessions/session-rig.ts';
import { type AskingSession, PATIENCE_MS, startAsking } from './asking-session.ts';
import { lookAlikes } from './prompts.table.ts';

async function say({ home }: AskingSession, text: string): Promise<void> {
  expect(await runPlain(home, ['say', '--send', text])).toMatchObject({ status: 0, stderr: '' });
}

/** What the model was given of the person's words in the end, oldest first. */
function said({ server }: AskingSession): readonly string[] {
  return server.requests.at(-1)?.said ?? [];
}

function appServer({ home }: AskingSession): number {
  const found = home.running().find(({ command }) => /^\S*\/bin\/codex app-server /u.test(command));
  if (found === undefined) throw new Error('there is no app-server');
  return found.pid;
}

test('CONTROL-85 CODEX-5 CONTROL-87: a failing model and an app-server that stands still are told, prompts go on, and none is sent twice', async () => {
  await using session = await startAsking();
  const { server, terminal } = session;
  server.setScript(() => ({ kind: 'status', status: 429 }));
  await say(session, 'refused by the service');
  await terminal.waitForText('turn failed', PATIENCE_MS);
  server.setScript(() => ({ kind: 'text', text: lookAlikes }));
  await say(session, 'answered with look-alikes');
  await until('the answer', () => said(session).length === 2);
  await say(session, 'under look-alikes');
  await until('a third prompt', () => said(session).length === 3);
  await terminal.waitForText('idle · structured', PATIENCE_MS);

  const pid = appServer(session);
  process.kill(pid, 'SIGSTOP');
  try {
    await say(session, 'while it stands');
    await terminal.waitForText('does not answer', PATIENCE_MS);
    await say(session, 'and another');
    // There is its terminal left, as a person would have it.
    await terminal.waitForText(/› and another/u, PATIENCE_MS);
    expect(said(session)).toHaveLength(3);
  } finally {
    process.kill(pid, 'SIGCONT');
  }
  await until('all prompts', () => said(session).length >= 5);
  await terminal.waitForText('structured', PATIENCE_MS);
  await say(session, 'and on');
  await until('the last prompt', () => said(session).at(-1) === 'and on');
  expect(said(session)).toEqual([
    'refused by the service',
    'answered with look-alikes',
    'under look-alikes',
    'while it stands',
    'and another',
    'and on',
  ]);
  expect(appServer(session)).toBe(pid);
}, 90_000);
