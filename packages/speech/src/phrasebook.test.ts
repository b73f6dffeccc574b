import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultPhrasebook } from './default-phrases.ts';
import { checkPhrases, MAXIMUM_PHRASES } from './phrase-check.ts';
import { interpret, mergePhrases, normalizeSpoken, type Phrase } from './phrasebook.ts';

const english = defaultPhrasebook('en');

function types(spoken: string, text = 'Text.'): Phrase {
  return { spoken, action: { kind: 'text', text } };
}

const messages = (...phrases: Phrase[]) => checkPhrases(phrases).map(({ message }) => message);

describe('normalizeSpoken', () => {
  it('SPEECH-20 ignores case, punctuation, spaces and the kind of apostrophe', () => {
    expect(normalizeSpoken('  Run,  the TESTS!\n')).toBe('run the tests');
    expect(normalizeSpoken('Arrête d\u2019écouter.')).toBe("arrête d'écouter");
    expect(normalizeSpoken('E\u0301tat')).toBe('état');
  });

  it('SPEECH-20 changes nothing that is normal already', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const once = normalizeSpoken(text);
        expect(normalizeSpoken(once)).toBe(once);
      }),
      { numRuns: 300, seed: 2 },
    );
  });
});

describe('interpret', () => {
  it('SPEECH-21 answers the action of a phrase', () => {
    expect(interpret('send it', english)).toEqual({ kind: 'command', command: 'send' });
    expect(interpret('Scratch that.', english)).toEqual({ kind: 'command', command: 'scratch' });
    expect(interpret('run the tests', english)).toEqual({ kind: 'text', text: 'Run the tests.' });
    expect(interpret("arrête d'écouter", defaultPhrasebook('fr'))).toEqual({
      kind: 'command',
      command: 'stop',
    });
  });

  it('SPEECH-22 types any other text as it is', () => {
    for (const text of [
      'Rename foo_bar to FooBar.',
      'scratch that itch',
      'I will send it tomorrow',
    ]) {
      expect(interpret(` ${text} `, english)).toEqual({ kind: 'text', text });
    }
    expect(interpret('', english)).toEqual({ kind: 'text', text: '' });
  });

  it('SPEECH-22 strips and obeys a send phrase at the end of a text', () => {
    expect(interpret('Use the cache, send it!', english)).toEqual({
      kind: 'text',
      text: 'Use the cache',
      afterwards: 'send',
    });
    expect(interpret('- send it', english)).toEqual({ kind: 'command', command: 'send' });
  });

  it('SPEECH-22 never strips a single word, which could end any sentence', () => {
    const own: Phrase = { spoken: 'transmission', action: { kind: 'command', command: 'send' } };
    const book = mergePhrases(english, [own]);
    expect(interpret('fix the transmission', book)).toEqual({
      kind: 'text',
      text: 'fix the transmission',
    });
    expect(interpret('transmission', book)).toEqual(own.action);
  });

  it('SPEECH-23 prefers the person\u2019s own phrase', () => {
    const book = mergePhrases(english, [types('Run The Tests', 'Run npm test.')]);
    expect(interpret('run the tests', book)).toEqual({ kind: 'text', text: 'Run npm test.' });
    expect(book.phrases).toHaveLength(english.phrases.length);
  });
});

describe('checkPhrases', () => {
  it('SPEECH-24 says in one line what is wrong and how to mend it', () => {
    const cases: [Phrase, RegExp][] = [
      [types('  '), /no words: write what is said/],
      [types('open port 80'), /has "80" in it: use letters and apostrophes only/],
      [types('run & hide'), /has "&" in it: /],
      [types("'quoted words'"), /has "'quoted" in it: /],
      [types('a b c d e f g h i j k'), /has 11 words: use at most 10/],
      [types('say nothing', ' \n'), /types nothing: give it a text/],
      [types('say much', 'x'.repeat(4001)), /types 4001 characters: keep it to 4000/],
      [types('escape key', 'a\u001b[201~'), /control characters in its text: remove them/],
      [types('carriage return', 'a\rb'), /control characters/],
      [
        { ...types('open codex'), pronunciations: { codex: ['K-OW'] } },
        /no usable pronunciation for "codex": write phones/,
      ],
      [
        { ...types('open codex'), pronunciations: { other: ['K OW'] } },
        /explains "other", which is not in it: /,
      ],
    ];
    for (const [phrase, message] of cases) {
      const [problem, ...others] = checkPhrases([phrase]);
      expect(others).toEqual([]);
      expect(problem).toMatchObject({ severity: 'error', index: 0, message });
      expect(problem?.message).not.toContain('\n');
    }
  });

  it('SPEECH-24 finds phrases said alike, and too many of them', () => {
    expect(messages(types('check that'), types('other words'), types('Check  That'))).toEqual([
      'phrase "check that" stands twice (entries 1 and 3): remove one',
    ]);
    const letters = 'abcdefghijklmnopqrstuvwxyz';
    const name = (n: number) => `word ${letters[n % 26]}${letters[Math.floor(n / 26)]}`;
    const many = Array.from({ length: MAXIMUM_PHRASES + 1 }, (_, n) => types(name(n)));
    expect(messages(...many)).toEqual([expect.stringMatching(/one too many: keep at most 300/)]);
  });

  it('SPEECH-24 lets apostrophes, accents, new lines and tabs pass', () => {
    expect(
      messages(types("don't stop"), types('l\u2019état des lieux'), types('two lines', 'a\n\tb')),
    ).toEqual([]);
  });

  it('SPEECH-25 warns of words too short to stand out', () => {
    for (const word of ['go', 'send', 'commit', 'make', 'écoute']) {
      expect(checkPhrases([types(word)])).toMatchObject([
        { severity: 'warning', message: expect.stringMatching(/so short .*: use two words/) },
      ]);
    }
    expect(messages(types('documentation'), types('go on'))).toEqual([]);
  });
});

describe('defaultPhrasebook', () => {
  for (const language of ['en', 'fr'] as const) {
    const { phrases } = defaultPhrasebook(language);

    it(`SPEECH-26 ${language} passes the checks without a warning`, () => {
      expect(checkPhrases(phrases)).toEqual([]);
      expect(phrases.every(({ spoken }) => spoken === normalizeSpoken(spoken))).toBe(true);
    });

    it(`SPEECH-26 ${language} has phrases that differ in more than one short word`, () => {
      for (const [index, phrase] of phrases.entries()) {
        for (const other of phrases.slice(0, index)) {
          const words = phrase.spoken.split(' ');
          const others = other.spoken.split(' ');
          const differing = [
            ...words.filter((word) => !others.includes(word)),
            ...others.filter((word) => !words.includes(word)),
          ];
          expect(differing.join('').length, `${phrase.spoken} / ${other.spoken}`).toBeGreaterThan(
            5,
          );
        }
      }
    });

    it(`SPEECH-26 ${language} has every harmless command and no other`, () => {
      const commands = phrases.flatMap(({ action }) =>
        action.kind === 'command' ? [action.command] : [],
      );
      expect([...new Set(commands)].sort()).toEqual([
        'cancel',
        'new-line',
        'scratch',
        'send',
        'stop',
      ]);
    });
  }
});
