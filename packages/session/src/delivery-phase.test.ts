// What the screen says of a text that was sent, where the composer itself goes.
import { expect, test } from 'vitest';
import { verdictOf } from './delivery-phase.ts';
import type { Observation } from './delivery-types.ts';
import type { ScreenState } from './ports.ts';

const HELD = { text: 'make all', cursorOffset: 8 };
const DRAFT = [{ id: 'a', text: 'make all', before: { text: '', cursorOffset: 0 }, shown: HELD }];

function verdict(screen: ScreenState, more: Partial<Observation> = {}): string {
  const facts = {
    ...{ screen, shadowCaughtUp: true, bracketedPaste: true, inputAtRest: true, nowMs: 100 },
    ...more,
  };
  return verdictOf(facts, { kind: 'sending', answer: 'written', sinceMs: 0 }, DRAFT);
}

test('SESSION-33: a composer that has made way for work has given its text up', () => {
  expect(verdict({ kind: 'busy' })).toBe('seen');
  expect(verdict({ kind: 'busy' }, { shadowCaughtUp: false })).toBe('pending');
  expect(verdict({ kind: 'busy', composer: HELD })).toBe('pending');
  expect(verdict({ kind: 'unknown' })).toBe('pending');
});
