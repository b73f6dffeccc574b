import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CATALOGUE } from '../catalogue/catalogue.ts';
import { knowsLanguage } from '../catalogue/model-entry.ts';
import { type MachineFacts, preferenceOf, recommend } from './recommend.ts';
import { RECOMMENDATIONS } from './recommendation.table.ts';

const GB = 1_000_000_000;

function machine(cores: number, gigabytes: number): MachineFacts {
  return { cores, memoryBytes: gigabytes * GB, graphics: 'none' };
}

test.each([
  [2, 4, 'en', 'zipformer-20m-en'],
  [4, 8, 'en', 'zipformer-en'],
  [8, 16, 'en', 'nemotron-en'],
  [1, 1, 'en', 'moonshine-tiny-en'],
  [2, 4, 'fr', 'kroko-fr'],
  [8, 16, 'fr', 'parakeet-v3'],
  [4, 8, 'zh', 'zipformer-zh'],
  [2, 4, 'ko', 'sense-voice'],
  [2, 4, 'sw', 'whisper-base'],
  [16, 32, 'sw', 'whisper-large-v3-turbo'],
] as const)('MODEL-21 %i cores and %i GB, %s: %s', (cores, gigabytes, language, expected) => {
  expect(recommend(machine(cores, gigabytes), language)?.entry.id).toBe(expected);
});

test('MODEL-21 what is published and what is not measured is said', () => {
  const why = recommend(machine(4, 8), 'en')?.why ?? '';
  expect(why).toContain('published: 0.062 s');
  expect(why).toContain('not measured here');
  expect(recommend({ ...machine(4, 8), graphics: 'present' }, 'en')?.why).toContain(
    'the graphics card is not used',
  );
  expect(recommend(machine(4, 8), 'fr')?.why).toContain('its speed is estimated');
});

test('MODEL-21 a machine without room gets none', () => {
  expect(recommend(machine(64, 0.1), 'en')).toBeUndefined();
});

test('MODEL-21 a larger machine never gets a lesser model', () => {
  const sizes = fc.record({
    cores: fc.integer({ min: 1, max: 64 }),
    gigabytes: fc.integer({ min: 1, max: 128 }),
    moreCores: fc.integer({ min: 0, max: 16 }),
    moreGigabytes: fc.integer({ min: 0, max: 64 }),
    language: fc.constantFrom('en', 'fr', 'de', 'es', 'zh', 'ru', 'ja', 'ko', 'uk', 'sw'),
  });
  fc.assert(
    fc.property(sizes, ({ cores, gigabytes, moreCores, moreGigabytes, language }) => {
      const small = recommend(machine(cores, gigabytes), language);
      const large = recommend(machine(cores + moreCores, gigabytes + moreGigabytes), language);
      if (small === undefined) return;
      expect(knowsLanguage(small.entry.languages, language)).toBe(true);
      expect(preferenceOf(large?.entry.id ?? '')).toBeLessThanOrEqual(preferenceOf(small.entry.id));
    }),
  );
});

test('MODEL-21 each row is a recogniser of the catalogue, and each figure has its source', () => {
  for (const { id, speed } of RECOMMENDATIONS) {
    expect(CATALOGUE.find((entry) => entry.id === id)?.kind, id).toBe('recogniser');
    if (speed !== undefined) expect(speed.source).toMatch(/^https:\/\//);
  }
});
