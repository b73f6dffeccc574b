import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinText, REMEMBERED_PIECES, TranscriptJoiner } from './transcript-joiner.ts';

describe('joinText', () => {
  it('SPEECH-30 puts one space between pieces', () => {
    expect(joinText('Run the tests', ' then stop ')).toBe(' then stop');
    expect(joinText('Run the tests ', 'then stop')).toBe('then stop');
    expect(joinText('', 'x_y')).toBe('x_y');
    expect(joinText('see (', 'below')).toBe('below');
    expect(joinText('Run', ', then stop')).toBe(', then stop');
    expect(joinText('Run', '   ')).toBe('');
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

describe('TranscriptJoiner', () => {
  function say(joiner: TranscriptJoiner, id: string, text: string): string {
    const typed = joiner.next(text);
    joiner.landed({ id, typed });
    return typed;
  }

  it('SPEECH-32 gives back pieces one after the other, last first', () => {
    const joiner = new TranscriptJoiner();
    say(joiner, 'a', 'run the tests.');
    say(joiner, 'b', 'then stop');
    expect(joiner.scratch()).toEqual({ id: 'b', typed: ' Then stop', characters: 10 });
    expect(joiner.next('and wait')).toBe(' And wait');
    expect(joiner.scratch()).toEqual({ id: 'a', typed: 'Run the tests.', characters: 14 });
    expect(joiner.next('and wait')).toBe('And wait');
    expect(joiner.scratch()).toBeUndefined();
  });

  it('SPEECH-32 counts what the person sees as one character as one', () => {
    const joiner = new TranscriptJoiner();
    joiner.landed({ id: 'a', typed: 'e\u0301👩‍👩‍👧🇫🇷' });
    expect(joiner.scratch()?.characters).toBe(3);
  });

  it('SPEECH-33 gives nothing back after sending or once the person typed', () => {
    const joiner = new TranscriptJoiner();
    say(joiner, 'a', 'run the tests');
    joiner.emptied();
    expect(joiner.scratch()).toBeUndefined();
    expect(joiner.next('again')).toBe('Again');
    say(joiner, 'b', 'again');
    joiner.disowned('Again please.');
    expect(joiner.scratch()).toBeUndefined();
    expect(say(joiner, 'c', 'thanks')).toBe(' Thanks');
    joiner.scratch();
    expect(joiner.next('more')).toBe(' More');
  });

  it('SPEECH-34 forgets the oldest piece first', () => {
    const joiner = new TranscriptJoiner();
    for (let n = 0; n < REMEMBERED_PIECES + 1; n += 1) say(joiner, `${n}`, 'word');
    const ids: string[] = [];
    for (let piece = joiner.scratch(); piece !== undefined; piece = joiner.scratch())
      ids.push(piece.id);
    expect(ids).toHaveLength(REMEMBERED_PIECES);
    expect([ids[0], ids.at(-1)]).toEqual([`${REMEMBERED_PIECES}`, '1']);
  });

  it('SPEECH-34 remembers no piece of nothing', () => {
    const joiner = new TranscriptJoiner();
    joiner.landed({ id: 'a', typed: '' });
    expect(joiner.scratch()).toBeUndefined();
  });
});
