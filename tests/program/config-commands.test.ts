// `codex-voice config` through the launcher, and a config file that changes under a session.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Home, makeHome, runPlain, startInTerminal } from './command.ts';
import { exampleAgent, PATIENCE_MS } from './sessions/session-rig.ts';

/** Ctrl-\ */
const LEADER = '\u001c';
const ONE_LINE = /^codex-voice: [^\n]+: [^\n]+\n$/u;

function configFile(home: Home, text?: string): string {
  const folder = join(home.path, 'config', 'codex-voice');
  const path = join(folder, 'config.toml');
  if (text !== undefined) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path, text);
  }
  return path;
}

test('CONFIG-7 CONFIG-9 a setting is set, got and explained, and its comment stays', async () => {
  using home = makeHome();
  const path = configFile(home, '# mine\nmode = "tap" # by key\n');
  const set = await runPlain(home, ['config', 'set', 'mode', 'auto']);
  expect(set.stdout).toContain(`${path}:2: mode = "tap" # by key becomes mode = "auto" # by key`);
  expect(readFileSync(path, 'utf8')).toBe('# mine\nmode = "auto" # by key\n');
  expect((await runPlain(home, ['config', 'get', 'mode'])).stdout).toBe('auto\n');
  const explained = await runPlain(home, ['config', 'explain', 'mode', '--mode', 'wake']);
  expect(explained.stdout).toMatch(/^mode = "wake"\n[\s\S]* {2}from +--mode\n/u);
  const all = JSON.parse((await runPlain(home, ['config', '--json'])).stdout);
  expect(all.file).toBe(path);
  expect(all.settings.find(({ path: name }: { path: string }) => name === 'mode').source).toEqual({
    kind: 'file',
    path,
    line: 2,
  });
  const unset = await runPlain(home, ['config', 'unset', 'mode']);
  expect(unset.stdout).toBe(`${path}:2: mode = "auto" # by key is taken away\n`);
  expect(readFileSync(path, 'utf8')).toBe('# mine\n');
  const again = await runPlain(home, ['config', 'unset', 'mode']);
  expect(again).toMatchObject({ status: 0, stderr: expect.stringContaining('does not stand in') });
  expect(JSON.parse((await runPlain(home, ['config', 'schema'])).stdout).title).toContain('config');
});

test.each([
  [['config', 'set', 'mode', 'tab'], 1, 'config.toml:2: mode can\'t be "tab"'],
  [['config', 'set', 'keys.talk', 'Ctrl-C'], 1, "Ctrl-C is the agent's own"],
  [['config', 'set', 'keys.letters.send', 'z'], 1, "z is scratch's too"],
  [['config', 'set', 'moode', 'tap'], 1, 'did you mean mode?'],
  [['config', 'set', 'speech', '3'], 1, 'is a table'],
  [['config', 'get', 'speech.silense_ms'], 1, 'did you mean speech.silence_ms?'],
  [['config', 'set', 'mode'], 2, 'codex-voice config set KEY VALUE'],
  [['config', 'unset'], 2, 'codex-voice config unset KEY'],
  [['config', 'unset', 'moode'], 1, 'did you mean mode?'],
  [['config', 'sett'], 2, 'did you mean set?'],
] as const)(
  'CONFIG-10 %j is refused in one line, and nothing is written',
  async (args, status, message) => {
    using home = makeHome();
    const path = configFile(home, 'hud = "line"\n');
    const refused = await runPlain(home, args);
    expect(refused).toEqual({ status, stdout: '', stderr: expect.stringMatching(ONE_LINE) });
    expect(refused.stderr).toContain(message);
    expect(readFileSync(path, 'utf8')).toBe('hud = "line"\n');
  },
);

test('CONFIG-11 CONFIG-12 CONFIG-13 CONFIG-15 a session follows its config file, and its panel writes it', async () => {
  using home = makeHome();
  const path = configFile(home, '# mine\nhud = "line"\n');
  const agent = exampleAgent(home);
  const args = ['run', '--no-voice', '--', ...agent.command];
  await using session = startInTerminal({ home, args, env: agent.env, columns: 120 });
  await session.waitForText('Type or say', PATIENCE_MS);
  await session.waitForText('keys', PATIENCE_MS);
  writeFileSync(
    path,
    '# mine\nhud = "line"\n[keys]\nleader = "Ctrl-G"\n[keys.letters]\nsettings = "k"\n',
  );
  await session.waitForText('settings in force now: keys', PATIENCE_MS);
  writeFileSync(path, '# mine\nhud = "lin"\n');
  await session.waitForText(/config\.toml:2: hud can't be "lin"/u, PATIENCE_MS);
  // The leader and the letter of before the mistake.
  session.send('\u0007k');
  await session.waitForText('Our rows', PATIENCE_MS);
  writeFileSync(path, '# mine\nhud = "line"\n');
  await session.waitForText('in force now: keys', PATIENCE_MS);
  session.send('\u001b[C');
  await session.waitForText('write to the config file', PATIENCE_MS);
  session.send('w');
  await session.waitForText(/hud: written into/u, PATIENCE_MS);
  expect(readFileSync(path, 'utf8')).toBe('# mine\nhud = "full"\n');
  session.send('\u001b');
  session.send(`${LEADER}?`);
  await session.waitForText('Last notices', PATIENCE_MS);
  session.send(' ');
  await session.waitForText('detach', PATIENCE_MS);
});
