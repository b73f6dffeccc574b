// Cues are as readers of subtitles have them, whatever is said in whatever language.
import { textWidth } from '@codex-voice/ansi';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CUE_LINES, type Cue, cutCues, LINE_COLUMNS, LONGEST_CUE_MS } from './cues.ts';
import { srtCue, vttCue } from './subtitles.ts';

const text = (cues: readonly Cue[]): string => cues.map(({ lines }) => lines.join(' ')).join(' ');

test('a short utterance is one cue of one line, with its own times', () => {
  const cues = cutCues({ text: 'run the tests', startMs: 1_200, endMs: 2_900 });
  expect(cues).toEqual([{ startMs: 1_200, endMs: 2_900, lines: ['run the tests'] }]);
});

test('a word alone stays long enough to be read, if nothing follows it', () => {
  expect(cutCues({ text: 'yes', startMs: 0, endMs: 200 })).toMatchObject([{ endMs: 1_000 }]);
});

test('two lines are of about the same length', () => {
  const said = 'please look at the parser first and then run all the tests';
  const [cue] = cutCues({ text: said, startMs: 0, endMs: 4_000 });
  expect(cue?.lines).toEqual(['please look at the parser first', 'and then run all the tests']);
});

test('a cue is cut at the times of the words, punctuation staying with its word', () => {
  const words = ['First', 'look', 'at', 'the', 'parser', 'Then', 'run', 'it'].map(
    (word, index) => ({ text: word, startMs: index * 500, endMs: index * 500 + 400 }),
  );
  const cues = cutCues({
    text: 'First look at the parser. Then run it!',
    startMs: 0,
    endMs: 4_000,
    words,
  });
  expect(cues).toEqual([
    { startMs: 0, endMs: 2_400, lines: ['First look at the parser.'] },
    { startMs: 2_500, endMs: 3_900, lines: ['Then run it!'] },
  ]);
});

test('words that are not those of the text are no measure: the cut is in proportion', () => {
  const said = { text: 'aaaa bbbb', startMs: 0, endMs: 10_000 };
  const words = [{ text: 'other', startMs: 9_000, endMs: 9_500 }];
  expect(cutCues({ ...said, words })).toEqual(cutCues(said));
  expect(cutCues(said).map(({ startMs }) => startMs)).toEqual([0, 5_000]);
});

test('languages without blanks are cut between characters, twice as wide', () => {
  const said = `${'設定を読んで'.repeat(12)}。`;
  const cues = cutCues({ text: said, startMs: 0, endMs: 12_000 });
  expect(cues.flatMap(({ lines }) => lines).join('')).toBe(said);
  for (const { lines } of cues) for (const line of lines) expect(line).not.toMatch(/^。/u);
});

test('no word is lost, no line too wide, no cue reaches into the next: any text, any length', () => {
  const words = fc.array(fc.stringMatching(/^[a-zäé'’,.!日本語]{1,60}$/u), { maxLength: 60 });
  fc.assert(
    fc.property(words, fc.nat(60_000), fc.nat(60_000), (each, startMs, lengthMs) => {
      const said = each.join(' ');
      const cues = cutCues({ text: said, startMs, endMs: startMs + lengthMs });
      const letters = (of: string): string => of.replaceAll(/\s/gu, '');
      expect(letters(text(cues))).toBe(letters(said));
      for (const [index, cue] of cues.entries()) {
        expect(cue.lines.length).toBeLessThanOrEqual(CUE_LINES);
        for (const line of cue.lines) expect(textWidth(line)).toBeLessThanOrEqual(LINE_COLUMNS);
        expect(cue.endMs).toBeLessThanOrEqual(cues[index + 1]?.startMs ?? Infinity);
        if (cue.lines.length > 1)
          expect(cue.endMs - cue.startMs).toBeLessThanOrEqual(LONGEST_CUE_MS);
      }
    }),
  );
});

test('both formats are written as their readers have them', () => {
  const cue = { startMs: 3_723_004.6, endMs: 3_724_999.5, lines: ['if a < b && c --> d', 'then'] };
  expect(srtCue(cue, 1)).toBe('1\n01:02:03,005 --> 01:02:05,000\nif a < b && c -> d\nthen\n');
  expect(srtCue(cue, 2)).toMatch(/^\n2\n/u);
  expect(vttCue(cue)).toBe(
    '\n01:02:03.005 --> 01:02:05.000\nif a &lt; b &amp;&amp; c --&gt; d\nthen\n',
  );
});
