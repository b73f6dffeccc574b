// A wrong config file gets one line with file, line, what is allowed and the nearest known key.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Segmenter } from '@codex-voice/speech';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseConfig, readConfig } from './config.ts';
import { spokenSetup } from './spoken-setup.ts';
import { UserError } from './user-error.ts';
import { voiceStart } from './voice-start.ts';

test('an empty file means the defaults', () => {
  const config = parseConfig('', 'c.toml');
  expect(config).toMatchObject({ mode: 'tap', delivery: 'compose', hud: 'line', keys: 'default' });
  expect(config.speech.silence_ms).toBe(250);
  expect(config.session).toEqual({
    scrollback_lines: 5_000,
    log_memory_kb: 2_048,
    log_file_mb: 16,
    keep_ended: 20,
  });
});

test.each([
  ['mode = "tab"', 'c.toml:1: mode can\'t be "tab": allowed is "tap" or "auto" or "hold"'],
  [
    '[modes.hybrid]\nclose_after = 5',
    'c.toml:2: unknown key modes.hybrid.close_after: did you mean close_after_ms?',
  ],
  ['[modes.hybird]', 'unknown key modes.hybird: did you mean hybrid?'],
  ['\n[speech]\nsilence_ms = 5', "c.toml:3: speech.silence_ms can't be 5: allowed is at least 100"],
  ['[speech]\nmaximum_segment_ms = 1999', "maximum_segment_ms can't be 1999: allowed is at least"],
  [
    '[speech]\nsilense_ms = 300',
    'c.toml:2: unknown key speech.silense_ms: did you mean silence_ms?',
  ],
  ['modee = "tap"', 'c.toml:1: unknown key modee: did you mean mode?'],
  ['keys = "clasic"', 'allowed is "default" or "classic" or a table'],
  ['[keys]\ntalkk = "F3"', 'c.toml:2: unknown key keys.talkk: did you mean talk?'],
  [
    '[[phrases]]\nsay = "x"\ntext = "y"\n[[phrases]]\nsay = 3\ntext = "z"',
    "c.toml:5: phrases.1.say can't be 3: allowed is text in quotes",
  ],
  [
    '[speech]\nlanguages = []',
    "c.toml:2: speech.languages can't be a list: allowed is at least 1 of",
  ],
  [
    '[speech]\nlanguage = "it"',
    'c.toml:2: speech.language can\'t be "it": allowed is "en" or "es"',
  ],
  ['[[macros]]\nsay = "x"', 'c.toml:1: macros.0.text is missing: add it'],
  ['agent = "codex"\nmode = = 3', 'c.toml:2: not valid TOML'],
  ['hud = line', 'c.toml:1: not valid TOML (invalid value): text stands in quotes'],
  ['[theme]\nname = "dark"', "c.toml:1: theme can't be a table: allowed is text in quotes"],
  ['agent = ["codex"]', "agent can't be a list: allowed is text in quotes"],
  [
    '[session]\nscrollback_lines = 100001',
    "c.toml:2: session.scrollback_lines can't be 100001: allowed is at most 100000",
  ],
  ['[session]\nlog_memory_kb = 63', "session.log_memory_kb can't be 63: allowed is at least 64"],
  ['[session]\nlog_file_mb = 0.5', "session.log_file_mb can't be 0.5: allowed is a whole number"],
  [
    '[session]\nkeep_endet = 3',
    'c.toml:2: unknown key session.keep_endet: did you mean keep_ended?',
  ],
  ['[audio]\ncues = ["frob"]', 'c.toml:2: audio.cues.0 can\'t be "frob": allowed is "open" or'],
  ['[voice]\nsay = ["frob"]', 'c.toml:2: voice.say.0 can\'t be "frob"'],
  [
    '[whisper_server]\nurl = "x"',
    'whisper_server.url can\'t be "x": allowed is an address such as',
  ],
  [
    '[metrics]\notlp = "http://127.0.0.1:99999"',
    'c.toml:2: metrics.otlp can\'t be "http://127.0.0.1:99999": allowed is an address such as',
  ],
  ['[speaker]\nonly = ""', 'c.toml:2: speaker.only can\'t be "": allowed is a name'],
  ['[journal]\nenabled = "no"', 'journal.enabled can\'t be "no": allowed is true or false'],
])('%j is refused with its place and the way out', (text, message) => {
  expect(() => parseConfig(text, 'c.toml')).toThrow(UserError);
  expect(() => parseConfig(text, 'c.toml')).toThrow(message);
});

test('whatever stands in the file, the answer is a config or one line', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
      try {
        parseConfig(text, 'c.toml');
      } catch (error) {
        expect(error).toBeInstanceOf(UserError);
        expect(String(error)).not.toContain('\n');
      }
    }),
    { seed: 11, numRuns: 500 },
  );
});

test('the least and the most that the file allows are within what the segmenter takes', () => {
  for (const speech of [
    'silence_ms = 5000\nminimum_speech_ms = 2000\nmaximum_segment_ms = 2000',
    'silence_ms = 100\nminimum_speech_ms = 0\nmaximum_segment_ms = 120000',
  ]) {
    const config = parseConfig(`[speech]\n${speech}`, 'c.toml');
    const spoken = spokenSetup(config);
    const source = { kind: 'files' as const, paths: [], pace: 'fast' as const };
    const { segmenter } = voiceStart({
      config,
      spoken,
      source,
      journalDirectory: undefined,
      recognizers: {},
      commands: 'obeyed',
    });
    expect(() => new Segmenter(segmenter)).not.toThrow();
  }
});

test('a voice of a model that is not named is told with its place and the way out', () => {
  const config = parseConfig('mode = "tap"\n[voice]\nspeak = "model"', 'c.toml');
  const start = () =>
    voiceStart({
      config,
      spoken: spokenSetup(config),
      source: { kind: 'files', paths: [], pace: 'fast' },
      journalDirectory: undefined,
      recognizers: {},
      commands: 'obeyed',
    });
  expect(start).toThrow(/^c\.toml:3: speak = "model" [^\n]*: add model = "NAME"/);
});

test('a missing file is fine unless it was asked for by name', () => {
  const directory = mkdtempSync(join(tmpdir(), 'codex-voice-config-'));
  try {
    const path = join(directory, 'config.toml');
    expect(readConfig(path, 'optional').mode).toBe('tap');
    expect(() => readConfig(path, 'required')).toThrow('check the name after --config');
    writeFileSync(path, 'mode = "auto"');
    expect(readConfig(path, 'required').mode).toBe('auto');
    expect(() => readConfig(directory, 'optional')).toThrow("can't be read");
  } finally {
    rmSync(directory, { recursive: true });
  }
});
