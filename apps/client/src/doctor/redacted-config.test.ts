import { expect, test } from 'vitest';
import { redactedConfig } from './redacted-config.ts';

test('settings are shown, a person’s own words and secrets are not', () => {
  const shown = redactedConfig(`
# my password is hunter22
mode = "auto"
agent = "codex"
[speech]
language = "en"
silence_ms = 300
[whisper_server]
url = "https://anna:hunter22@example.org/x"
start = ["server", "--api-key", "hunter22"]
[openai]
model = "whisper-1"
key_variable = "SPEECH_KEY"
api_key = "hunter22"
[voice]
say = ["dialogs"]
[keys.letters]
hud = "j"
menu = "hunter22"
[kb]
folders = ["~/diary"]
[[phrases]]
say = "call my doctor"
text = "about the diagnosis"
send = true
[dictation.replacements]
hunter = "Anna's secret"
`);
  expect(shown).not.toMatch(/hunter|diary|doctor|diagnosis|Anna|anna/u);
  for (const line of [
    'mode = "auto"',
    'agent = "codex"',
    'language = "en"',
    'silence_ms = 300',
    'url = "https://[login]@example.org/[path]"',
    'key_variable = "SPEECH_KEY"',
    'api_key = "[secret]"',
    'say = [ "dialogs" ]',
    'hud = "j"',
    'menu = "[text of 8 characters]"',
    'text = "[text of 19 characters]"',
    'send = true',
    'entry-1 = "[text of 13 characters]"',
  ]) {
    expect(shown).toContain(line);
  }
});

test.each([
  ['agent = "env ACME_PASS=hunter22 codex"', 'agent = "env [and 2 more]"\n'],
  ['agent = "ACME_PASS=hunter22 codex"', 'agent = "ACME_PASS=[secret] [and 1 more]"\n'],
  [
    '[openai]\nurl = "https://example.org/v1?key=abc123def456"',
    '[openai]\nurl = "https://example.org/[path]"\n',
  ],
  [
    '[openai]\nurl = "example.org/v1?key=abc123def456"',
    '[openai]\nurl = "[text of 31 characters]"\n',
  ],
  [
    '[openai]\nkey_variable = "abc123def456"',
    '[openai]\nkey_variable = "[no name of a variable]"\n',
  ],
  ['[openai]\nkey_variable = "AKIAIOSFODNN7EXAMPLE"', '[openai]\nkey_variable = "[key]"\n'],
])('%j is shown in part', (text, shown) => {
  expect(redactedConfig(text)).toBe(shown);
});

test('what is no TOML is not shown', () => {
  expect(redactedConfig('password = hunter22 x')).toBe(
    '# this file is not valid TOML: nothing of it is shown\n',
  );
});
