import { describe, expect, it } from 'vitest';
import { readResult, readText } from './decoded-text.ts';
import type { NativeResult } from './native.ts';

const READING = { letters: 'mixed', leadMs: 0, lengthMs: 2000 } as const;

function result(parts: Partial<NativeResult>): NativeResult {
  return { text: '', tokens: [], timestamps: [], ...parts };
}

describe('readResult', () => {
  const pieces = result({
    text: ' fix it',
    tokens: [' fi', 'x', ' it'],
    timestamps: [0.4, 0.52, 0.6],
    ys_probs: [Math.log(0.5), Math.log(0.5), Math.log(0.8)],
  });

  it('RECOG-86 makes words of pieces, up to the next one', () => {
    expect(readResult(pieces, { ...READING, leadMs: 300 }).words).toMatchObject([
      { text: 'fix', startMs: 100, endMs: 300 },
      { text: 'it', startMs: 300, endMs: 400 },
    ]);
  });

  it('RECOG-16 lets no word end after the utterance', () => {
    const [, it] = readResult(pieces, { ...READING, lengthMs: 630 }).words ?? [];
    expect(it?.endMs).toBe(630);
  });

  it('RECOG-16 takes confidence from the probabilities of tokens', () => {
    const { confidence, words } = readResult(pieces, READING);
    expect(confidence).toBeCloseTo((0.5 * 0.5 * 0.8) ** (1 / 3));
    expect(words?.map((word) => word.confidence)).toEqual([
      expect.closeTo(0.5),
      expect.closeTo(0.8),
    ]);
    expect(readResult({ ...pieces, ys_probs: [] }, READING).confidence).toBeUndefined();
  });

  it('RECOG-86 tells no words where tokens are no pieces of the text', () => {
    const bytes = result({ text: 'é', tokens: ['<0xC3>', '<0xA9>'], timestamps: [0.1, 0.2] });
    expect(readResult(bytes, READING)).toEqual({ text: 'é' });
    expect(readResult({ ...pieces, timestamps: [] }, READING).words).toBeUndefined();
  });

  it('RECOG-89 writes what a model without small letters says in small letters', () => {
    const loud = result({ text: ' FIX IT', tokens: [' FIX', ' IT'], timestamps: [0.4, 0.6] });
    const { text, words } = readResult(loud, { ...READING, letters: 'upper' });
    expect(text).toBe('fix it');
    expect(words?.map((word) => word.text)).toEqual(['fix', 'it']);
    expect(readText(loud, READING)).toBe('FIX IT');
  });

  it('RECOG-17 shows no half of a character', () => {
    expect(readText(result({ text: ' caf\ufffd' }), READING)).toBe('caf');
  });

  it.each([
    ['<|en|>', 'en'],
    ['de', 'de'],
    ['', undefined],
    ['<|nospeech|>', undefined],
  ])('reads the language of %j', (lang, language) => {
    expect(readResult(result({ text: 'a', lang }), READING).language).toBe(language);
  });
});
