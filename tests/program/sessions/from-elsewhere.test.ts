// The commands that reach a session from elsewhere, on real sessions and a real host: one host however
// many start it, whatever is killed; a text said is typed once; what is ended is gone.
import { realpathSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TerminalProgram } from '@codex-voice/testing';
import { expect, test } from 'vitest';
import { type Home, makeHome, runPlain, startInTerminal } from '../command.ts';
import {
  exampleAgent,
  expectNothingLeft,
  listedSessions,
  PATIENCE_MS,
  receivedPrompts,
  until,
} from './session-rig.ts';

/** Starts of a host at the same moment. */
const STARTERS = 6;

async function hostPid(home: Home): Promise<number> {
  const { stdout, stderr, status } = await runPlain(home, ['host', 'status', '--json']);
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  const { running, pid }: { running: boolean; pid: number } = JSON.parse(stdout);
  expect(running).toBe(true);
  return pid;
}

test('however many start a host, there is one, and it does not belong to who started it', async () => {
  using home = makeHome();
  const started = await Promise.all(
    Array.from({ length: STARTERS }, async () => await runPlain(home, ['host', 'start'])),
  );
  const pid = await hostPid(home);
  for (const { status, stdout, stderr } of started) {
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain(`(process ${pid})`);
  }
  await until('single host', () => home.pids('host').length === 1);
  expect(home.pids('host')).toEqual([pid]);
  const stopped = await runPlain(home, ['host', 'stop']);
  expect(stopped).toEqual({
    status: 0,
    stdout: 'the host has ended; no session runs\n',
    stderr: '',
  });
  await expectNothingLeft(home);
});

test('a host that was killed, or stands still, is not in the way of the next', async () => {
  using home = makeHome();
  await runPlain(home, ['host', 'start']);
  const first = await hostPid(home);
  process.kill(first, 'SIGKILL');
  const again = await runPlain(home, ['host', 'start']);
  expect(again).toMatchObject({ status: 0, stderr: '' });
  const second = await hostPid(home);
  expect(second).not.toBe(first);
  process.kill(second, 'SIGSTOP');
  const [silent, listed] = await Promise.all([
    runPlain(home, ['host', 'status']),
    listedSessions(home),
  ]);
  expect(silent.status).toBe(1);
  expect(silent.stderr).toMatch(/^codex-voice: [^\n]*does not answer[^\n]*\n$/u);
  // What runs is told without it.
  expect(listed).toEqual([]);
  process.kill(second, 'SIGCONT');
  expect(await hostPid(home)).toBe(second);
  await expectNothingLeft(home);
});

async function startExample(home: Home): Promise<TerminalProgram> {
  const agent = exampleAgent(home);
  const args = ['run', '--no-voice', '--', ...agent.command];
  const program = startInTerminal({ home, args, env: agent.env });
  await program.waitForText('Type or say', PATIENCE_MS);
  return program;
}

test('what is said from elsewhere is typed once, also when it is said again and its host is killed', async () => {
  using home = makeHome();
  await using holder = await startExample(home);
  const said = await runPlain(home, ['say', 'a', 'composed', 'text', '--compose']);
  expect(said).toEqual({ status: 0, stdout: '', stderr: '' });
  await holder.waitForText('a composed text', PATIENCE_MS);
  holder.send('\r');
  await until('first prompt', () => receivedPrompts(home).length === 1);
  for (const name of ['one', 'two', 'three']) {
    const args = ['say', '--send', '--id', `id-${name}`, `said ${name} end`];
    expect((await runPlain(home, args)).status).toBe(0);
    for (const pid of home.pids('host')) process.kill(pid, 'SIGKILL');
    expect((await runPlain(home, args)).status).toBe(0);
  }
  await until('prompts', () => receivedPrompts(home).length === 4);
  // Were one typed twice, it would come now.
  await sleep(500);
  // A blank before a text keeps it apart from what may stand in the composer.
  expect(receivedPrompts(home).map((prompt) => prompt.trim())).toEqual([
    'a composed text',
    'said one end',
    'said two end',
    'said three end',
  ]);
  holder.send('\u0004');
  expect((await holder.untilExited()).exitCode).toBe(0);
  await expectNothingLeft(home);
});

test('a session is listed as it is, its programs know its name, and kill ends all of it', async () => {
  using home = makeHome();
  const shell = ['sh', '-c', 'echo "in=$CODEX_VOICE_SESSION."; sleep 600 & trap "" TERM; cat'];
  await using holder = startInTerminal({ home, args: ['run', '--no-voice', '--', ...shell] });
  await holder.waitForText('in=', PATIENCE_MS);
  const { stdout } = await runPlain(home, ['sessions', '--json']);
  const [listed] = JSON.parse(stdout);
  expect(listed).toMatchObject({
    agent: 'sh',
    folder: realpathSync(home.path),
    size: { columns: 80, rows: 23 },
    terminals: 1,
    held: true,
  });
  expect(holder.terminal.screenText()).toContain(`in=${listed.session}.`);
  expect(listed.memoryBytes.keeper).toBeGreaterThan(1e6);
  expect(listed.ageSeconds).toBeLessThan(60);
  const killed = await runPlain(home, ['kill', 'sh']);
  expect(killed).toEqual({ status: 0, stdout: `${listed.session} has ended\n`, stderr: '' });
  await until('the keeper is gone', () => home.pids('keeper').length === 0);
  await holder.untilExited();
  expect(await listedSessions(home)).toEqual([]);
  await expectNothingLeft(home);
});
