import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { undoRepair } from './repair.ts';
import { spokenForms } from './spoken-forms.ts';
import { LONGEST_REPAIRED_CHARACTERS, TranscriptRepair } from './transcript-repair.ts';

const NAMES = ['useEffect', 'worktree', 'tsconfig', 'isReady', 'GraphQL', 'sherpa', 'outputLog'];
const terms = NAMES.map((text) => {
  const spoken = spokenForms(text)[0];
  return spoken === undefined ? { text } : { text, spoken };
});
const repairing = new TranscriptRepair({ terms });
const repaired = (text: string) => repairing.repair(text).text;

describe('VOCAB-30: ways to say likely names', () => {
  test.each([
    ['add a use effect that fetches', 'add a useEffect that fetches'],
    ['the use effect hook', 'the useEffect hook'],
    ['remove the work tree of this branch', 'remove the worktree of this branch'],
    ['extend t s config', 'extend tsconfig'],
    ['the is ready function returns early', 'the isReady function returns early'],
    ['rename output log to journal', 'rename outputLog to journal'],
    ['a graphql server', 'a GraphQL server'],
  ])('VOCAB-30: "%s"', (heard, wanted) => {
    expect(repaired(heard)).toBe(wanted);
  });

  test.each([
    'use effect with care',
    'we use effect handlers elsewhere',
    'when the bread is ready, call me',
    'the function is ready for review',
    'a tree at work',
    'the output log is too long',
  ])('VOCAB-30: plain English stays: "%s"', (heard) => {
    expect(repaired(heard)).toBe(heard);
  });

  test('VOCAB-30: a word is given inner capitals, and never shouted', () => {
    const named = new TranscriptRepair({ terms: [{ text: 'GraphQL' }, { text: 'CHANGELOG' }] });
    expect(named.repair('graphql in the changelog').text).toBe('GraphQL in the changelog');
  });

  test('VOCAB-30: a name that is not likely is not written', () => {
    expect(new TranscriptRepair({ terms: [] }).repair('the use effect hook').repairs).toEqual([]);
  });
});

describe('VOCAB-31: known mishearings', () => {
  test.each([
    ['the cash key is stale', 'the cache key is stale'],
    ['parse the jason file', 'parse the JSON file'],
    ['push it to get hub', 'push it to GitHub'],
    ['the o auth token', 'the OAuth token'],
    ['open a P R', 'open a PR'],
    ['run p n p m install', 'run pnpm install'],
    ['run cube control', 'run kubectl'],
  ])('VOCAB-31: "%s"', (heard, wanted) => {
    expect(repaired(heard)).toBe(wanted);
  });

  test.each([
    'he paid in cash',
    'we clear the cash drawer every evening',
    'Jason said so',
    'ask Jason about the schema',
    'get hubcaps for the car',
    'make this a sync function',
  ])('VOCAB-31: without what must stand around it, it stays: "%s"', (heard) => {
    expect(repaired(heard)).toBe(heard);
  });
});

test('VOCAB-32: what sounds like a likely name becomes it in a technical text only', () => {
  expect(repaired('update the shurpa package')).toBe('update the sherpa package');
  expect(repaired('the shurpa climbed on')).toBe('the shurpa climbed on');
  expect(repaired('a sharp package')).toBe('a sharp package');
});

test('VOCAB-32: a verb with its particle is not joined, and "I" makes no text technical', () => {
  const own = new TranscriptRepair({ terms: [{ text: 'callback' }], knows: () => true });
  for (const text of ['call back the function', 'I work three days', 'you see I went'])
    expect(own.repair(text).text).toBe(text);
});

test('VOCAB-33: a word of the project is not changed', () => {
  const knows = (word: string) => ['cash', 'shurpa', 'jayson'].includes(word);
  const careful = new TranscriptRepair({ terms, knows });
  for (const text of ['the cash key is stale', 'update the shurpa package', 'the jayson file'])
    expect(careful.repair(text).text).toBe(text);
  const likely = new TranscriptRepair({ terms: [{ text: 'cash' }] });
  expect(likely.repair('the cash key is stale').text).toBe('the cash key is stale');
});

test('VOCAB-34: of repairs that overlap the longer is made', () => {
  const { text, repairs } = repairing.repair('migrate to post gress q l now');
  expect(text).toBe('migrate to PostgreSQL now');
  expect(repairs).toHaveLength(1);
});

/** Words that repairs are made of, in any order and with any sign between. */
const speech = fc
  .array(
    fc.tuple(
      fc.constantFrom(
        ...'cash key jason file get hub p r n m use effect the a is ready work tree branch dot sink function cube control shurpa package standard in read Cash Jason o auth q l post gress s c i'.split(
          ' ',
        ),
      ),
      fc.constantFrom(' ', ' ', ' ', ' ', ', ', '. ', '-', '`', '/', "'s ", '\n'),
    ),
    { maxLength: 30 },
  )
  .map((pairs) => pairs.flat().join(''));

test('VOCAB-34: repairs are apart, in order, and nothing outside them changes', () => {
  fc.assert(
    fc.property(speech, (heard) => {
      const { original, text, repairs } = repairing.repair(heard);
      expect(original).toBe(heard);
      let rebuilt = '';
      let at = 0;
      for (const { from, to, start, end } of repairs) {
        expect(start).toBeGreaterThanOrEqual(at);
        expect(heard.slice(start, end)).toBe(from);
        expect(to).not.toBe(from);
        rebuilt += heard.slice(at, start) + to;
        at = end;
      }
      expect(rebuilt + heard.slice(at)).toBe(text);
    }),
  );
});

test.each([
  'look at `the cash key` here',
  'in src/cash/key.ts',
  'call cash.key of the api',
  'the cash, key and all',
  'open package dot jason file',
  'the get, hub and spokes',
  'set cash_key in the api',
])('VOCAB-35: left alone: "%s"', (heard) => {
  expect(repaired(heard)).toBe(heard);
});

test('VOCAB-36: a repair is told with reason and place, and undone by itself', () => {
  const made = repairing.repair('push the jason file to get hub');
  expect(made.repairs).toEqual([
    { from: 'jason', to: 'JSON', reason: 'developer-term', start: 9, end: 14 },
    { from: 'get hub', to: 'GitHub', reason: 'developer-term', start: 23, end: 30 },
  ]);
  const [first] = made.repairs;
  if (first === undefined) throw new Error('no repair');
  const undone = undoRepair(made, first);
  expect(undone.text).toBe('push the jason file to GitHub');
  expect(() => undoRepair(undone, first)).toThrow(RangeError);
});

test('VOCAB-36: with all repairs undone the text is as it was heard', () => {
  fc.assert(
    fc.property(speech, (heard) => {
      let made = repairing.repair(heard);
      for (const repair of made.repairs) made = undoRepair(made, repair);
      expect(made.text).toBe(heard);
    }),
  );
});

test('VOCAB-37: nothing is repaired with the setting off, or in a text beyond the bound', () => {
  const off = new TranscriptRepair({ terms, setting: 'off' });
  expect(off.repair('push it to get hub').repairs).toEqual([]);
  const long = `push it to get hub ${'x'.repeat(LONGEST_REPAIRED_CHARACTERS)}`;
  expect(repairing.repair(long).repairs).toEqual([]);
});

test.each([
  ['Cash invalidation is broken', 'Cache invalidation is broken'],
  ['N P M install fails', 'npm install fails'],
  ['Review the P.R. today.', 'Review the PR today.'],
  ['Review the P.R.', 'Review the PR.'],
  ["the P R's title", "the PR's title"],
])('VOCAB-39: "%s"', (heard, wanted) => {
  expect(repaired(heard)).toBe(wanted);
});
