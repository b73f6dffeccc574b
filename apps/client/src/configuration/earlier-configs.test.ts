// Config files of earlier days: every example the documentation has shown, and the first program's.
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseConfig } from '../config.ts';
import { ConfigFile } from '../config-file.ts';
import { isFirstProgram, ownTables } from './first-program.ts';
import { checkConfig } from './whole-check.ts';

const FOLDER = new URL('../../fixtures/configs/', import.meta.url);
const NAMES = readdirSync(FOLDER);

function fixture(name: string): string {
  return readFileSync(new URL(name, FOLDER), 'utf8');
}

test.each(NAMES)('CONFIG-5 %s still loads', (name) => {
  const config = parseConfig(fixture(name), name);
  expect(() => checkConfig(config)).not.toThrow();
  expect(isFirstProgram(config.file)).toBe(name.startsWith('first-program'));
});

test('CONFIG-6 every key of the first program is told with what it has become', () => {
  const name = 'first-program-all.toml';
  const config = parseConfig(fixture(name), name);
  expect(config).toMatchObject({
    agent: 'codex',
    theme: 'dark',
    hud: 'line',
    audio: { device: 'default' },
    whisper_server: { url: 'http://127.0.0.1:8080' },
  });
  const file = new ConfigFile(name, fixture(name));
  const { old } = ownTables({ codex: { args: [], keep_alive: true }, ui: { theme: 'x' } }, file);
  expect(old.map(({ path, line, became }) => [path, line, became])).toEqual([
    ['codex.args', 4, undefined],
    ['codex.keep_alive', 6, undefined],
    ['ui.theme', 27, undefined],
  ]);
  for (const { note } of old) expect(note).not.toBe('');
});

test('CONFIG-6 our own keys in the same file count more', () => {
  const name = 'first-program-mixed.toml';
  expect(parseConfig(fixture(name), name)).toMatchObject({
    theme: 'light',
    hud: 'full',
    audio: { device: 'USB', cues: true },
    speech: { silence_ms: 300 },
  });
});

test('CONFIG-6 a microphone by its number and a theme that is not there are left out', () => {
  const config = parseConfig(fixture('first-program-some.toml'), 'c');
  expect(config).toMatchObject({ agent: 'claude', theme: 'default', hud: 'off' });
  expect(config.audio.device).toBeUndefined();
});

test.each([
  [
    '[codex]\ncomand = "codex"',
    'c.toml:2: unknown key codex.comand of the first program: did you mean command?',
  ],
  ['\n[whisper]\nserver_url = "here"', 'c.toml:3: whisper_server.url can\'t be "here": allowed is'],
  ['[codex]\ncommand = 3', "c.toml:2: agent can't be 3"],
  ['[audio]\nformatt = 3', 'c.toml:2: unknown key audio.formatt'],
])('CONFIG-6 %j is refused with its line', (text, message) => {
  expect(() => parseConfig(text, 'c.toml')).toThrow(message);
});
