// The sound as it is stays the default unless suppression clearly helps and never harms.
import { expect, test } from 'vitest';
import { type DenoiseErrors, denoiseVerdict } from './denoise-verdict.ts';

function made(denoise: 'off' | 'tap' | 'path', quiet: number, all: number): DenoiseErrors {
  const errors = (deletions: number) => ({
    words: 100,
    substitutions: 0,
    deletions,
    insertions: 0,
  });
  return { denoise, asTheyAre: errors(quiet), all: errors(all) };
}

test('what takes errors away and harms nothing is recommended, the best of them', () => {
  const verdict = denoiseVerdict([made('off', 2, 40), made('tap', 2, 30), made('path', 1, 20)]);
  expect(verdict).toEqual({
    denoise: 'path',
    reason: '20 of 40 errors fewer, and none more without noise',
  });
});

test('what helps in noise and harms without is not', () => {
  const verdict = denoiseVerdict([made('off', 2, 40), made('tap', 2, 30), made('path', 3, 5)]);
  expect(verdict.denoise).toBe('tap');
  expect(denoiseVerdict([made('off', 2, 40), made('path', 3, 5)]).denoise).toBe('off');
});

test('a few words fewer are chance', () => {
  expect(denoiseVerdict([made('off', 0, 40), made('path', 0, 37)]).denoise).toBe('off');
  expect(denoiseVerdict([made('off', 0, 4), made('path', 0, 2)]).denoise).toBe('off');
});
