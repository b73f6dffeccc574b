// What is read aloud of texts that were written to be seen.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cutSentences } from './sentences.ts';
import { MOST_SPOKEN_UNITS, speakableText } from './speakable-text.ts';

test.each([
  ['Run the tests.', 'Run the tests.'],
  ['Done:\n```ts\nconst a = 1;\n```\nAll green.', 'Done:\na block of code.\nAll green.'],
  ['See https://www.example.com/a/b?c=d#e for more.', 'See example dot com for more.'],
  ['Look at src/voice/speaker-queue.ts now', 'Look at speaker queue dot ts now'],
  ['/usr/local/bin/node', 'node'],
  ['Edit package.json and README.md.', 'Edit package dot json and README dot md.'],
  ['It fails in 3/4 of cases, and/or later', 'It fails in 3 4 of cases, and or later'],
  ['# Plan\n- **one** thing\n- `two` things', 'Plan\none thing\ntwo things'],
  ['[the docs](https://example.com) say so', 'the docs say so'],
  ['a -> b, 50% & more', 'a to b, 50 percent and more'],
  ['commit 3f2a91bc fixed #12', 'commit a hash fixed number 12'],
  ['snake_case stays', 'snake case stays'],
  ['\u001b[31mred\u001b[0m text', 'red text'],
  ['│ Allow? │', 'Allow?'],
  ['[[h@l@U]]', 'h l U'],
  ['🎉🎉', ''],
  ['', ''],
])('SPEECH-95: %j is said as %j', (text, said) => {
  expect(speakableText(text)).toBe(said);
});

test('SPEECH-95: symbols and left-out parts are said in the language', () => {
  expect(speakableText('50% & 1', { language: 'de' })).toBe('50 Prozent und 1');
  expect(speakableText('50%', { language: 'fr' })).toBe('50 pour cent');
  expect(speakableText('50%', { language: 'ja' })).toBe('50 percent');
});

test('SPEECH-96: a long text is cut at a sentence or a word, and that is said', () => {
  const long = `${'One short sentence. '.repeat(18)}Then a last one that never seems to end at all.`;
  const said = speakableText(long);
  expect(said.endsWith('One short sentence. and so on.')).toBe(true);
  expect(speakableText('word '.repeat(30), { mostUnits: 12 })).toBe('word word, and so on.');
  expect(speakableText('x'.repeat(1_000)).length).toBeLessThan(MOST_SPOKEN_UNITS + 20);
});

test('SPEECH-96: whatever comes in, what is said is short, tidy, and no command to a voice', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 600 }), (text) => {
      const said = speakableText(text);
      expect(said.length).toBeLessThan(MOST_SPOKEN_UNITS + 20);
      expect(said).not.toMatch(/\[\[|<|\u001b|^-| {2}/u);
    }),
    { seed: 4, numRuns: 500 },
  );
});

test('SPEECH-97: sentences are pieces, the first one short', () => {
  expect(cutSentences('One. Two! Three? Four')).toEqual(['One.', 'Two!', 'Three?', 'Four']);
  expect(cutSentences('一つ。二つ。')).toEqual(['一つ。', '二つ。']);
  expect(cutSentences('version 1.5 of a.b')).toEqual(['version 1.5 of a.b']);
  const clauses = `${'a clause of some words, '.repeat(6)}and the end.`;
  const [first = ''] = cutSentences(clauses);
  expect(first.length).toBeLessThanOrEqual(80);
  expect(first.endsWith(',')).toBe(true);
});

test('SPEECH-97: no word is lost, and no piece is empty', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', 'b', '.', ',', ' ', '\n', '?') }),
      (text) => {
        const pieces = cutSentences(text);
        expect(pieces.join('').replaceAll(/\s/gu, '')).toBe(text.replaceAll(/\s/gu, ''));
        for (const piece of pieces) expect(piece.trim()).not.toBe('');
      },
    ),
    { seed: 5, numRuns: 500 },
  );
});
