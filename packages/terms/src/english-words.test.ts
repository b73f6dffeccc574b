import { expect, test } from 'vitest';
import { COMMON_WORDS, FAMILIAR_WORDS } from './english-words.generated.ts';
import { familiarity, isEnglish } from './english-words.ts';

test('VOCAB-21: everyday words are common, rarer ones familiar, names of tools neither', () => {
  expect(['a', 'the', 'cash', 'commit', 'zoom'].map(familiarity)).toEqual(Array(5).fill('common'));
  expect(['cache', 'aback', 'zoos', 'lint'].map(familiarity)).toEqual(Array(4).fill('familiar'));
  expect(['kubectl', 'regex', '', 'cachet2', 'zzz', 'aa'].map(isEnglish)).not.toContain(true);
});

test('VOCAB-21: every word of the lists is found in its own list', () => {
  for (const [folded, expected] of [
    [COMMON_WORDS, 'common'],
    [FAMILIAR_WORDS, 'familiar'],
  ] as const) {
    let before = '';
    for (const [, shared = 'A', rest = ''] of folded.matchAll(/([A-Z])([a-z]*)/g)) {
      before = before.slice(0, shared.charCodeAt(0) - 65) + rest;
      if (familiarity(before) !== expected) throw new Error(`${before} is not ${expected}`);
    }
  }
});
