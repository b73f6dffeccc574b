// Sessions saved and begun again in the whole program: as they were, in a worktree where the checkout has
// moved on, which nothing touches, and with one line where a saved one is damaged.
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TerminalProgram } from '@codex-voice/testing';
import { expect, test } from 'vitest';
import { type Home, makeHome, runPlain, startInTerminal } from './command.ts';
import { expectNothingLeft, PATIENCE_MS } from './sessions/session-rig.ts';

const ONE_LINE = /^codex-voice: [^\n]+: [^\n]+\n$/u;
const THREAD = '0199a213-81c0-7800-8aa1-bbab2a035a53';
const screenOf = (program: TerminalProgram) => program.terminal.screenText();

function git(home: Home, ...args: string[]): string {
  const who = ['-c', 'user.name=x', '-c', 'user.email=x@x.test', '-c', 'commit.gpgsign=false'];
  return execFileSync('git', [...who, ...args], {
    cwd: home.path,
    env: { ...home.env, GIT_CONFIG_NOSYSTEM: '1' },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();
}

/** A repository whose hook would leave a file, and a program named codex that tells how it was started. */
function prepare(home: Home): string {
  const file = join(home.path, 'codex');
  writeFileSync(
    join(home.path, 'teller.cjs'),
    `console.log('args:' + JSON.stringify(process.argv.slice(2)) + ' in:' + process.cwd());
process.stdin.setRawMode(true).once('data', () => process.exit(0));`,
  );
  writeFileSync(
    file,
    `#!/bin/sh\nexec '${process.execPath}' '${join(home.path, 'teller.cjs')}' "$@"\n`,
  );
  chmodSync(file, 0o755);
  git(home, 'init', '-q', '-b', 'main');
  writeFileSync(join(home.path, 'a.txt'), 'one\n');
  git(home, 'add', 'a.txt');
  git(home, 'commit', '-q', '-m', 'one');
  const hook = join(home.path, '.git', 'hooks', 'post-checkout');
  mkdirSync(join(hook, '..'), { recursive: true });
  writeFileSync(hook, `#!/bin/sh\ntouch '${join(home.path, 'hooked')}'\n`);
  chmodSync(hook, 0o755);
  return file;
}

function start(home: Home, args: readonly string[]): TerminalProgram {
  return startInTerminal({ home, args, columns: 160, rows: 30 });
}

async function end(program: TerminalProgram): Promise<void> {
  program.send('x');
  expect((await program.untilExited()).exitCode).toBe(0);
}

/** Saves a session of the agent as "work". */
async function saveOne(home: Home): Promise<string> {
  const codex = prepare(home);
  const head = git(home, 'rev-parse', 'HEAD');
  await using session = start(home, [
    '--no-voice',
    '--role',
    'explain_only',
    '--send',
    codex,
    '--no-daemon',
    'go on',
  ]);
  await session.waitForText('args:', PATIENCE_MS);
  const saved = await runPlain(home, ['session', 'save', 'work', '--json']);
  expect(saved).toMatchObject({ status: 0, stderr: '' });
  expect(JSON.parse(saved.stdout)).toMatchObject({
    version: 1,
    name: 'work',
    repository: { branch: 'main', head },
    started: {
      agent: { file: codex, kind: 'codex', args: ['--no-daemon', 'go on'] },
      role: 'explain_only',
      delivery: 'send',
      voice: 'off',
    },
  });
  // As its driver writes it down.
  const { session: id } = (
    JSON.parse((await runPlain(home, ['sessions', '--json'])).stdout) as { session: string }[]
  )[0] ?? { session: '' };
  const event = { kind: 'session', threadId: THREAD, cwd: home.path };
  const line = JSON.stringify({ number: 1, atMs: 1, event });
  const journal = join(home.stateDirectory, 'sessions', id, 'events.jsonl');
  writeFileSync(journal, `${line}\n{"number":2,"ev`);
  const again = await runPlain(home, ['session', 'save', 'work']);
  expect(again.stdout).toMatch(/ saved as work, in the place of /u);
  expect(again.stdout).toContain(`conversation: ${THREAD}`);
  await end(session);
  return head;
}

test('loaded as it was: options, role and conversation, and no prompt said again', async () => {
  using home = makeHome();
  await saveOne(home);
  const listed = await runPlain(home, ['session', 'list']);
  expect(listed.stdout).toMatch(/^work {2}Codex in ~ \(main\), \d{4}-\d\d-\d\d\n$/u);
  await using loaded = start(home, ['session', 'load', 'work']);
  await loaded.waitForText('args:', PATIENCE_MS);
  expect(screenOf(loaded)).toContain(`conversation ${THREAD}`);
  expect(screenOf(loaded)).toContain('role explain_only: ');
  const told = screenOf(loaded).replaceAll('\n', '');
  expect(told).toContain(`"--no-daemon","-C","${home.path}","resume","${THREAD}"]`);
  expect(told).toContain('["--sandbox","read-only",');
  expect(told).not.toContain('"go on"');
  await end(loaded);
  expect(await runPlain(home, ['session', 'remove', 'work'])).toMatchObject({ status: 0 });
  expect((await runPlain(home, ['session', 'list', '--json'])).stdout).toBe('[]\n');
  await expectNothingLeft(home);
});

test('where the checkout has moved on the person chooses, and it is never touched', async () => {
  using home = makeHome();
  const head = await saveOne(home);
  writeFileSync(join(home.path, 'a.txt'), 'two\n');
  git(home, 'commit', '-q', '-a', '-m', 'two');
  git(home, 'checkout', '-q', '-b', 'other');
  rmSync(join(home.path, 'hooked'));
  writeFileSync(join(home.path, 'a.txt'), 'not committed\n');
  const before = [git(home, 'rev-parse', 'HEAD'), git(home, 'status', '--porcelain')];
  const untouched = (): void => {
    expect([git(home, 'rev-parse', 'HEAD'), git(home, 'status', '--porcelain')]).toEqual(before);
    expect(git(home, 'symbolic-ref', '--short', 'HEAD')).toBe('other');
    expect(readFileSync(join(home.path, 'a.txt'), 'utf8')).toBe('not committed\n');
  };
  const refused = await runPlain(home, ['session', 'load', 'work']);
  expect(refused.status).toBe(1);
  expect(refused.stderr).toContain('branch: other, was main');
  expect(refused.stderr).toContain(`was ${head.slice(0, 10)}`);
  expect(refused.stderr).toContain('--worktree checks the saved HEAD out beside it');
  {
    await using asked = start(home, ['session', 'load', 'work']);
    await asked.waitForText('or Enter for neither', PATIENCE_MS);
    asked.send('\r');
    expect((await asked.untilExited()).exitCode).toBe(1);
    expect(screenOf(asked)).toContain('not loaded: your checkout is as it was');
  }
  const tree = join(home.stateDirectory, 'worktrees', `work-${head.slice(0, 10)}`);
  for (const args of [[], ['--worktree']]) {
    await using loaded = start(home, ['session', 'load', 'work', ...args]);
    if (args.length === 0) {
      await loaded.waitForText('or Enter for neither', PATIENCE_MS);
      loaded.send('w\r');
    }
    await loaded.waitForText('args:', PATIENCE_MS);
    expect(screenOf(loaded).replaceAll('\n', '')).toContain(`in:${tree}`);
    expect(readFileSync(join(tree, 'a.txt'), 'utf8')).toBe('one\n');
    await end(loaded);
    untouched();
  }
  expect(existsSync(join(home.path, 'hooked'))).toBe(false);
  await using anyway = start(home, ['session', 'load', 'work', '--anyway']);
  await anyway.waitForText('args:', PATIENCE_MS);
  expect(screenOf(anyway).replaceAll('\n', '')).toContain(`in:${home.path}`);
  await end(anyway);
  untouched();
  await expectNothingLeft(home);
});

test('what is wrong is one line', async () => {
  using home = makeHome();
  const folder = join(home.stateDirectory, 'saved');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'torn.json'), '{"version":1,"na');
  const cases: readonly (readonly [readonly string[], string, number])[] = [
    [['session'], 'session needs a word', 2],
    [['session', 'save', '../x'], '../x is no name to save under', 1],
    [['session', 'save', 'x'], 'no session runs', 1],
    [['session', 'load', 'torm'], 'did you mean torn?', 1],
    [['session', 'load', 'torn'], 'torn.json can', 1],
  ];
  for (const [args, words, status] of cases) {
    const ended = await runPlain(home, args);
    expect(ended.stderr, args.join(' ')).toMatch(ONE_LINE);
    expect(ended.stderr).toContain(words);
    expect(ended).toMatchObject({ status, stdout: '' });
  }
  const listed = await runPlain(home, ['session', 'list', '--json']);
  expect(listed).toMatchObject({ status: 0, stdout: '[]\n' });
  expect(listed.stderr).toMatch(ONE_LINE);
  expect(home.running()).toEqual([]);
});
