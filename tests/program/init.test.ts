// `codex-voice init` by the launcher: for scripts, over a config file that is there, in a terminal that only
// takes lines, and as the first `codex-voice` offers it.
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { beginningOfRecording, type Home, makeHome, runPlain, startInTerminal } from './command.ts';

/** The machine is examined each time; a loaded one takes its time. */
const TEST_MS = 90_000;
const PATIENCE_MS = 60_000;

function homeWithCodex(): Home {
  const home = makeHome();
  const folder = join(home.path, 'bin');
  mkdirSync(folder);
  writeFileSync(join(folder, 'codex'), '#!/bin/sh\necho "codex-cli 0.170.0"\n');
  chmodSync(join(folder, 'codex'), 0o755);
  return { ...home, env: { ...home.env, PATH: `${folder}:/usr/bin:/bin` } };
}

const configOf = (home: Home): string => join(home.path, 'config', 'codex-voice', 'config.toml');

test('for scripts it hears a recording, writes a new commented file, and tells it in one document', {
  timeout: TEST_MS,
}, async () => {
  using home = homeWithCodex();
  const looked = await runPlain(home, ['init']);
  expect(looked).toMatchObject({ status: 0, stderr: '' });
  expect(looked.stdout).toContain('Codex: 0.170.0');
  expect(looked.stdout).toContain('Ctrl-\\ m');
  expect(existsSync(configOf(home))).toBe(false);
  const args = ['init', '--yes', '--json', '--model', 'phrases', '--language', 'en'];
  const recording = beginningOfRecording(home);
  const { status, stdout } = await runPlain(home, [...args, '--audio', recording]);
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    found: { agents: ['codex'] },
    chosen: { agent: 'codex', language: 'en' },
    heard: { texts: expect.arrayContaining(['fix the failing tests']) },
    config: { file: configOf(home), state: 'written' },
    keys: [{ key: 'F2' }, { key: 'Ctrl-\\ s' }, { key: 'Ctrl-\\ m' }],
  });
  const text = readFileSync(configOf(home), 'utf8');
  expect(text).toMatch(/^# codex-voice: written by[\s\S]*^agent = "codex"$[\s\S]*^mode = "tap"$/mu);
});

test('a config file that is there keeps its every line', { timeout: TEST_MS }, async () => {
  using home = homeWithCodex();
  mkdirSync(join(configOf(home), '..'), { recursive: true });
  const text = '# mine\nmode = "auto" # always\n\n[speech]\n# the next desk\nsensitivity = "low"\n';
  writeFileSync(configOf(home), text);
  const args = ['init', '--yes', '--model', 'phrases', '--language', 'fr'];
  expect((await runPlain(home, args)).stdout).toContain('language = "fr"');
  const written = readFileSync(configOf(home), 'utf8').split('\n');
  expect(written.filter((line) => line !== 'language = "fr"').join('\n')).toBe(text);
  const again = await runPlain(home, args);
  expect(again.stdout).toContain('says all that already');
  expect(readFileSync(configOf(home), 'utf8').split('\n')).toEqual(written);
});

test('the first codex-voice offers it once; in lines it is answered by numbers', {
  timeout: TEST_MS,
}, async () => {
  using home = makeHome();
  const env = { PATH: '/usr/bin:/bin', TERM: 'dumb' };
  await using first = startInTerminal({ home, args: [], env, rows: 80 });
  await first.waitForText('do that now (two minutes)? [y/N]', PATIENCE_MS);
  first.send('y\r');
  await first.waitForText('Which language do you speak', PATIENCE_MS);
  await first.waitForText('number [1]:', PATIENCE_MS);
  first.send('3\r');
  await first.waitForText('What shall hear you?', PATIENCE_MS);
  first.send('9\r');
  await first.waitForText('a number from 1 to', PATIENCE_MS);
  // Without an answer nothing more is done, and what was not agreed to is not written.
  first.send('\u0004');
  await first.waitForText('ended by you', PATIENCE_MS);
  await first.waitForText('no agent is on your PATH', PATIENCE_MS);
  expect((await first.untilExited()).exitCode).toBe(127);
  expect(existsSync(configOf(home))).toBe(false);
  await using second = startInTerminal({ home, args: [], env });
  expect((await second.untilExited()).exitCode).toBe(127);
  expect(second.terminal.screenText()).not.toContain('new here?');
});
