// Settings from environment variables, over the file and with their own names in what is refused.
import { expect, test } from 'vitest';
import { parseConfig } from '../config.ts';
import { variableOf } from './environment.ts';
import { settingRows } from './setting-rows.ts';

function read(environment: Record<string, string>, text = '') {
  return parseConfig(text, 'c.toml', { environment });
}

test('CONFIG-1 CONFIG-2 a variable counts more than the file, and is read as what is allowed there', () => {
  const file = 'mode = "auto"\n[speech]\nsilence_ms = 400\nthreads = 2\n';
  const config = read(
    {
      CODEX_VOICE_SPEECH_SILENCE_MS: '300',
      CODEX_VOICE_AGENT: '123',
      CODEX_VOICE_AUDIO_CUES: '["open"]',
      CODEX_VOICE_SPEECH_COMMAND_WORD: '""',
      CODEX_VOICE_KEYS_TALK: 'F4',
      CODEX_VOICE_DICTATION_REPLACEMENTS: '{ "my handle" = "@me" }',
      CODEX_VOICE_DELIVERY: '',
    },
    file,
  );
  expect(config).toMatchObject({
    mode: 'auto',
    agent: '123',
    delivery: 'compose',
    speech: { silence_ms: 300, threads: 2, command_word: '' },
    audio: { cues: ['open'] },
    keys: { talk: 'F4' },
    dictation: { replacements: { 'my handle': '@me' } },
  });
});

test.each([
  [{ CODEX_VOICE_MODE: 'tab' }, 'CODEX_VOICE_MODE: mode can\'t be "tab": allowed is "tap" or'],
  [
    { CODEX_VOICE_SPEECH_SILENCE_MS: '5' },
    "CODEX_VOICE_SPEECH_SILENCE_MS: speech.silence_ms can't be 5: allowed is at least 100",
  ],
  [
    { CODEX_VOICE_SPEECH_SILENSE_MS: '5' },
    'CODEX_VOICE_SPEECH_SILENSE_MS: no setting has this variable: did you mean CODEX_VOICE_SPEECH_SILENCE_MS? Otherwise unset it',
  ],
  [
    { CODEX_VOICE_WHISPER_SERVER_START: '["x"]' },
    'CODEX_VOICE_WHISPER_SERVER_START: whisper_server.url is missing',
  ],
  [{ CODEX_VOICE_AUDIO_CUES: '["frob"]' }, 'CODEX_VOICE_AUDIO_CUES: audio.cues.0 can\'t be "frob"'],
  [{ CODEX_VOICE_MODE: 'a\nb' }, "CODEX_VOICE_MODE: mode can't be"],
])('CONFIG-2 CONFIG-3 %j is refused by its name', (environment, message) => {
  expect(() => read(environment)).toThrow(message);
});

test('CONFIG-2 what others have under our prefix is left alone', () => {
  const environment = {
    CODEX_VOICE_SESSION: 'codex-k3fa',
    CODEX_VOICE_TEST_CACHE: '/x',
    CODEX_VOICE_: '1',
  };
  expect(read(environment)).toEqual(read({}));
});

test.each([
  ...['HOME', 'NODE', 'KEY', 'HUB', 'RELEASES', 'ROOT', 'BIN', 'VERSION', 'TEST_SPEECH_MODEL'],
])('CONFIG-2 CODEX_VOICE_%s is somebody else’s', (name) => {
  const { file: _, ...found } = read({ [`CODEX_VOICE_${name}`]: 'x' });
  const { file: __, ...usual } = read({});
  expect(found).toEqual(usual);
});

test('CONFIG-2 the variable that holds a key may be near to a setting’s', () => {
  const variable = 'CODEX_VOICE_OPENAI_URLS';
  expect(() => read({ [variable]: 'x' })).toThrow(variable);
  const file = `[openai]\nurl = "https://example.org"\nmodel = "x"\nkey_variable = "${variable}"\n`;
  expect(read({ [variable]: 'x' }, file).openai?.key_variable).toBe(variable);
});

test('CONFIG-2 no two settings have one variable', () => {
  const names = settingRows().flatMap((row) => variableOf(row) ?? []);
  expect(new Set(names).size).toBe(names.length);
  expect(names).not.toContain('CODEX_VOICE_PHRASES');
});

test('CONFIG-3 a mistake of the file is told as the file’s, whatever the variables say', () => {
  const environment = { CODEX_VOICE_MODE: 'auto' };
  expect(() => read(environment, '\nmode = "tab"')).toThrow('c.toml:2: mode can\'t be "tab"');
});
