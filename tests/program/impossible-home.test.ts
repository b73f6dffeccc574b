// A home, or a folder named for our files, in a place that takes no folder: one line, and nothing hangs.
// Node's own way of making folders never returns below /proc.
import { sized } from '@codex-voice/testing';
import { expect, test } from 'vitest';
import { type Home, makeHome, PHRASE, RECORDING, runPlain, startInTerminal } from './command.ts';

const ONE_LINE = /^codex-voice: [^\n]+: [^\n]+\n$/u;

function at(home: Home, path: string): Home {
  const env = {
    ...home.env,
    HOME: path,
    XDG_CONFIG_HOME: undefined,
    XDG_STATE_HOME: undefined,
    XDG_DATA_HOME: undefined,
    XDG_CACHE_HOME: undefined,
  };
  return { ...home, env };
}

/** What starts a session, or says something, is tried below the second one. */
const IMPOSSIBLE = sized({ usual: ['/proc'], full: ['/proc', '/proc/x'] });

const onLinux = test.runIf(process.platform === 'linux');

onLinux.each(IMPOSSIBLE)(
  'a home at %s is told where something must be written, and read without',
  {
    timeout: 60_000,
  },
  async (path) => {
    using home = makeHome();
    const there = at(home, path);
    expect(await runPlain(there, ['speaker', 'list'])).toMatchObject({ status: 0, stderr: '' });
    const enrolled = await runPlain(there, ['speaker', 'enrol', 'Ana', '--audio', RECORDING]);
    expect(enrolled).toMatchObject({ status: 1, stderr: expect.stringMatching(ONE_LINE) });
    const heard = await runPlain(there, ['listen', '--audio', PHRASE]);
    expect(heard.stdout).toContain('fix the failing tests\n');
    expect(heard.stderr).toMatch(/^codex-voice: the journal can't be opened [^\n]+\n$/u);
  },
);

onLinux(
  'a session whose folder can’t be made ends with one line that says how to mend it',
  async () => {
    using home = makeHome();
    const { env } = at(home, '/proc/x');
    await using program = startInTerminal({ home, args: ['run', '--', 'true'], env });
    expect((await program.untilExited()).exitCode).toBe(1);
    expect(program.terminal.screenText().replaceAll(/\s+/gu, ' ')).toMatch(
      /^codex-voice: .* session’s folder can’t be made \(ENOENT\): name another place with XDG_STATE_HOME/u,
    );
  },
);

test('runtime files below /proc are refused in one line', async () => {
  using home = makeHome();
  const env = { ...home.env, XDG_RUNTIME_DIR: '/proc/x' };
  const said = await runPlain({ ...home, env }, ['say', 'hello']);
  expect(said).toMatchObject({ status: 1, stderr: expect.stringMatching(ONE_LINE) });
});
