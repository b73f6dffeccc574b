import { describe, expect, it } from 'vitest';
import { phoneLoopGrammar, phraseGrammar } from './grammar.ts';

describe('phraseGrammar', () => {
  it('gives a word one token wherever it stands', () => {
    const { jsgf, tokenByWord } = phraseGrammar(['send it', 'fix it', 'send it']);
    expect(jsgf).toContain('public <top> = w0 w1 | w2 w1;');
    expect([...tokenByWord]).toEqual([
      ['send', 'w0'],
      ['it', 'w1'],
      ['fix', 'w2'],
    ]);
  });

  it('keeps apostrophes and accents out of the grammar', () => {
    const { jsgf, wordByToken } = phraseGrammar(["arrête d'écouter"]);
    expect(jsgf).toMatch(/^[ -~\n]*$/);
    expect(wordByToken.get('w1')).toBe("d'écouter");
  });

  it('RECOG-12 refuses no phrases', () => {
    expect(() => phraseGrammar([])).toThrow(RangeError);
  });

  it.each(['', ' send', 'send ', 'send  it', 'Send it', 'send\tit', 'École'])(
    'RECOG-12 refuses %j',
    (phrase) => {
      expect(() => phraseGrammar(['send it', phrase])).toThrow(TypeError);
    },
  );
});

describe('phoneLoopGrammar', () => {
  it('lets phones follow one another in any order', () => {
    expect(phoneLoopGrammar(['AA', 'B'])).toContain('public <top> = ( p_aa | p_b )+;');
  });
});
