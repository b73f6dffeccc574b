import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type Closeness,
  difficultyOf,
  MOST_TERMS,
  type NameUse,
  TermRanking,
} from './rank-terms.ts';

const NOW_MS = 1_000_000_000_000;

function use(text: string, differences: Partial<NameUse> = {}): NameUse {
  return { text, kind: 'identifier', count: 3, changedMs: NOW_MS, ...differences };
}

function ranked(
  uses: readonly NameUse[],
  closeness: (name: string) => Closeness = () => 'elsewhere',
): readonly string[] {
  return new TermRanking().rank({ uses, closeness, nowMs: NOW_MS }).map(({ text }) => text);
}

const anyUse = fc.record({
  text: fc.stringMatching(/^[a-z]{2,9}([A-Z][a-z]{1,8}){0,3}$/),
  kind: fc.constantFrom<NameUse['kind']>('identifier', 'file', 'branch', 'dependency'),
  count: fc.nat({ max: 1000 }),
  changedMs: fc.nat({ max: NOW_MS }),
});

test('VOCAB-20: at most a hundred, each said in its own way, in one order for any order of input', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(anyUse, { selector: ({ text }) => text, maxLength: 150 }),
      (uses) => {
        const closeness = (): Closeness => 'elsewhere';
        const question = { closeness, nowMs: NOW_MS };
        const terms = new TermRanking().rank({ ...question, uses });
        expect(terms.length).toBeLessThanOrEqual(MOST_TERMS);
        const said = terms.map(({ text, spoken }) => spoken ?? text);
        expect(new Set(said).size).toBe(said.length);
        expect(new TermRanking().rank({ ...question, uses: uses.toReversed() })).toEqual(terms);
      },
    ),
  );
});

test('VOCAB-20: of names that are said alike the likelier one stands for them', () => {
  expect(ranked([use('output-log', { kind: 'file' }), use('outputLog', { count: 1 })])).toEqual([
    'output-log',
  ]);
});

test('VOCAB-20: however many names are said alike, the list is filled', () => {
  const alike = Array.from({ length: 900 }, (_, index) => use(`open${'-'.repeat(index + 1)}kaldi`));
  const others = ['readVosk', 'writeVosk', 'sendVosk'].map((text) => use(text, { count: 1 }));
  expect(ranked([...alike, ...others])).toHaveLength(4);
});

test('VOCAB-20: a term tells how it is said where that differs', () => {
  const terms = new TermRanking().rank({
    uses: [use('useEffect'), use('sherpa')],
    closeness: () => 'elsewhere',
    nowMs: NOW_MS,
  });
  expect(terms).toEqual([{ text: 'sherpa' }, { text: 'useEffect', spoken: 'use effect' }]);
});

test('VOCAB-21: a common word is no term, and the less English a name is the worthier', () => {
  expect(ranked([use('the'), use('screen'), use('commit'), use('x1')])).toEqual([]);
  expect(difficultyOf('sherpaOnnx')).toBeGreaterThan(difficultyOf('readScreen'));
  expect(difficultyOf('readScreen')).toBeGreaterThan(difficultyOf('cache'));
  expect(difficultyOf('cache')).toBeGreaterThan(difficultyOf('screen'));
});

test('VOCAB-22: later change, more uses and closeness to the screen each put a name first', () => {
  const earlier = use('readScreen', { changedMs: NOW_MS - 1e9 });
  expect(ranked([earlier, use('writeScreen')])[0]).toBe('writeScreen');
  expect(ranked([use('readScreen', { count: 1 }), use('writeScreen', { count: 9 })])[0]).toBe(
    'writeScreen',
  );
  const shown = (name: string): Closeness =>
    name === 'readScreen' ? 'on-screen' : name === 'openScreen' ? 'in-a-shown-file' : 'elsewhere';
  expect(ranked([use('writeScreen', { count: 200 }), use('openScreen'), earlier], shown)).toEqual([
    'readScreen',
    'openScreen',
    'writeScreen',
  ]);
});
