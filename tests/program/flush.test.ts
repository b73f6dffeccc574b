// Prompts that are kept when their agent ends, in the whole program: seen in the next session, sent there
// once, however many ask for it and whoever is killed.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Spool } from '@codex-voice/spool';
import { type TerminalProgram, within } from '@codex-voice/testing';
import { expect, test } from 'vitest';
import { type Home, LAUNCHER, makeHome, runPlain, startInTerminal } from './command.ts';
import {
  exampleAgent,
  expectNothingLeft,
  listedSessions,
  PATIENCE_MS,
  receivedPrompts,
  until,
} from './sessions/session-rig.ts';

/** Ctrl-\ */
const LEADER = '\u001c';
const ONE_LINE = /^codex-voice: [^\n]+: [^\n]+\n$/u;

async function startExample(home: Home): Promise<TerminalProgram> {
  const agent = exampleAgent(home);
  const args = ['run', '--no-voice', '--', ...agent.command];
  const program = startInTerminal({ home, args, env: agent.env });
  await program.waitForText('Type or say', PATIENCE_MS);
  return program;
}

/** A program that never shows a prompt. */
async function startMute(home: Home): Promise<TerminalProgram> {
  const command = [process.execPath, '-e', 'console.log("mute"); setInterval(() => {}, 1000)'];
  const program = startInTerminal({ home, args: ['run', '--no-voice', '--', ...command] });
  await program.waitForText('mute', PATIENCE_MS);
  return program;
}

const flush = async (home: Home, ...args: readonly string[]) =>
  await runPlain(home, ['flush', ...args]);
const screenOf = (program: TerminalProgram) => program.terminal.screenText();
const spoolFile = (home: Home): string => join(home.stateDirectory, 'spool.jsonl');

test('what waited when an agent ended is told to the next session, seen in its palette, and sent once', async () => {
  using home = makeHome();
  {
    await using first = await startMute(home);
    for (const text of ['run the tests', 'then\tcommit'])
      expect((await runPlain(home, ['say', '--send', text])).status).toBe(0);
    const [listed] = await listedSessions(home);
    const killed = await runPlain(home, ['kill', listed?.session ?? '']);
    expect(killed).toMatchObject({ status: 0, stderr: '' });
    const kept = '2 prompts that waited are kept: codex-voice flush';
    expect(killed.stdout).toMatch(new RegExp(`^node-\\w+ has ended; ${kept}\n$`, 'u'));
    await first.untilExited();
    expect(screenOf(first)).toContain(`${kept}\n`);
  }
  const told = await flush(home);
  expect(told).toMatchObject({ status: 0, stderr: '' });
  expect(told.stdout).toMatch(/^k1 {2}run the tests\n {4}to be sent · left when node-\w+ ended/u);
  expect(told.stdout).toContain('k2  then commit\n');
  expect(statSync(spoolFile(home)).mode & 0o777).toBe(0o600);
  await using session = await startExample(home);
  await session.waitForText('2 kept: /flush', PATIENCE_MS);
  session.send(`${LEADER}/`);
  await session.waitForText('── Commands', PATIENCE_MS);
  session.send('flush');
  await session.waitForText(/k1 run the tests/u, PATIENCE_MS);
  session.send(' drop k2\r');
  await session.waitForText('dropped: k2', PATIENCE_MS);
  expect(await flush(home, 'send', 'all')).toEqual({
    status: 0,
    stdout: expect.stringMatching(/^k1: into node-\w+\n$/u),
    stderr: '',
  });
  await until('prompt', () => receivedPrompts(home).length === 1);
  expect(receivedPrompts(home)[0]?.trim()).toBe('run the tests');
  expect((await flush(home)).stderr).toMatch(/nothing is kept/u);
  expect(receivedPrompts(home)).toHaveLength(1);
  // In the palette what a session is can be saved as well.
  session.send(`${LEADER}/`);
  await session.waitForText('── Commands', PATIENCE_MS);
  session.send('session save mine\r');
  await session.waitForText('saved as mine', PATIENCE_MS);
  expect(existsSync(join(home.stateDirectory, 'saved', 'mine.json'))).toBe(true);
  session.send('\u0004');
  await session.untilExited();
  await expectNothingLeft(home);
});

test('without a session a text is kept, edited and dropped; what is asked wrongly is one line', async () => {
  using home = makeHome();
  const said = await runPlain(home, ['say', 'later']);
  expect(said.stderr).toMatch(/no session runs: .*--spool/u);
  expect(said.status).toBe(1);
  const spooled = ['say', '--spool', '--compose', '--id', 'mine', 'later'];
  for (let again = 0; again < 2; again += 1) {
    expect(await runPlain(home, spooled)).toMatchObject({ status: 0, stdout: '' });
  }
  expect(await flush(home, 'edit', 'K1', 'much', 'later')).toMatchObject({
    status: 0,
    stdout: 'k1  much later\n',
  });
  const listed = JSON.parse((await flush(home, '--json')).stdout);
  expect(listed).toHaveLength(1);
  expect(listed[0]).toMatchObject({
    kept: 'k1',
    id: 'mine',
    text: 'much later',
    intent: 'compose',
    because: 'no-session',
    session: null,
  });
  for (const args of [
    ['drop', 'k9'],
    ['edit', 'k1'],
    ['send', 'all'],
  ]) {
    const ended = await flush(home, ...args);
    expect({ args, ...ended }).toMatchObject({ status: 1, stdout: '' });
    expect(ended.stderr).toMatch(ONE_LINE);
  }
  expect(await flush(home, 'drop', 'all')).toMatchObject({ status: 0, stdout: 'dropped k1\n' });
  await expectNothingLeft(home);
});

test('two flushes at once, one of them killed and the host with it, put each into one queue', async () => {
  using home = makeHome();
  const spool = new Spool(spoolFile(home));
  const facts = { intent: 'send', origin: 'say', reached: 'no', because: 'no-session' } as const;
  const count = 48;
  for (let each = 0; each < count; each += 1)
    spool.keep({ id: `p${each}`, text: `text ${each}`, saidAtMs: 1, ...facts });
  await using one = await startMute(home);
  await using other = await startMute(home);
  const names = (await listedSessions(home)).map(({ session }) => session);
  expect(names).toHaveLength(2);
  const sending = names.map((name) => {
    const args = [LAUNCHER, 'flush', 'send', 'all', '--session', name];
    const child = spawn(process.execPath, args, { cwd: home.path, env: home.env, stdio: 'ignore' });
    return { child, ended: new Promise((resolve) => child.once('close', resolve)) };
  });
  const left = (): number => new Spool(spoolFile(home)).prompts.length;
  await until('some sent', () => left() < count - 4);
  sending[0]?.child.kill('SIGKILL');
  for (const pid of home.pids('host')) process.kill(pid, 'SIGKILL');
  await within('end of both', Promise.all(sending.map(({ ended }) => ended)));
  // What is left fits into both queues.
  for (const name of names) await flush(home, 'send', 'all', '--session', name);
  expect(left()).toBe(0);
  const taken = names.flatMap((name) => queueOf(home, name));
  expect(taken.toSorted()).toEqual(
    Array.from({ length: count }, (_, each) => `p${each}`).toSorted(),
  );
  for (const program of [one, other]) expect(screenOf(program)).toContain('mute');
  await runPlain(home, ['kill', '--all']);
  await Promise.all([one.untilExited(), other.untilExited()]);
  // They come back from both, each once.
  expect(JSON.parse((await flush(home, '--json')).stdout)).toHaveLength(count);
  await expectNothingLeft(home);
});

function queueOf(home: Home, session: string): string[] {
  const path = join(home.stateDirectory, 'sessions', session, 'queue.jsonl');
  const lines = existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n') : [];
  const last: { delivery: { queue: { id: string }[] } } = JSON.parse(lines.at(-1) ?? '');
  return last.delivery.queue.map(({ id }) => id);
}
