// Lines of keys, against texts in every form that TOML has.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ConfigFile } from '../config-file.ts';
import { tomlComments, tomlPlaces } from './toml-places.ts';

const TEXT = `# a comment
mode = "tap" # "not = this"
speech.silence_ms = 300
"quoted.key" = 1
voice = { speak = "off", say = ["a",
  "b"] }

[audio]
device = """
[keys]
talk = "F3"
"""
'cues' = [
  "open", # one
  "close",
]

[modes.hybrid]
silence_ms = 3

[[phrases]]
say = 'it''s'
[[phrases]]
say = "x"
pronunciations = { x = ["E K S"] }
[phrases.more]
deep = 1
`;

test.each([
  [['mode'], 2],
  [['speech'], 3],
  [['speech', 'silence_ms'], 3],
  [['quoted.key'], 4],
  [['voice', 'speak'], 5],
  [['voice', 'say', '1'], 6],
  [['audio'], 8],
  [['audio', 'device'], 9],
  [['audio', 'cues', '1'], 15],
  [['modes', 'hybrid', 'silence_ms'], 19],
  [['phrases', '1', 'say'], 24],
  [['phrases', '1', 'pronunciations', 'x', '0'], 25],
  [['phrases', '1', 'more', 'deep'], 27],
] as const)('CONFIG-4 %j stands on line %i', (keys, line) => {
  expect(new ConfigFile('c', TEXT.replace("'it''s'", "'its'")).place(keys)).toBe(`c:${line}`);
});

test('CONFIG-4 what is not there has the line of the table around it, or the first', () => {
  const file = new ConfigFile('c', TEXT);
  expect(file.place(['audio', 'denoise'])).toBe('c:8');
  expect(file.place(['session', 'keep_ended'])).toBe('c:1');
  expect(file.has(['audio', 'denoise'])).toBe(false);
});

test('CONFIG-4 a name in a text or a comment is no key', () => {
  const paths = tomlPlaces(TEXT).map(({ path }) => path.join('.'));
  expect(paths).not.toContain('keys');
  expect(paths).not.toContain('audio.talk');
  expect(tomlComments(TEXT)).toEqual(['# a comment', '# "not = this"', '# one']);
});

test('CONFIG-4 whatever the text, it ends', () => {
  const piece = fc.constantFrom(
    '[',
    ']',
    '{',
    '}',
    '"',
    "'",
    '"""',
    '=',
    ',',
    '.',
    '#',
    '\n',
    'a',
    '\\',
    ' ',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const text = pieces.join('');
      for (const { line } of tomlPlaces(text)) {
        expect(line).toBeGreaterThan(0);
        expect(line).toBeLessThanOrEqual(text.split('\n').length);
      }
    }),
    { seed: 3, numRuns: 500 },
  );
});
