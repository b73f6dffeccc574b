import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EXAMPLE_NAMES, EXAMPLES } from './examples.table.ts';
import { type DictationContext, format, formatWords } from './format.ts';
import { knownNames } from './known-names.ts';
import { ENGLISH } from './languages/english.table.ts';
import { DICTATION_LANGUAGES } from './languages/languages.ts';
import { type Dictated, withoutRewrite } from './rewrites.ts';
import { DEFAULT_DICTATION_SETTINGS, DICTATION_RULES, type DictationRule } from './settings.ts';
import { SpokenWords } from './spoken-words.ts';

const known = knownNames(EXAMPLE_NAMES);
const english: DictationContext = { language: 'en', known };

/** Words that the rules look for, in any order: what an utterance is made of at its worst. */
const LOADED =
  'a the to is camel snake case all caps title path over end spell cap alpha dot slash dash equals plus minus open close paren quote unquote backtick new line period comma um one twenty hundred thousand and point oh v port second third package json ts x y h t p s get user name function called rename env percent hash colon ... "foo" Bar, baz. 23 at types underscore arrow'.split(
    ' ',
  );

const loadedUtterance = fc
  .array(
    fc.tuple(fc.constantFrom(...LOADED), fc.constantFrom(' ', ' ', ' ', ', ', '. ', '  ', '-')),
    {
      maxLength: 30,
    },
  )
  .map((parts) => parts.flat().join(''));

const anyText = fc.oneof(
  loadedUtterance,
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  // Halves of surrogate pairs, which no well-formed text has.
  fc
    .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 20 })
    .map((units) => String.fromCharCode(...units)),
);

const anySettings = fc.record({
  formatters: fc.constantFrom('careful' as const, 'eager' as const),
  formatterPrefix: fc.constantFrom('', 'format', 'new name'),
  numbers: fc.constantFrom('auto' as const, 'always' as const, 'never' as const),
  replacements: fc.dictionary(
    fc.constantFrom('dot', 'Get User', 'x', '', '...'),
    fc.string({ maxLength: 5 }),
  ),
  off: fc.uniqueArray(fc.constantFrom(...DICTATION_RULES), { maxLength: 5 }),
});

const anyContext = fc.record({
  language: fc.constantFrom(...DICTATION_LANGUAGES, 'en-GB', 'xx', ''),
  settings: anySettings,
  known: fc.constant(known),
});

function undoneFromTheEnd(dictated: Dictated): string {
  return dictated.rewrites.reduceRight(
    (text, { from, start, end }) => text.slice(0, start) + from + text.slice(end),
    dictated.text,
  );
}

describe('rewrites', () => {
  it('DICT-1 undone, they give the plain words, for any text in any context', () => {
    fc.assert(
      fc.property(anyText, anyContext, (words, context) => {
        const dictated = format(words, context);
        expect(dictated.plain).toBe(words);
        expect(undoneFromTheEnd(dictated)).toBe(words);
      }),
      { numRuns: 3000, seed: 7 },
    );
  });

  it('DICT-1 stand in order, apart, and say what is typed there', () => {
    fc.assert(
      fc.property(anyText, anyContext, (words, context) => {
        const { text, rewrites } = format(words, context);
        let end = 0;
        for (const rewrite of rewrites) {
          expect(rewrite.start).toBeGreaterThanOrEqual(end);
          expect(text.slice(rewrite.start, rewrite.end)).toBe(rewrite.to);
          expect(rewrite.from).not.toBe(rewrite.to);
          end = rewrite.end;
        }
      }),
      { numRuns: 1000, seed: 8 },
    );
  });

  it('DICT-2 one is taken back alone, in any order', () => {
    const dictated = format('run the tests period then open package dot json', english);
    const rules = dictated.rewrites.map(({ rule }) => rule);
    expect(rules).toEqual(['punctuation', 'capital', 'known-file']);
    expect(withoutRewrite(dictated, 1).text).toBe('run the tests. then open package.json');
    const withoutFile = withoutRewrite(dictated, 2);
    expect(withoutFile.text).toBe('run the tests. Then open package dot json');
    const withoutStop = withoutRewrite(withoutFile, 0);
    expect(withoutStop.text).toBe('run the tests period Then open package dot json');
    expect(withoutRewrite(withoutStop, 0).text).toBe(dictated.plain);
  });

  it('DICT-2 taken back one by one in any order, they give the plain words', () => {
    fc.assert(
      fc.property(anyText, anyContext, fc.infiniteStream(fc.nat()), (words, context, choice) => {
        let dictated = format(words, context);
        while (dictated.rewrites.length > 0) {
          const index = (choice.next().value ?? 0) % dictated.rewrites.length;
          dictated = withoutRewrite(dictated, index);
          for (const { start, end, to } of dictated.rewrites)
            expect(dictated.text.slice(start, end)).toBe(to);
        }
        expect(dictated.text).toBe(words);
      }),
      { numRuns: 500, seed: 9 },
    );
  });

  it('DICT-2 one that is not there is refused by its number', () => {
    expect(() => withoutRewrite(format('x', english), 0)).toThrow('there is no rewrite 0 of 0');
  });

  it.each(DICTATION_RULES)('DICT-3 %s makes no rewrite when it is off', (rule) => {
    const off: readonly DictationRule[] = [rule];
    for (const { language, settings, examples } of EXAMPLES) {
      for (const [said] of examples) {
        const dictated = format(said, { language, settings: { ...settings, off }, known });
        expect(dictated.rewrites.map((rewrite) => rewrite.rule)).not.toContain(rule);
      }
    }
  });

  it('DICT-3 with all rules off the text stays', () => {
    fc.assert(
      fc.property(anyText, anyContext, (words, context) => {
        const settings = { ...context.settings, off: DICTATION_RULES };
        expect(format(words, { ...context, settings }).text).toBe(words);
      }),
      { numRuns: 500, seed: 10 },
    );
  });

  it('DICT-4 the same words in the same context give the same text', () => {
    fc.assert(
      fc.property(anyText, anyContext, (words, context) => {
        expect(format(words, context)).toEqual(format(words, context));
      }),
      { numRuns: 300, seed: 11 },
    );
  });

  it('DICT-6 a language without a table leaves the text as it is', () => {
    const said = 'um open paren twenty three';
    expect(format(said, { language: 'tlh' })).toEqual({ text: said, rewrites: [], plain: said });
    expect(format('open paren', { language: 'EN_us' }).text).toBe('(');
  });
});

describe('work', () => {
  /** How often a word was looked at, for each word of the utterance. */
  function readsPerWord(words: string, numbers: 'auto' | 'never' = 'auto'): number {
    const spoken = new SpokenWords(words);
    const settings = { ...DEFAULT_DICTATION_SETTINGS, numbers };
    formatWords(spoken, { language: ENGLISH, settings, known });
    return spoken.reads / spoken.length;
  }

  const LEAST_WORDS = 400;
  const GROWTH = 8;
  /** What a doubling may add to the looks at each word by the ends of the utterance alone. */
  const TOLERANCE = 1.2;

  it.each([
    'the quick brown fox jumps over the lazy dog ',
    'snake case user name dot ',
    'camel ',
    'twenty ',
    'one hundred and ',
    'two point ',
    'quote ',
    'backtick ',
    'h t t p s colon slash slash ',
    'package dot ',
    'get user name ',
    'rename to camel x equals ',
    'new ',
    'um ',
    'spell a b cap ',
    'open paren close paren ',
    'equals equals equals ',
    'a first comma ',
    '1 ',
    'oh ',
    'v 2 ',
  ])('DICT-5 each word of %j is looked at a bounded number of times', (part) => {
    const times = Math.ceil(LEAST_WORDS / part.trim().split(' ').length);
    for (const before of ['', 'snake case ', 'all caps ']) {
      for (const numbers of ['auto', 'never'] as const) {
        const few = readsPerWord(before + part.repeat(times), numbers);
        const many = readsPerWord(before + part.repeat(times * GROWTH), numbers);
        expect(many, before + numbers).toBeLessThan(few * TOLERANCE);
      }
    }
  });

  it('DICT-5 no mixture of words is looked at more often than a bound', () => {
    const MOST_READS = 400;
    fc.assert(
      fc.property(loadedUtterance, (words) => {
        const spoken = new SpokenWords(words);
        formatWords(spoken, { language: ENGLISH, settings: DEFAULT_DICTATION_SETTINGS, known });
        expect(spoken.reads).toBeLessThan(MOST_READS * (spoken.length + 1));
      }),
      { numRuns: 500, seed: 12 },
    );
  });
});
