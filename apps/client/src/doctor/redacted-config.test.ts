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
    'url = "https://[login]@example.org/x"',
    'key_variable = "SPEECH_KEY"',
    'api_key = "[secret]"',
    'say = [ "dialogs" ]',
    'text = "[text of 19 characters]"',
    'send = true',
    'entry-1 = "[text of 13 characters]"',
  ]) {
    expect(shown).toContain(line);
  }
});

test('what is no TOML is not shown', () => {
  expect(redactedConfig('password = hunter22 x')).toBe(
    '# this file is not valid TOML: nothing of it is shown\n',
  );
});
