// Plugins in the whole program: a person's own and a project's, well-meaning and hostile. Each failure is
// one line; what came with a project runs only as it was trusted.
import { chmodSync, existsSync, mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
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
const LEADER = '\u001c';

interface Written {
  readonly origin?: 'person' | 'project';
  /** The text of its shell script. */
  readonly script?: string;
  readonly more?: string;
  readonly handler?: string;
}

/** Writes a plugin; answers with its folder. */
function plugin(home: Home, name: string, written: Written): string {
  const { origin = 'person', script = 'echo "$1"', more = '', handler } = written;
  const parent =
    origin === 'person'
      ? join(home.path, 'config', 'codex-voice', 'plugins')
      : join(home.path, '.codex-voice', 'plugins');
  const folder = join(parent, name);
  mkdirSync(folder, { recursive: true });
  const run = handler ?? 'kind = "script"\nrun = ["./run it", "{words}"]';
  writeFileSync(join(folder, 'plugin.toml'), `about = "for a test"\n${more}\n[handler]\n${run}\n`);
  writeFileSync(join(folder, 'run it'), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, 'run it'), 0o755);
  return folder;
}

test('a person’s own: listed, run with its words, printed or shown', async () => {
  using home = makeHome();
  plugin(home, 'echo', { more: 'words = "TEXT"\nneeds_words = true' });
  plugin(home, 'where', { script: 'pwd', more: 'output = "notice"' });
  const listed = await runPlain(home, ['do', '--list']);
  expect(listed.stdout).toMatch(/^\/echo TEXT +for a test$/mu);
  expect(listed.stderr).toBe('');
  const words = ['a b; rm -rf $HOME', '$(x)'];
  const printed = await runPlain(home, ['do', 'echo', '--print', ...words]);
  expect(printed).toMatchObject({ status: 0, stdout: `${words.join(' ')}\n`, stderr: '' });
  expect(existsSync(home.path)).toBe(true);
  expect(await runPlain(home, ['do', 'where'])).toMatchObject({ status: 0, stderr: '' });
  const missing = await runPlain(home, ['do', 'echo']);
  expect(missing.stderr).toBe('codex-voice: /echo needs words: codex-voice do echo TEXT\n');
  expect((await runPlain(home, ['do', 'echoo', 'x'])).stderr).toContain('did you mean echo?');
});

test('hostile ones: each costs one line, and nothing of them is left running', async () => {
  using home = makeHome();
  const outside = join(home.path, 'outside.sh');
  writeFileSync(outside, '#!/bin/sh\necho outside\n', { mode: 0o755 });
  plugin(home, 'hang', {
    script: "trap '' TERM; sleep 600 & wait; wait",
    more: 'timeout_ms = 300',
  });
  plugin(home, 'flood', { script: 'yes', more: 'output_kb = 8' });
  plugin(home, 'fork', { script: 'for i in 1 2 3 4; do sleep 600 & done; exit 9' });
  plugin(home, 'binary', { script: "printf '\\377'" });
  plugin(home, 'silent', { script: ':' });
  symlinkSync(
    outside,
    join(plugin(home, 'linked', { handler: 'kind = "script"\nrun = ["./out"]' }), 'out'),
  );
  writeFileSync(join(plugin(home, 'torn', {}), 'plugin.toml'), 'about = "x"\n[handler\n');
  plugin(home, 'typo', { more: 'tiemout_ms = 5' });
  plugin(home, 'far', { handler: 'kind = "http"\nurl = "http://example.org/"' });
  plugin(home, 'test', {});
  plugin(home, 'Bad Name', {});
  const cases: readonly (readonly [string, string])[] = [
    ['hang', 'took longer than 300 ms and was ended'],
    ['flood', 'wrote more than 8 KiB and was ended'],
    ['fork', 'ended with status 9'],
    ['binary', 'no UTF-8 text'],
    ['silent', 'gave no text'],
    ['linked', './out is not a file in its folder'],
    ['torn', 'plugin.toml:2: not valid TOML'],
    ['typo', 'plugin.toml:2: unknown key tiemout_ms: did you mean timeout_ms?'],
    ['far', "handler.url can't be"],
  ];
  for (const [name, told] of cases) {
    const ended = await runPlain(home, ['do', name, '--print']);
    expect(ended.stderr, name).toMatch(ONE_LINE);
    expect(ended.stderr).toContain(told);
    expect(ended).toMatchObject({ status: 1, stdout: '' });
  }
  // One that takes the name of ours does not get it.
  expect((await runPlain(home, ['do', 'test', '--print'])).stdout).toContain(
    'how this project is tested',
  );
  const listed = await runPlain(home, ['do', '--list']);
  expect(listed.status).toBe(0);
  expect(listed.stderr).toContain('/test is a command already');
  expect(listed.stderr).toContain('its name is no command');
  await until('nothing left', () => home.running().length === 0);
});

test('a project’s: what it may do is shown, it runs as it was trusted, and is asked about when it changed', async () => {
  using home = makeHome();
  const folder = plugin(home, 'deploy', { origin: 'project', script: 'echo ran >>ran; echo done' });
  const ran = () => existsSync(join(home.path, 'ran'));
  const refused = await runPlain(home, ['do', 'deploy', '--print']);
  expect(refused).toMatchObject({ status: 1, stdout: '' });
  expect(refused.stderr).toContain('/deploy came with this project');
  expect(refused.stderr).toContain('nothing keeps it from anything that you may do');
  expect(refused.stderr).toMatch(/codex-voice: \/deploy is not trusted yet [^\n]*: add --yes\n$/u);
  expect((await runPlain(home, ['do', '--list'])).stdout).toContain('not trusted yet');
  expect(ran()).toBe(false);
  const trusted = await runPlain(home, ['do', 'deploy', '--print', '--yes']);
  expect(trusted).toMatchObject({ status: 0, stdout: 'done\n' });
  expect(ran()).toBe(true);
  expect((await runPlain(home, ['do', 'deploy', '--print'])).stderr).toBe('');
  writeFileSync(join(folder, 'run it'), '#!/bin/sh\necho other\n');
  expect((await runPlain(home, ['do', 'deploy', '--print'])).stderr).toContain('add --yes');
  symlinkSync('/etc/passwd', join(folder, 'passwd'));
  const linked = await runPlain(home, ['do', 'deploy', '--print', '--yes']);
  expect(linked.stderr).toContain('can\'t be trusted, "passwd" leads out of it');
  const elsewhere = plugin(home, 'mine', {});
  symlinkSync(elsewhere, join(home.path, '.codex-voice', 'plugins', 'away'));
  expect((await runPlain(home, ['do', 'away', '--print'])).stderr).toContain(
    'leads out of the project',
  );
});

test('a project’s is asked about again when a file that it is run with changes, and runs for no other project', async () => {
  using home = makeHome();
  const handler = 'kind = "script"\nrun = ["sh", "tools/x.sh"]';
  plugin(home, 'check', { origin: 'project', handler });
  mkdirSync(join(home.path, 'tools'));
  const tool = join(home.path, 'tools', 'x.sh');
  writeFileSync(tool, 'echo one\n');
  const trusted = await runPlain(home, ['do', 'check', '--print', '--yes']);
  expect(trusted).toMatchObject({ status: 0, stdout: 'one\n' });
  expect(trusted.stderr).toContain(`asked again when a byte of its folder, and of ${tool} changes`);
  expect(trusted.stderr).toContain('and not when anything else changes that it loads or starts');
  writeFileSync(tool, 'echo two\n');
  const changed = await runPlain(home, ['do', 'check', '--print']);
  expect(changed).toMatchObject({ status: 1, stdout: '' });
  expect(changed.stderr).toContain('add --yes');
  // A session that works in another project.
  const other = join(home.path, 'other');
  mkdirSync(other);
  const agent = exampleAgent(home);
  const args = ['run', '--no-voice', '--', ...agent.command];
  await using session = startInTerminal({ home, args, env: agent.env, cwd: other });
  await session.waitForText('Type or say', PATIENCE_MS);
  mkdirSync(join(home.path, 'mine'));
  renameSync(join(home.path, '.codex-voice'), join(home.path, 'mine', '.codex-voice'));
  const from = { cwd: join(home.path, 'mine') };
  const foreign = await runPlain(home, ['do', 'check', '--yes'], home.env, from);
  expect(foreign).toMatchObject({ status: 1, stdout: '' });
  expect(foreign.stderr).toMatch(ONE_LINE);
  expect(foreign.stderr).toContain('and is not run for');
  session.send('\u0004');
  await session.untilExited();
  await expectNothingLeft(home);
});

test('in the palette: one of the person’s goes into the composer, one that is not trusted says so', async () => {
  using home = makeHome();
  plugin(home, 'ticket', {
    script: 'echo "Ticket $1: mend the parser."',
    more: 'words = "NUMBER"',
  });
  plugin(home, 'theirs', { origin: 'project' });
  const agent = exampleAgent(home);
  const args = ['run', '--no-voice', '--', ...agent.command];
  await using session = startInTerminal({ home, args, env: agent.env });
  await session.waitForText('Type or say', PATIENCE_MS);
  session.send(`${LEADER}/`);
  await session.waitForText('/ticket', PATIENCE_MS);
  session.send('theirs');
  await session.waitForText('› /theirs', PATIENCE_MS);
  session.send('\r');
  await session.waitForText('not trusted yet: codex-voice do theirs', PATIENCE_MS);
  session.send('\u0015ticket 7');
  await session.waitForText('runs ./run it {words} as you', PATIENCE_MS);
  session.send('\r');
  await session.waitForText('Ticket 7: mend the parser.', PATIENCE_MS);
  expect(receivedPrompts(home)).toEqual([]);
  session.send('\r');
  await until('prompt', () => receivedPrompts(home).length === 1);
  expect(receivedPrompts(home)[0]?.trim()).toBe('Ticket 7: mend the parser.');
  session.send('\u0004');
  await session.untilExited();
  await expectNothingLeft(home);
});
