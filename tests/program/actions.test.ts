// Slash commands of ours in the whole program: from the palette over the example agent, from the shell,
// and a project's own command run here. What they become waits in the composer.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TerminalProgram, within } from '@codex-voice/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Ended, type Home, LAUNCHER, makeHome, runPlain, startInTerminal } from './command.ts';
import {
  exampleAgent,
  expectNothingLeft,
  PATIENCE_MS,
  receivedPrompts,
  until,
} from './sessions/session-rig.ts';

const ONE_LINE = /^codex-voice: [^\n]+: [^\n]+\n$/u;
/** Ctrl-\ */
const LEADER = '\u001c';

async function startExample(home: Home): Promise<TerminalProgram> {
  const agent = exampleAgent(home);
  const args = ['run', '--no-voice', '--', ...agent.command];
  const program = startInTerminal({ home, args, env: agent.env });
  await program.waitForText('Type or say', PATIENCE_MS);
  return program;
}

async function runWith(home: Home, args: readonly string[], input: string): Promise<Ended> {
  const child = spawn(process.execPath, [LAUNCHER, ...args], { cwd: home.path, env: home.env });
  const told = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      told[name] += text;
    });
  }
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const [code] = await within(`end of codex-voice ${args.join(' ')}`, once(child, 'close'));
  const status: number = code ?? -1;
  return { status, ...told };
}

const screenOf = (program: TerminalProgram) => program.terminal.screenText();

describe('in one session', () => {
  let home: Home;
  let session: TerminalProgram;
  let before = 0;
  /** By this test. */
  const received = (): string[] => receivedPrompts(home).slice(before);
  beforeAll(async () => {
    home = makeHome(() => undefined);
    writeFileSync(join(home.path, 'Cargo.toml'), '');
    session = await startExample(home);
  });
  beforeEach(() => {
    before = receivedPrompts(home).length;
  });
  afterAll(async () => {
    try {
      session.send('\u0004');
      expect((await session.untilExited()).exitCode).toBe(0);
      await expectNothingLeft(home);
    } finally {
      await session.stop();
      home[Symbol.dispose]();
    }
  });

  test('palette: chosen by its beginning, shown before Enter, in the composer after it, sent by the person', async () => {
    session.send(`${LEADER}/`);
    await session.waitForText('── Commands', PATIENCE_MS);
    session.send('test only the parser');
    await session.waitForText(
      'Run `cargo test` and tell me what fails and why. only the',
      PATIENCE_MS,
    );
    expect(received()).toEqual([]);
    session.send('\r');
    await session.waitForText(/only the\s+parser/u, PATIENCE_MS);
    await until('palette gone', () => !screenOf(session).includes('── Commands'));
    await session.waitForText('Run `cargo test` and tell me', PATIENCE_MS);
    expect(received()).toEqual([]);
    session.send('\r');
    await until('prompt', () => received().length === 1);
    expect(received()[0]?.trim()).toBe(
      'Run `cargo test` and tell me what fails and why. only the parser',
    );
    // The other key, from the menu, and Escape: nothing is left of it.
    session.send(`${LEADER}:`);
    await session.waitForText('── Commands', PATIENCE_MS);
    session.send('\u001b');
    await until('palette gone again', () => !screenOf(session).includes('── Commands'));
  });

  test('shell: shown, into the composer, with a text from standard input; --send sends', async () => {
    const composed = await runPlain(home, ['do', 'explain', 'the', 'retry']);
    expect(composed).toMatchObject({ status: 0, stderr: '' });
    expect(composed.stdout).toMatch(/^into the composer of [\w-]+:\nExplain the retry: /u);
    await session.waitForText('Explain the retry', PATIENCE_MS);
    expect(received()).toEqual([]);
    session.send('\r');
    await until('first prompt', () => received().length === 1);
    const sent = await runWith(home, ['do', '/commit', '--send', '-', '--json'], 'M  a.ts\n');
    expect(JSON.parse(sent.stdout)).toMatchObject({ action: 'commit', intent: 'send', kept: true });
    await until('second prompt', () => received().length === 2);
    expect(received()[1]).toContain('M  a.ts');
  });

  test('notes: added, listed, found, and put into the composer with where they are from', async () => {
    expect((await runPlain(home, ['kb', 'list'])).stdout).toMatch(/^no notes yet: /u);
    const added = await runPlain(home, ['kb', 'add', 'Retry policy', 'Twice,', 'then give up.']);
    expect(added).toMatchObject({ status: 0, stderr: '' });
    expect(added.stdout).toContain('kb/retry-policy.md:\n# Retry policy\n\nTwice, then give up.\n');
    const again = await runPlain(home, ['kb', 'add', 'Retry policy', 'Never.']);
    expect(again.stderr).toMatch(ONE_LINE);
    expect(again.stderr).toContain('is there already');
    const folder = join(home.path, '.codex-voice', 'kb');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'team.md'), '# Deploy\nOn Fridays nobody \u001b[31mdeploys.\n');
    const listed = await runPlain(home, ['kb', 'list']);
    expect(listed.stdout).toBe(
      'retry-policy.md › Retry policy\n.codex-voice/kb/team.md › Deploy\n',
    );
    const found = await runPlain(home, ['kb', 'search', 'fridays']);
    expect(found.stdout).toContain('team.md › Deploy\n  On Fridays nobody \\u001b[31mdeploys.');
    const rows: Snippet[] = JSON.parse(
      (await runPlain(home, ['kb', 'search', '--json', 'retry'])).stdout,
    );
    expect(rows).toMatchObject([{ file: 'retry-policy.md', line: 3 }]);
    await runPlain(home, ['notes', 'add', 'ask about the umbrella']);
    const noted = await runPlain(home, ['do', 'kb', 'umbrella', '--print']);
    expect(noted.stdout).toMatch(/^notes\/[\d-]+\.md.*:\n[^\n]*ask about the umbrella\n$/u);
    const nothing = await runPlain(home, ['do', 'kb', 'unheardof', '--print']);
    expect(nothing.stderr).toMatch(ONE_LINE);
    session.send(`${LEADER}/`);
    await session.waitForText('what your notes say', PATIENCE_MS);
    session.send('kb give up\r');
    await session.waitForText('Twice, then give up.', PATIENCE_MS);
    session.send('\r');
    await until('prompt', () => received().length === 1);
    expect(received()[0]?.trim()).toBe('retry-policy.md › Retry policy:\nTwice, then give up.');
  });
});

test('palette: what is chosen while the host does not answer is in the composer once it does', async () => {
  using home = makeHome();
  const started = await runPlain(home, ['host', 'start', '--json']);
  const { pid }: { readonly pid: number } = JSON.parse(started.stdout);
  process.kill(pid, 'SIGSTOP');
  await using session = await startExample(home);
  session.send(`${LEADER}/`);
  await session.waitForText('── Commands', PATIENCE_MS);
  session.send('commit only the parser');
  await session.waitForText('› /commit', PATIENCE_MS);
  session.send('\r');
  await session.waitForText('the host is starting: it is put', PATIENCE_MS);
  process.kill(pid, 'SIGCONT');
  await session.waitForText(/only the\s+parser/u, PATIENCE_MS);
  session.send('\r');
  await until('prompt', () => receivedPrompts(home).length === 1);
  session.send('\u0004');
  await session.untilExited();
  await expectNothingLeft(home);
});

test('what is wrong is one line, and nothing is started', async () => {
  using home = makeHome();
  const cases: readonly (readonly [readonly string[], string, number])[] = [
    [['do'], 'do needs a name', 2],
    [['do', 'explian', 'x'], 'did you mean explain?', 1],
    [['do', 'explain', '--print'], 'explain needs words', 1],
    [['do', 'explain', 'x', '--run'], '--run goes with test and build', 1],
    [['do', 'test'], 'no session runs', 1],
    [['do', 'test', '--run'], 'nothing here tells', 1],
  ];
  for (const [args, words, status] of cases) {
    const ended = await runPlain(home, args);
    expect(ended.stderr, args.join(' ')).toMatch(ONE_LINE);
    expect(ended.stderr).toContain(words);
    expect(ended).toMatchObject({ status, stdout: '' });
  }
  expect(home.running()).toEqual([]);
});

test('the list tells what there is, and print only prints', async () => {
  using home = makeHome();
  const listed = await runPlain(home, ['do', '--list']);
  expect(listed.stdout).toMatch(/^\/search WORDS +find it/mu);
  expect(listed.stdout).toMatch(/^\/test \[WORDS\] +run this project’s tests$/mu);
  const rows: { name: string }[] = JSON.parse(
    (await runPlain(home, ['do', '--list', '--json'])).stdout,
  );
  expect(rows.map(({ name }) => name)).toContain('commit');
  const role = await runPlain(home, ['do', 'role', 'explain_only', '--print']);
  expect(role).toMatchObject({ status: 0, stderr: '' });
  expect(role.stdout.trim()).not.toBe('');
  const printed = await runPlain(home, ['do', 'define', 'a\u001b[31mb', '--print']);
  expect(printed.stdout).toContain('What does a[31mb mean');
});

test('run: shown and refused before it is confirmed, then run as it is, with its status', async () => {
  using home = makeHome();
  mkdirSync(join(home.path, 'sub folder'));
  const project = join(home.path, '.codex-voice.toml');
  const script = 'process.stdout.write(JSON.stringify(process.argv.slice(1))); process.exit(3)';
  const told = (command: readonly string[]) =>
    writeFileSync(project, `[toolchain]\ntest = ${JSON.stringify(command)}\n`);
  told([process.execPath, '-e', script, 'a b; rm -rf /']);
  const refused = await runPlain(home, ['do', 'test', '--run']);
  expect(refused).toMatchObject({ status: 1, stdout: '' });
  expect(refused.stderr).toContain('test runs here: ');
  expect(refused.stderr).toContain("'a b; rm -rf /'");
  expect(refused.stderr).toContain('add --yes');
  const run = await runPlain(home, ['do', 'test', '--run', '--yes', '--', '--watch']);
  expect(run.status).toBe(3);
  expect(JSON.parse(run.stdout)).toEqual(['a b; rm -rf /', '--watch']);
  expect(run.stderr).toMatch(/failed with status 3, \d+\.\d s\n$/u);
  // Remembered, until it changes.
  const again = await runPlain(home, ['do', 'test', '--run']);
  expect(again.status).toBe(3);
  expect(again.stderr).not.toContain('runs here');
  told([process.execPath, '-e', 'process.exit(0)']);
  expect((await runPlain(home, ['do', 'test', '--run'])).stderr).toContain('add --yes');
  told(['no-such-program-anywhere']);
  const missing = await runPlain(home, ['do', 'test', '--run', '--yes']);
  expect(missing.status).toBe(127);
  expect(missing.stderr).toContain('no-such-program-anywhere is not there: install it');
});

interface Snippet {
  readonly file: string;
  readonly line: number;
}

test('what is wrong with notes is one line', async () => {
  using home = makeHome();
  const cases: readonly (readonly [readonly string[], string, number])[] = [
    [['kb', 'search', 'x'], 'no note has x', 1],
    [['kb', 'add', '..', 'x'], 'no title for a file', 1],
    [['do', 'kb'], 'kb needs words', 1],
    [['do', 'role'], 'role needs a name', 1],
    [['do', 'role', 'explain', '--print'], 'there is no role explain', 1],
  ];
  for (const [args, words, status] of cases) {
    const ended = await runPlain(home, args);
    expect(ended.stderr, args.join(' ')).toMatch(ONE_LINE);
    expect(ended.stderr).toContain(words);
    expect(ended).toMatchObject({ status, stdout: '' });
  }
});

test('shell: a project’s command is shown and asked for before an agent is sent it, and again when it changes', async () => {
  using home = makeHome();
  writeFileSync(join(home.path, 'Cargo.toml'), '');
  await using session = await startExample(home);
  const refused = await runPlain(home, ['do', 'test', '--send']);
  expect(refused).toMatchObject({ status: 1, stdout: '' });
  expect(refused.stderr).toContain('test is run by the agent: cargo test');
  expect(refused.stderr).toContain('leave --send away, or add --yes');
  // What is in the composer is seen there.
  const composed = await runPlain(home, ['do', 'test']);
  expect(composed).toMatchObject({ status: 0, stderr: '' });
  await session.waitForText('Run `cargo test`', PATIENCE_MS);
  session.send('\u0003');
  const sent = await runPlain(home, ['do', 'test', '--send', '--yes']);
  expect(sent.stderr).toContain('test is run by the agent: cargo test');
  await until('prompt', () => receivedPrompts(home).length === 1);
  expect(await runPlain(home, ['do', 'test', '--send'])).toMatchObject({ status: 0, stderr: '' });
  await until('second', () => receivedPrompts(home).length === 2);
  // To be told is not to be run here.
  expect((await runPlain(home, ['do', 'test', '--run'])).stderr).toContain('add --yes');
  writeFileSync(join(home.path, '.codex-voice.toml'), '[toolchain]\ntest = "rm -rf all"\n');
  const changed = await runPlain(home, ['do', 'test', '--send']);
  expect(changed.stderr).toContain('test is run by the agent: rm -rf all');
  expect(changed.status).toBe(1);
  // What names no command of the project's needs no leave.
  expect(await runPlain(home, ['do', 'commit', '--send'])).toMatchObject({ status: 0, stderr: '' });
  await until('third', () => receivedPrompts(home).length === 3);
  session.send('\u0004');
  expect((await session.untilExited()).exitCode).toBe(0);
  await expectNothingLeft(home);
});
