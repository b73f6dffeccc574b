import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultPhrasebook, languagePhrases } from './default-phrases.ts';
import { interpret } from './interpret.ts';
import { SPOKEN_LANGUAGES } from './language.ts';
import { mergePhrases } from './merge-phrases.ts';
import { checkPhrases, MAXIMUM_PHRASES } from './phrase-check.ts';
import type { Phrase } from './phrasebook.ts';
import { SPOKEN_COMMANDS } from './spoken-command.ts';
import { normalizeSpoken } from './spoken-words.ts';

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
    expect(normalizeSpoken('これ で、送信。')).toBe('これで送信');
    expect(normalizeSpoken('ＡＰＩ を直して')).toBe('api を直して');
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

describe('mergePhrases', () => {
  it('SPEECH-23 prefers the person\u2019s own phrase', () => {
    const own = [types('Run The Tests', 'Run npm test.')];
    const { book } = mergePhrases({ builtIn: english, own });
    const found = book.phrases.filter(({ spoken }) => normalizeSpoken(spoken) === 'run the tests');
    expect(found).toEqual(own);
    expect(book.phrases).toHaveLength(english.phrases.length);
  });

  it('SPEECH-23 lets a project replace built-in texts, and nothing that is a command or the person\u2019s own', () => {
    const own = [types('check this', 'Mine.'), types('look into', 'Look into {transcript}.')];
    const theirs = [
      types('Check this', 'Theirs.'),
      types('look into this', 'Theirs.'),
      types('look into', 'Theirs: {transcript}.'),
      types('scratch that', 'Theirs.'),
      types('computer send it', 'Theirs.'),
      types('fix the bug send it', 'Theirs.'),
      { spoken: 'wrap it up', action: { kind: 'text', text: 'Theirs.', afterwards: 'send' } },
      { spoken: 'away with it', action: { kind: 'command', command: 'scratch' } },
    ] as const;
    const good = [types('run the tests', 'Run make test.'), types('ship the branch', 'Ship it.')];
    const { book, refused } = mergePhrases({
      builtIn: english,
      own,
      project: [...theirs, ...good],
    });
    expect(refused).toEqual(theirs);
    expect(book.phrases.slice(0, 4)).toEqual([...own, ...good]);
    expect(book.phrases.filter(({ spoken }) => spoken === 'run the tests')).toHaveLength(1);
    expect(interpret('check this', book)).toMatchObject({ kind: 'phrase', text: 'Mine.' });
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
      [
        types('paste it here', 'Look at {clipboard}.'),
        /asks for \{clipboard\}, which is not read: only \{transcript\}/,
      ],
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
    for (const word of ['go', 'send', 'commit', 'make', 'écoute', '発送', '消して']) {
      expect(checkPhrases([types(word)])).toMatchObject([
        { severity: 'warning', message: expect.stringMatching(/so short .*: use two words/) },
      ]);
    }
    expect(messages(types('documentation'), types('go on'), types('これで送信'))).toEqual([]);
  });
});

describe('defaultPhrasebook', () => {
  for (const language of SPOKEN_LANGUAGES) {
    const { phrases, commandWords } = defaultPhrasebook(language);

    it(`SPEECH-26 ${language} passes the checks without a warning`, () => {
      expect(checkPhrases(phrases)).toEqual([]);
      expect(phrases.every(({ spoken }) => spoken === normalizeSpoken(spoken))).toBe(true);
      expect(commandWords.every((word) => word === normalizeSpoken(word))).toBe(true);
    });

    it(`SPEECH-26 ${language} has phrases that differ in more than one short word`, () => {
      for (const [index, phrase] of phrases.entries()) {
        for (const other of phrases.slice(0, index)) {
          if (sameCommand(phrase, other)) continue;
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

    it(`SPEECH-26 ${language} has words for every command`, () => {
      const commands = phrases.flatMap(({ action }) =>
        action.kind === 'command' ? [action.command] : [],
      );
      expect([...new Set(commands)]).toEqual([...SPOKEN_COMMANDS]);
      const leaning = new Set(languagePhrases(language).leaning);
      expect([...leaning].every((word) => word === normalizeSpoken(word))).toBe(true);
    });
  }

  it('SPEECH-29 several languages are spoken together, and no two say the same for different things', () => {
    const book = defaultPhrasebook(...SPOKEN_LANGUAGES);
    expect(checkPhrases(book.phrases)).toEqual([]);
    const each = SPOKEN_LANGUAGES.flatMap((language) => defaultPhrasebook(language).phrases);
    expect(book.phrases).toHaveLength(each.length);
    expect(book.commandWords.filter((word) => word === 'computer')).toHaveLength(1);
  });
});

function sameCommand(one: Phrase, other: Phrase): boolean {
  return (
    one.action.kind === 'command' &&
    other.action.kind === 'command' &&
    one.action.command === other.action.command
  );
}
