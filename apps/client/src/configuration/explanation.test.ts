// Where values come from, as documents and as lines.
import { expect, test } from 'vitest';
import { explainedConfig } from './explanation.ts';
import { explanationText, settingText, sourceText } from './explanation-text.ts';

const TEXT = `mode = "auto"
theme = "mine"
[keys]
talk = "F4"
[themes.mine]
accent = "orange bold"
[codex]
command = "claude"
[modes.hybrid]
sensitivity = "low"
[[phrases]]
say = "ship it"
text = "Ship it."
`;

const explained = explainedConfig({
  path: '/c.toml',
  text: TEXT,
  environment: { CODEX_VOICE_HUD: 'full', CODEX_VOICE_MODE: 'wake' },
  options: { mode: 'hold', send: true },
});
const of = (path: string) => explained.settings.find((each) => each.path === path);

test.each([
  ['mode', 'hold', '--mode'],
  ['delivery', 'send', '--send'],
  ['hud', 'full', 'CODEX_VOICE_HUD'],
  ['theme', 'mine', '/c.toml:2'],
  ['keys.talk', 'F4', '/c.toml:4'],
  ['keys.leader', 'Ctrl-\\', 'default'],
  ['agent', 'claude', '/c.toml:8, as codex.command'],
  ['modes.hybrid.sensitivity', 'low', '/c.toml:10'],
  ['modes.wake.sensitivity', undefined, 'default'],
  ['speech.silence_ms', 250, 'default'],
  ['themes.mine.accent', 'orange bold', '/c.toml:6'],
])('CONFIG-7 %s is %j from %s', (path, value, source) => {
  const setting = of(path);
  expect(setting?.value).toEqual(value);
  expect(setting === undefined ? undefined : sourceText(setting.source)).toBe(source);
});

test('CONFIG-7 every setting has words on what it is for, and on its default', () => {
  for (const { path, help, why, allowed } of explained.settings) {
    expect([path, help === '', why === '', allowed === '']).toEqual([path, false, false, false]);
  }
});

test('CONFIG-7 the lines tell of files, values, experimental parts and old keys', () => {
  const text = explanationText(explained, { file: '/c.toml', project: ['/p: 2 phrases'] });
  expect(text).toContain('config file   /c.toml\nproject file  /p: 2 phrases\n');
  expect(text).toMatch(/^ {2}mode = "hold" +--mode$/mu);
  expect(text).toMatch(/^ {2}speech\.silence_ms = 250 +default: pauses inside/mu);
  expect(text).toMatch(/^\* phrases = 1 of them +\/c\.toml:11$/mu);
  expect(text).toMatch(
    /Experimental parts, off by themselves:\n {2}experimental\.live_voice = false/u,
  );
  expect(text).toMatch(/^ {2}7?8: codex\.command +agent/mu);
  expect(text).not.toContain('modes.wake');
});

test('CONFIG-7 one setting is told in full', () => {
  const silence = of('speech.silence_ms');
  expect(silence === undefined ? '' : settingText(silence)).toBe(`speech.silence_ms = 250
  what      the pause that ends a phrase
  from      default
  allowed   a whole number, 100 to 5000
  default   250, pauses inside a phrase are mostly shorter
  changes   count at once, in sessions that run too
  variable  CODEX_VOICE_SPEECH_SILENCE_MS
`);
});
