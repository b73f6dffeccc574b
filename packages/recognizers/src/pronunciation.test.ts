import type { PhraseLanguage } from '@codex-voice/speech';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEVELOPER_WORDS } from './developer-words.ts';
import { soundOut } from './letter-to-sound.ts';
import { dictionaryEntries, pronounce } from './pronunciation.ts';

const PHONES = new Set(
  'AA AE AH AO AW AY B CH D DH EH ER EY F G HH IH IY JH K L M N NG OW OY P R S SH T TH UH UW V W Y Z ZH'.split(
    ' ',
  ),
);

const DICTIONARY = new Map([
  ['send', ['S EH N D']],
  ['git', ['JH IH T']],
  ['either', ['IY DH ER', 'AY DH ER']],
]);

function sounds(
  spoken: string,
  given: Readonly<Record<string, string[]>> = {},
  language: PhraseLanguage = 'en',
) {
  return pronounce({
    phrases: [{ spoken, pronunciations: given }],
    language,
    dictionary: DICTIONARY,
    phones: PHONES,
  });
}

describe('pronounce', () => {
  it('RECOG-20 prefers what came with the phrase', () => {
    expect(sounds('send', { send: ['S EH N', 'S IH N D'] }).get('send')).toEqual([
      'S EH N',
      'S IH N D',
    ]);
  });

  it('RECOG-20 prefers how developers say it to the dictionary', () => {
    expect(sounds('git').get('git')).toEqual(['G IH T']);
  });

  it('RECOG-20 takes all the pronunciations of the dictionary', () => {
    expect(sounds('either').get('either')).toEqual(['IY DH ER', 'AY DH ER']);
  });

  it('RECOG-20 sounds out what nobody knows', () => {
    expect(sounds('blorfing').get('blorfing')).toEqual(['B L AO R F IH NG']);
  });

  it('RECOG-20 adds up what several phrases say of one word', () => {
    const found = pronounce({
      phrases: [
        { spoken: 'send', pronunciations: { send: ['S EH N'] } },
        { spoken: 'send git', pronunciations: { send: ['S IH N'] } },
      ],
      language: 'en',
      dictionary: DICTIONARY,
      phones: PHONES,
    });
    expect(found.get('send')).toEqual(['S EH N', 'S IH N']);
  });

  it('RECOG-22 names the word that nothing can pronounce', () => {
    expect(() => sounds('send 42')).toThrow(
      expect.objectContaining({
        code: 'no-pronunciation',
        message: expect.stringContaining('"42"'),
      }),
    );
    expect(() => sounds('codex', {}, 'fr')).toThrow(/"codex"/);
  });

  it('RECOG-22 names the phone the model lacks', () => {
    expect(() => sounds('send', { send: ['S QQ N'] })).toThrow(
      expect.objectContaining({
        code: 'no-pronunciation',
        message: expect.stringContaining('"QQ"'),
      }),
    );
  });
});

describe('dictionaryEntries', () => {
  it('reads variants, tabs and a last line without its end', () => {
    const text =
      ';; comment\nbit B IH T\nread  R EH D\nread(2) R IY D\nreader R IY D ER\nsend S EH N D';
    expect([...dictionaryEntries(text, new Set(['read', 'send', 'none']))]).toEqual([
      ['read', ['R EH D', 'R IY D']],
      ['send', ['S EH N D']],
    ]);
  });

  it('reads words of one and two letters', () => {
    const text = 'a AH\na(2) EY\nab AE B\nat AE T\nat(2) AH T\nate EY T\nb B IY';
    expect([...dictionaryEntries(text, new Set(['b', 'at', 'a']))]).toEqual([
      ['a', ['AH', 'EY']],
      ['at', ['AE T', 'AH T']],
      ['b', ['B IY']],
    ]);
  });

  it('takes a word as it is written, whatever an expression makes of it', () => {
    const text = "a.b EY B IY\nacb EY S IY B IY\nd'écouter dd ei kk ou tt ei\nc++ S IY";
    expect([...dictionaryEntries(text, new Set(['a.b', "d'écouter", 'c++']))]).toEqual([
      ['a.b', ['EY B IY']],
      ["d'écouter", ['dd ei kk ou tt ei']],
      ['c++', ['S IY']],
    ]);
    expect([...dictionaryEntries(text, new Set())]).toEqual([]);
  });
});

describe('soundOut', () => {
  it.each([
    ['typecast', 'T IH P EH K AE S T'],
    ['shader', 'SH AE D ER'],
    ['kernel', 'K ER N EH L'],
    ['quickfix', 'K W IH K F IH K S'],
    ['mode', 'M OW D'],
  ])('sounds out %s', (word, expected) => {
    expect(soundOut(word)).toBe(expected);
  });

  it.each([
    ['npm', 'EH N P IY EH M'],
    ['sql', 'EH S K Y UW EH L'],
  ])('RECOG-21 spells %s', (word, expected) => {
    expect(soundOut(word)).toBe(expected);
  });

  it('gives only phones of the model, for any word', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{1,20}$/), (word) => {
        const phones = soundOut(word)?.split(' ') ?? [];
        expect(phones.length).toBeGreaterThan(0);
        expect(phones.filter((phone) => !PHONES.has(phone))).toEqual([]);
      }),
      { seed: 7, numRuns: 500 },
    );
  });

  it('guesses nothing for digits and other letters', () => {
    expect(['', '42', 'naïve', 'c++'].map(soundOut)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('DEVELOPER_WORDS', () => {
  it('are lower-case and use the phones of the model', () => {
    for (const [word, listed] of Object.entries(DEVELOPER_WORDS)) {
      expect(word).toMatch(/^[a-z]+$/);
      for (const phone of listed.join(' ').split(' ')) expect(PHONES).toContain(phone);
    }
  });
});
