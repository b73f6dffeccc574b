// needs: root ssh sshd ssh-keygen useradd
// A session of another user, reached over a real ssh on loopback: shown, typed into and spoken into from
// here, over a link that is killed in the middle of a sentence; and every failure in one line.
import { join } from 'node:path';
import { type SecondMachine, startSecondMachine, TerminalProgram } from '@codex-voice/testing';
import { expect, onTestFinished, test } from 'vitest';
import {
  EXAMPLE_AGENT,
  type Home,
  makeHome,
  ROOT,
  runPlain,
  startInTerminal,
} from '../program/command.ts';
import { detach, jsonLines, until } from '../program/sessions/session-rig.ts';
import { journalLines, spokenRecording } from '../program/sessions/spoken-home.ts';

/** A machine under load gets many times what anything here takes, in ms. */
const PATIENCE_MS = 30_000;
/** The way to codex-voice that a login shell takes. */
const THERE = join(ROOT, 'bin', 'codex-voice');
const F2 = '\u001bOQ';
const ONE_LINE = /^codex-voice: [^\n]+\n$/u;

async function startMachine(): Promise<SecondMachine> {
  const there = await startSecondMachine();
  // A test that its time limit has stopped in the middle never comes to its own end.
  onTestFinished(() => there[Symbol.asyncDispose]());
  return there;
}

/** Starts a session there, as its person would, and leaves it. */
async function startThere(home: Home, there: SecondMachine): Promise<void> {
  const log = `EXAMPLE_AGENT_LOG=${join(there.home, 'received.jsonl')}`;
  const command = [log, THERE, 'run', '--mode', 'tap', '--', ...EXAMPLE_AGENT].join(' ');
  await using terminal = new TerminalProgram({
    file: 'ssh',
    args: ['-tt', '-p', String(there.port), `${there.user}@127.0.0.1`, command],
    cwd: home.path,
    env: { ...home.env, PATH: there.path },
    columns: 80,
    rows: 24,
  });
  await terminal.waitForText('Type or say', PATIENCE_MS);
  await detach(terminal);
}

function attachThere(
  home: Home,
  there: SecondMachine,
  options: readonly string[] = [],
): TerminalProgram {
  const args = ['attach', '--there', THERE, ...options, there.address];
  return startInTerminal({ home, args, env: { PATH: there.path } });
}

async function listedThere(home: Home, there: SecondMachine): Promise<{ session: string }[]> {
  const args = ['sessions', '--json', '--there', THERE, there.address];
  const { stdout, stderr } = await runPlain(home, args, { ...home.env, PATH: there.path });
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}

/** The ssh of ours that carries the link. */
function linkPid(home: Home): number | undefined {
  return home.running().find(({ command }) => /^\S*ssh .*attach --stdio$/u.test(command))?.pid;
}

test('seen, typed and spoken into from another machine, and each sentence once though ssh is killed', async () => {
  using home = makeHome();
  await using there = await startMachine();
  await startThere(home, there);
  const [listed] = await listedThere(home, there);
  const name = `${there.address}/${listed?.session}`;
  const recording = spokenRecording(home, 1);
  {
    await using here = attachThere(home, there, ['--audio', recording]);
    await here.waitForText('● ready', PATIENCE_MS);
    here.send('typed here');
    await here.waitForText('› typed here', PATIENCE_MS);
    here.send('\u007f'.repeat('typed here'.length));
    await here.waitForText('Type or say', PATIENCE_MS);
    here.send(F2);
    await here.waitForText('hearing', PATIENCE_MS);
    const pid = await until('link', () => linkPid(home), PATIENCE_MS);
    process.kill(pid, 'SIGKILL');
    await here.waitForText('no connection', PATIENCE_MS);
    await here.waitForText(/›.*Run the tests\.(?:.|\n)*Explain this code\./u, PATIENCE_MS);
    expect(linkPid(home)).not.toBe(pid);
    // Nothing more is there to hear.
    await here.waitForText('● ready', PATIENCE_MS);
    await detach(here);
    expect(here.terminal.screenText().replaceAll('\n', '')).toContain(`attach ${name}`);
  }
  expect(await listedThere(home, there)).toMatchObject([{ session: listed?.session, held: false }]);
  const said = journalLines(home).filter(({ type }) => type === 'transcript');
  expect(said.map(({ text }) => text)).toEqual([
    'run the tests',
    'fix the failing tests',
    'explain this code',
  ]);
  expect(said).toMatchObject([{ sessionId: name }, { sessionId: name }, { sessionId: name }]);
  {
    await using again = attachThere(home, there);
    await again.waitForText('Explain this code.', PATIENCE_MS);
    again.send('\r');
    const log = join(there.home, 'received.jsonl');
    await until('prompt', () => jsonLines(log).length > 0, PATIENCE_MS);
    expect(jsonLines<{ received: string }>(log).map(({ received }) => received.trim())).toEqual([
      'Run the tests. Fix the failing tests. Explain this code.',
    ]);
    again.send('\u0004');
    expect((await again.untilExited()).exitCode).toBe(0);
  }
  await until('end of the link', () => linkPid(home) === undefined, PATIENCE_MS);
  expect(await home.leaked(PATIENCE_MS)).toEqual([]);
});

test('what can’t be reached is told in one line', async () => {
  using home = makeHome();
  await using there = await startMachine();
  const asked = async (
    address: string,
    { path = there.path, options = ['--there', THERE] } = {},
  ): Promise<{ status: number; stderr: string }> => {
    const args = ['sessions', ...options, address];
    const { status, stdout, stderr } = await runPlain(home, args, { ...home.env, PATH: path });
    expect(stdout).toBe('');
    expect(stderr).toMatch(ONE_LINE);
    return { status, stderr };
  };
  const [nothing, stranger, refused, unknown, noShell, noSession] = await Promise.all([
    asked(there.address, { options: [] }),
    asked(there.address, { path: there.strangersPath }),
    asked(`ssh://${there.user}@127.0.0.1:1`),
    asked(`ssh://nobody-${process.pid}@127.0.0.1:${there.port}`),
    asked(there.address, { path: join(home.path, 'empty') }),
    refusedInTerminal(home, there),
  ]);
  expect(nothing.stderr).toMatch(/can’t run codex-voice \(.*not found\): .*--there PATH/u);
  expect(stranger.stderr).toContain('Host key verification failed');
  expect(refused.stderr).toContain('Connection refused');
  expect(unknown.stderr).toContain('Permission denied');
  expect(noShell.stderr).toMatch(/^codex-voice: ssh is not installed here: /u);
  expect(noSession).toMatch(/no session nobodys: no session runs: codex-voice AGENT starts one/u);
  const odd = await runPlain(home, ['sessions', `ssh://-oProxyCommand=touch ${ROOT}/x`]);
  expect(odd).toMatchObject({ status: 2, stderr: expect.stringMatching(ONE_LINE) });
});

async function refusedInTerminal(home: Home, there: SecondMachine): Promise<string> {
  const args = ['attach', '--there', THERE, `${there.address}/nobodys`];
  await using terminal = startInTerminal({
    home,
    args,
    columns: 200,
    env: { PATH: there.path },
  });
  expect((await terminal.untilExited()).exitCode).toBe(1);
  return terminal.terminal.screenText();
}
