// Roles in the whole program: listed and shown, told where their files are wrong, given to an agent on its
// command line or composed, and a project's only as the person says yes to it.
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TerminalProgram } from '@codex-voice/testing';
import { expect, test } from 'vitest';
import { type Home, makeHome, runPlain, startInTerminal } from './command.ts';
import {
  exampleAgent,
  expectNothingLeft,
  PATIENCE_MS,
  receivedPrompts,
  until,
} from './sessions/session-rig.ts';

const ONE_LINE = /^codex-voice: [^\n]+: [^\n]+\n$/u;

function writeUserRoles(home: Home, text: string): void {
  const folder = join(home.path, 'config', 'codex-voice');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'prompts.toml'), text);
}

function writeProjectRoles(home: Home, text: string): void {
  mkdirSync(join(home.path, '.codex-voice'), { recursive: true });
  writeFileSync(join(home.path, '.codex-voice', 'prompts.toml'), text);
}

/** A program named codex that tells its arguments, a line each, and ends with a key. */
function argumentTeller(home: Home): string {
  const file = join(home.path, 'codex');
  const source = `process.argv.slice(2).forEach((each) => console.log('<' + each + '>'));
process.stdin.setRawMode(true).once('data', () => process.exit(0));`;
  writeFileSync(join(home.path, 'teller.cjs'), source);
  const script = join(home.path, 'teller.cjs');
  writeFileSync(file, `#!/bin/sh\nexec '${process.execPath}' '${script}' "$@"\n`);
  chmodSync(file, 0o755);
  return file;
}

const screenOf = (program: TerminalProgram) => program.terminal.screenText();

test('roles are listed and shown, layer by layer, for people and for programs', async () => {
  using home = makeHome();
  writeUserRoles(
    home,
    '[roles.explain_only]\nmodel = "mine"\n\n[roles.terse]\npreamble = "Short."\n',
  );
  writeProjectRoles(home, '[roles.terse]\nsandbox = "workspace-write"\n');
  const listed = await runPlain(home, ['role']);
  expect(listed).toMatchObject({ status: 0, stderr: '' });
  expect(listed.stdout).toMatch(/^explain_only +explains, and changes nothing \(yours\)$/mu);
  expect(listed.stdout).toMatch(/^terse +no description \(project, WIDER\)$/mu);
  for (const name of ['refactor_strict', 'security_review', 'test_writer'])
    expect(listed.stdout).toContain(name);
  const shown = await runPlain(home, ['role', 'explain_only']);
  expect(shown.stdout).toMatch(/^ +model +mine +\(user\)$/mu);
  expect(shown.stdout).toMatch(/^ +codex --model mine --sandbox read-only -c /mu);
  expect(shown.stdout).toMatch(/^ +claude --model mine --permission-mode plan /mu);
  expect(shown.stdout).toMatch(/^ +model: left, .+ \(opencode\)$/mu);
  const document: unknown = JSON.parse((await runPlain(home, ['role', 'terse', '--json'])).stdout);
  expect(document).toMatchObject({
    name: 'terse',
    from: { preamble: 'user', sandbox: 'project' },
    widens: [{ field: 'sandbox', to: 'workspace-write' }],
    agents: { gemini: { composed: 'Short.' } },
  });
  const completion = await runPlain(home, ['completion', 'bash']);
  expect(completion.stdout).toContain('security_review');
});

test('what is wrong is one line, with file, line and the nearest name', async () => {
  using home = makeHome();
  const cases: readonly (readonly [string, readonly string[], string, number])[] = [
    ['', ['role', 'security_reveiw'], 'did you mean security_review?', 1],
    ['', ['role', 'a', 'b'], 'b is too much', 2],
    ['', ['role', 'explain_only', '--session', 'x'], 'no session x', 1],
    ['[roles.a]\n\neffrt = "low"', ['role'], 'prompts.toml:3: unknown key roles.a.effrt: did', 1],
    ['[roles.a]\neffort = "lots"', ['role'], 'prompts.toml:2: roles.a.effort can', 1],
    ['[roles.a]\nmodel = "--yolo"', ['role'], 'prompts.toml:2: roles.a.model can', 1],
    ['[role.a]\neffort = "low"', ['role'], 'unknown key role: did you mean roles?', 1],
    ['[roles.A]\neffort = "low"', ['role'], 'prompts.toml:1: A is no name of a role', 1],
    ['[roles.a', ['role'], 'prompts.toml:1: not valid TOML', 1],
    [`#${'x'.repeat(70_000)}`, ['role'], 'longer than 65536 bytes', 1],
  ];
  for (const [text, args, words, status] of cases) {
    writeUserRoles(home, text);
    const ended = await runPlain(home, args);
    expect(ended.stderr, `${args.join(' ')} ${text.slice(0, 40)}`).toMatch(ONE_LINE);
    expect(ended.stderr).toContain(words);
    expect(ended).toMatchObject({ status, stdout: '' });
  }
  writeUserRoles(home, '');
  // A project's wrong file is told, and what the person has works all the same.
  writeProjectRoles(home, '[roles.a]\nsend = true');
  const listed = await runPlain(home, ['role']);
  expect(listed.status).toBe(0);
  expect(listed.stderr).toMatch(/prompts\.toml:2: unknown key roles\.a\.send: .+left aside\)\n$/u);
  expect(listed.stdout).toContain('explain_only');
  expect(home.running()).toEqual([]);
});

test('an agent without arguments for it has the preamble composed, and the rest is told', async () => {
  using home = makeHome();
  writeUserRoles(home, '[roles.terse]\npreamble = "Be short, always."\neffort = "low"\n');
  const agent = exampleAgent(home);
  const args = ['run', '--no-voice', '--role', 'terse', '--', ...agent.command];
  await using session = startInTerminal({ home, args, env: agent.env });
  await session.waitForText('preamble: put into the composer', PATIENCE_MS);
  await session.waitForText('effort: left, nothing is known of this program', PATIENCE_MS);
  await session.waitForText('Be short, always.', PATIENCE_MS);
  expect(receivedPrompts(home)).toEqual([]);
  session.send('\r');
  await until('prompt', () => receivedPrompts(home).length === 1);
  expect(receivedPrompts(home)[0]?.trim()).toBe('Be short, always.');
  // Into a session that runs.
  const rows: { session: string }[] = JSON.parse(
    (await runPlain(home, ['sessions', '--json'])).stdout,
  );
  const composed = await runPlain(home, [
    'role',
    'explain_only',
    '--session',
    rows[0]?.session ?? '',
  ]);
  expect(composed.stdout).toMatch(/^into the composer of [\w-]+:\nYou are here to explain/u);
  await session.waitForText('You are here to explain', PATIENCE_MS);
  expect(receivedPrompts(home)).toHaveLength(1);
  session.send('\u0003\u0004');
  await session.untilExited();
  await expectNothingLeft(home);
});

test('arguments stand before the person’s own, which stay as they are', async () => {
  using home = makeHome();
  const codex = argumentTeller(home);
  const args = ['--no-voice', '--role', 'security_review', codex, '-s', 'workspace-write', 'go on'];
  await using session = startInTerminal({ home, args, columns: 120 });
  await session.waitForText('<go on>', PATIENCE_MS);
  expect(screenOf(session)).toContain('sandbox: left, -s is yours already (Codex)');
  expect(screenOf(session)).toContain('<model_reasoning_effort="high">');
  expect(screenOf(session)).not.toContain('<read-only>');
  session.send('x');
  expect((await session.untilExited()).exitCode).toBe(0);
});

test('a project’s role is shown and asked for once, and again when it changes', async () => {
  using home = makeHome();
  const codex = argumentTeller(home);
  const wide = (preamble: string) =>
    `[roles.explain_only]\nsandbox = "workspace-write"\npreamble = "${preamble}"\n`;
  const start = (): TerminalProgram =>
    startInTerminal({
      home,
      args: ['--no-voice', '--role', 'explain_only', codex],
      columns: 120,
      rows: 40,
    });
  writeProjectRoles(home, wide('Do as I say.'));
  {
    await using refused = start();
    await refused.waitForText(
      'WIDER: sandbox = workspace-write, where yours says read-only',
      PATIENCE_MS,
    );
    await refused.waitForText('It allows the agent more than you do', PATIENCE_MS);
    expect(screenOf(refused)).toContain('Do as I say.');
    refused.send('n\r');
    expect((await refused.untilExited()).exitCode).toBe(1);
    expect(screenOf(refused)).toContain('not started: leave --role away');
    expect(screenOf(refused)).not.toContain('<');
  }
  {
    await using taken = start();
    await taken.waitForText('[y/N]', PATIENCE_MS);
    taken.send('y\r');
    await taken.waitForText('<workspace-write>', PATIENCE_MS);
    taken.send('x');
    await taken.untilExited();
  }
  {
    await using again = start();
    await again.waitForText('<workspace-write>', PATIENCE_MS);
    expect(screenOf(again)).not.toContain('[y/N]');
    again.send('x');
    await again.untilExited();
  }
  writeProjectRoles(home, wide('Do as I say now.'));
  await using changed = start();
  await changed.waitForText('[y/N]', PATIENCE_MS);
  changed.send('\u0003');
  expect((await changed.untilExited()).exitCode).not.toBe(0);
  await expectNothingLeft(home);
});

test('a project’s preamble or note is sent only as it was seen; in the composer it needs no leave', async () => {
  using home = makeHome();
  writeProjectRoles(home, '[roles.theirs]\npreamble = "Do as I say."\n');
  const notes = join(home.path, '.codex-voice', 'kb');
  mkdirSync(notes);
  writeFileSync(join(notes, 'team.md'), '# Deploy\nFrom the project.\n');
  const agent = exampleAgent(home);
  const args = ['run', '--no-voice', '--', ...agent.command];
  await using session = startInTerminal({ home, args, env: agent.env });
  await session.waitForText('Type or say', PATIENCE_MS);
  const named = ['--session', 'node'];
  for (const [sends, shows] of [
    [['role', 'theirs', ...named, '--send'], 'Do as I say.'],
    [['do', 'role', 'theirs', '--send'], 'Do as I say.'],
    [['do', 'kb', 'deploy', '--send'], 'From the project.'],
  ] as const) {
    const refused = await runPlain(home, sends);
    expect(refused, sends.join(' ')).toMatchObject({ status: 1, stdout: '' });
    expect(refused.stderr).toContain(shows);
    expect(refused.stderr).toMatch(/nobody can be asked: leave --send away[^\n]*\n$/u);
  }
  expect(receivedPrompts(home)).toEqual([]);
  expect(await runPlain(home, ['do', 'kb', 'deploy'])).toMatchObject({ status: 0, stderr: '' });
  await session.waitForText('From the project.', PATIENCE_MS);
  session.send('\u0015');
  expect(await runPlain(home, ['do', 'role', 'theirs', '--send', '--yes'])).toMatchObject({
    status: 0,
  });
  // What was said yes to as it is needs no second one.
  expect(await runPlain(home, ['role', 'theirs', ...named, '--send'])).toMatchObject({
    status: 0,
    stderr: '',
  });
  await until('prompts', () => receivedPrompts(home).length === 2);
  writeProjectRoles(home, '[roles.theirs]\npreamble = "Do as I say now."\n');
  expect((await runPlain(home, ['do', 'role', 'theirs', '--send'])).status).toBe(1);
  session.send('\u0004');
  await session.untilExited();
  await expectNothingLeft(home);
});
