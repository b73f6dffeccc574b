import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinText } from './join-text.ts';

describe('joinText', () => {
  it('SPEECH-30 puts one space between pieces', () => {
    expect(joinText('Run the tests', ' then stop ')).toBe(' then stop');
    expect(joinText('Run the tests ', 'then stop')).toBe('then stop');
    expect(joinText('', 'x_y')).toBe('x_y');
    expect(joinText('see (', 'below')).toBe('below');
    expect(joinText('Run', ', then stop')).toBe(', then stop');
    expect(joinText('Run', '   ')).toBe('');
  });

  it('SPEECH-30 puts no space between Japanese or Chinese pieces', () => {
    expect(joinText('次にログを見て', '理由を教えて')).toBe('理由を教えて');
    expect(joinText('テストを実行して。', 'run them')).toBe('Run them');
    expect(joinText('看日志', '，然后停')).toBe('，然后停');
    expect(joinText('看日志', '告诉我原因')).toBe('告诉我原因');
    expect(joinText('run the tests', 'テスト')).toBe(' テスト');
  });

  it('SPEECH-31 begins a sentence with a capital', () => {
    expect(joinText('', 'run the tests')).toBe('Run the tests');
    expect(joinText('Done.', 'run the tests')).toBe(' Run the tests');
    expect(joinText('He said "stop!" ', "don't run")).toBe("Don't run");
    expect(joinText('Two lines:\n', 'écoute, puis')).toBe('Écoute, puis');
    expect(joinText('and then', 'run')).toBe(' run');
  });

  it('SPEECH-31 leaves code at the start as it is', () => {
    for (const text of [
      'package.json is wrong',
      'npm-run_it',
      '/help me',
      '--force it',
      'iPhone app',
      'x2 more',
    ]) {
      expect(joinText('', text)).toBe(text);
    }
  });

  it('SPEECH-30 never joins two words and never doubles a space', () => {
    const word = fc.stringMatching(/^[a-z]{1,6}[.,]?$/);
    fc.assert(
      fc.property(
        fc.array(fc.array(word, { minLength: 1, maxLength: 4 }), { maxLength: 8 }),
        (pieces) => {
          let text = '';
          for (const words of pieces) text += joinText(text, words.join(' '));
          expect(text.toLowerCase()).toBe(pieces.flat().join(' '));
        },
      ),
      { numRuns: 200, seed: 4 },
    );
  });
});
