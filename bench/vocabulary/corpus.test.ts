// The corpus of the vocabulary benchmark as a test: what must be repaired is, and what is ordinary
// stays. How much is gained is the benchmark's to say.
import { spokenForms, TranscriptRepair } from '@codex-voice/terms';
import { expect, test } from 'vitest';
import { MISHEARD_SENTENCES, PROJECT_NAMES } from './homophones.table.ts';
import { EVERYDAY_SENTENCES, TECHNICAL_SENTENCES } from './ordinary.table.ts';

/** Of sentences that no rule was written for, so many must come out as they were meant. */
const LEAST_HELD_OUT_RIGHT = 0.7;

const own = new Set(PROJECT_NAMES.map((name) => name.toLowerCase()));
const repairing = new TranscriptRepair({
  terms: PROJECT_NAMES.map((text) => ({ text, spoken: spokenForms(text)[0] ?? text })),
  knows: (word) => own.has(word),
});

test('VOCAB-31: misheard sentences of the development set come out as they were meant', () => {
  const development = MISHEARD_SENTENCES.filter(({ set }) => set === 'development');
  expect(development.length).toBeGreaterThanOrEqual(80);
  expect(development.map(({ heard }) => repairing.repair(heard).text)).toEqual(
    development.map(({ wanted }) => wanted),
  );
});

test('VOCAB-31: most held-out sentences do too', () => {
  const heldOut = MISHEARD_SENTENCES.filter(({ set }) => set === 'held-out');
  const right = heldOut.filter(({ heard, wanted }) => repairing.repair(heard).text === wanted);
  expect(right.length / heldOut.length).toBeGreaterThanOrEqual(LEAST_HELD_OUT_RIGHT);
});

test('VOCAB-38: no ordinary sentence is changed, everyday or technical', () => {
  const ordinary = [...EVERYDAY_SENTENCES, ...TECHNICAL_SENTENCES];
  expect(ordinary.length).toBeGreaterThanOrEqual(150);
  expect(ordinary.filter((text) => repairing.repair(text).repairs.length > 0)).toEqual([]);
});

test('VOCAB-38: what was meant stays when it is heard right', () => {
  const changed = MISHEARD_SENTENCES.map(({ wanted }) => wanted).filter(
    (text) => repairing.repair(text).repairs.length > 0,
  );
  expect(changed).toEqual([]);
});
