import fc from 'fast-check';
import { parse } from 'smol-toml';
import { expect, test } from 'vitest';
import { withoutSetting, withSetting } from './config-edit.ts';
import { withValue } from './configuration/environment.ts';
import { tomlComments } from './configuration/toml-places.ts';

const setting = { keys: ['speech', 'sensitivity'], value: 'high' };
const edit = (text: string) => withSetting(text, setting);

test('CONFIG-9 an empty file gets the table', () => {
  expect(edit('')).toEqual({
    text: '[speech]\nsensitivity = "high"\n',
    line: 1,
    before: [],
    after: ['[speech]', 'sensitivity = "high"'],
  });
});

test('CONFIG-9 a file without the table gets it at its end, with or without a last line end', () => {
  const text = 'mode = "tap"\n\n[speech]\nsensitivity = "high"\n';
  expect(edit('mode = "tap"')?.text).toBe(text);
  expect(edit('mode = "tap"\n')?.text).toBe(text);
});

test('CONFIG-9 a table without the key gets it, and a table after it is no part of it', () => {
  const text = '[speech] # how\nthreads = 2\n\n# tap\n[modes.tap]\nsensitivity = "low"\n';
  expect(edit(text)).toMatchObject({
    text: '[speech] # how\nthreads = 2\nsensitivity = "high"\n\n# tap\n[modes.tap]\nsensitivity = "low"\n',
    line: 3,
    after: ['sensitivity = "high"'],
  });
});

test('CONFIG-9 a value is replaced on its line, its comment and the line ends stay', () => {
  const text =
    '# mine\r\n[speech]\r\n  sensitivity = \'low\'  # the "next" desk\r\nthreads = 2\r\n';
  expect(edit(text)).toEqual({
    text: '# mine\r\n[speech]\r\n  sensitivity = "high"  # the "next" desk\r\nthreads = 2\r\n',
    line: 3,
    before: ['  sensitivity = \'low\'  # the "next" desk'],
    after: ['  sensitivity = "high"  # the "next" desk'],
  });
});

test.each([
  ['#:schema ./s.json\n[keys]\n', ['mode'], 'tap', '#:schema ./s.json\nmode = "tap"\n[keys]\n'],
  ['hud = "off" # why\n[keys]\n', ['mode'], 'tap', 'hud = "off" # why\nmode = "tap"\n[keys]\n'],
  ['[audio]\ncues = true # x\n', ['audio', 'cues'], ['open'], '[audio]\ncues = ["open"] # x\n'],
  [
    '[a]\nx = 1\n',
    ['modes', 'hybrid', 'silence_ms'],
    300,
    '[a]\nx = 1\n\n[modes.hybrid]\nsilence_ms = 300\n',
  ],
  [
    '[themes.mine]\nkey = "#fff000" # k\n',
    ['themes', 'mine', 'key'],
    'blue',
    '[themes.mine]\nkey = "blue" # k\n',
  ],
] as const)('CONFIG-9 %j with %j is as small a change as can be', (text, keys, value, after) => {
  expect(withSetting(text, { keys, value })?.text).toBe(after);
});

test.each([
  ['speech = { sensitivity = "low" } # s\n', 'speech = { sensitivity = "high" } # s\n'],
  ['speech.sensitivity = "low" # s\n', 'speech.sensitivity = "high" # s\n'],
  ['[speech]\n"sensitivity" = "low" # s\n', '[speech]\n"sensitivity" = "high" # s\n'],
])('CONFIG-9 %j, written in another way, stays in that way', (text, after) => {
  expect(edit(text)?.text).toBe(after);
});

test('CONFIG-9 what can’t be changed so is left to the person', () => {
  for (const text of ['[[speech]]\n', 'speech = 3\n', 'no TOML'])
    expect(edit(text), text).toBeUndefined();
});

const LINES = [
  ...['[speech]', '[audio]', '[modes.tap]', '[[phrases]]', '[speech.deep] # d', '["speech"]'],
  ...['sensitivity = "low"', "sensitivity = 'normal' # as it was", '"sensitivity" = "low"'],
  ...['speech.sensitivity = "low"', 'speech = { sensitivity = "low" } # all', 'threads = 2'],
  ...[
    '# sensitivity = "low"',
    '"""',
    'text = """',
    '',
    'say = "[speech]"',
    'list = [1, # one',
    ']',
  ],
  ...['date = 1979-05-27', 'colour = "#ff0000" # red', '  indented = true', '\tmode = "tap"'],
];

test('CONFIG-9 whatever the file holds, that setting is changed and nothing else', () => {
  const file = fc
    .tuple(fc.array(fc.constantFrom(...LINES), { maxLength: 9 }), fc.constantFrom('\n', '\r\n'))
    .map(([lines, end]) => lines.join(end));
  const change = fc.constantFrom(
    setting,
    { keys: ['mode'], value: 'auto' },
    { keys: ['speech', 'threads'], value: 4 },
    { keys: ['modes', 'tap', 'silence_ms'], value: 300 },
    { keys: ['audio', 'cues'], value: ['open', 'close'] },
  );
  let changed = 0;
  fc.assert(
    fc.property(file, change, (text, wanted) => {
      const done = withSetting(text, wanted);
      if (done === undefined) return;
      changed += 1;
      expect(parse(done.text)).toEqual(withValue(parse(text), wanted.keys, wanted.value));
      expect(tomlComments(done.text)).toEqual(tomlComments(text));
      // Line ends stay what they were.
      if (text.includes('\r\n')) expect(done.text.replaceAll('\r\n', '')).not.toContain('\n');
      // The same change again changes nothing.
      expect(withSetting(done.text, wanted)?.text).toBe(done.text);
    }),
    { seed: 5, numRuns: 600 },
  );
  expect(changed).toBeGreaterThan(90);
});

test.each([
  ['mode = "tap" # why\nhud = "off"\n', ['mode'], 'hud = "off"\n'],
  [
    '# a\n[speech] # b\nthreads = 2\n\n# c\n[audio]\n',
    ['speech', 'threads'],
    '# a\n[speech] # b\n\n# c\n[audio]\n',
  ],
  ['[modes.tap]\r\nsilence_ms = 5\r\n', ['modes', 'tap', 'silence_ms'], '[modes.tap]\r\n'],
] as const)('CONFIG-9 taken away is its line and nothing else: %j', (text, keys, after) => {
  expect(withoutSetting(text, keys)).toMatchObject({ text: after, after: [] });
});

test.each([
  ['', ['mode']],
  ['[speech]\nthreads = 2\n', ['threads']],
  ['speech.threads = 2\n', ['speech', 'threads']],
  ['speech = { threads = 2 }\n', ['speech', 'threads']],
  ['[notify]\non = [\n  "approval",\n]\n', ['notify', 'on']],
  ["[dictation]\noff = '''\nx'''\n", ['dictation', 'off']],
  ['mode = \n', ['mode']],
] as const)('CONFIG-9 what is not a line of its own is not taken away: %j', (text, keys) => {
  expect(withoutSetting(text, keys)).toBeUndefined();
});
