// Word errors are counted as everybody counts them, and files are found where LibriSpeech has them.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { quantile } from './quantile.ts';
import { readCorpus } from './speech-corpus.ts';
import { errorCount, errorRate, normalizedWords, summed, wordErrors } from './word-errors.ts';

const errors = (said: string, heard: string) =>
  wordErrors(normalizedWords(said), normalizedWords(heard));

test.each([
  ['THE CAT SAT', 'the cat sat.', 0, 0, 0],
  ['the cat sat', 'the hat sat', 1, 0, 0],
  ['the cat sat', 'the sat', 0, 1, 0],
  ['the cat sat', 'the the cat sat', 0, 0, 1],
  ['the cat sat on the mat', 'a cat on the mat now', 1, 1, 1],
  ['', 'words from silence', 0, 0, 3],
  ['all is lost', '', 0, 3, 0],
])('%j heard as %j', (said, heard, substitutions, deletions, insertions) => {
  expect(errors(said, heard)).toMatchObject({ substitutions, deletions, insertions });
});

test('case, punctuation, quotation marks and full-width forms are no errors; apostrophes in words are', () => {
  expect(normalizedWords('“Don’t,” he said — twenty-one ＡＢ ‘quoted’!')).toEqual([
    "don't",
    'he',
    'said',
    'twenty',
    'one',
    'ab',
    'quoted',
  ]);
  expect(normalizedWords('... !')).toEqual([]);
  expect(errorCount(errors("don't", 'dont'))).toBe(1);
});

test('a rate is errors a word, over all words and not over files', () => {
  const all = summed([errors('one two three four', 'one two three'), errors('five', 'six seven')]);
  expect(all).toEqual({ words: 5, substitutions: 1, deletions: 1, insertions: 1 });
  expect(errorRate(all)).toBe(3 / 5);
  expect(errorRate(errors('', ''))).toBe(0);
  expect(errorRate(errors('', 'x'))).toBe(Infinity);
});

/** The plain definition, for short texts. */
function distance(one: readonly string[], other: readonly string[]): number {
  const [first, ...rest] = one;
  const [head, ...tail] = other;
  if (first === undefined || head === undefined) return one.length + other.length;
  if (first === head) return distance(rest, tail);
  return 1 + Math.min(distance(rest, tail), distance(rest, other), distance(one, tail));
}

test('the number of errors is the least there is, and the words add up: any texts', () => {
  const words = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 6 });
  fc.assert(
    fc.property(words, words, (said, heard) => {
      const counted = wordErrors(said, heard);
      expect(errorCount(counted)).toBe(distance(said, heard));
      expect(counted.words).toBe(said.length);
      expect(said.length - counted.deletions + counted.insertions).toBe(heard.length);
    }),
  );
});

test('recordings are found beside their texts, whatever lies around them', () => {
  const folder = mkdtempSync(join(tmpdir(), 'codex-voice-corpus-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  expect(() => readCorpus(folder)).toThrow('has no recordings with a text');
  expect(() => readCorpus(join(folder, 'nowhere'))).toThrow("can't be read");
  const chapter = join(folder, '84', '121123');
  mkdirSync(chapter, { recursive: true });
  writeFileSync(join(chapter, '84-0001.flac'), '');
  writeFileSync(join(chapter, '84-0002.wav'), '');
  const texts = '84-0001 GO ON\r\n\n84-0002 AND  BACK \n84-0003 LOST\n';
  writeFileSync(join(chapter, '84-121123.trans.txt'), texts);
  const { recordings, faults } = readCorpus(folder);
  expect(recordings).toEqual([
    { id: '84-0001', path: join(chapter, '84-0001.flac'), said: 'GO ON' },
    { id: '84-0002', path: join(chapter, '84-0002.wav'), said: 'AND  BACK' },
  ]);
  expect(faults).toEqual(['84-0003: no FLAC or WAV of that name is there']);
});

test('quantiles lie between samples in proportion', () => {
  expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5);
  expect(quantile([10], 0.95)).toBe(10);
  expect(quantile([], 0.5)).toBeNaN();
});
