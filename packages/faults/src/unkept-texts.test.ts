// A host's death while the disk refuses excuses what the disk does not know as it is, and nothing else.
import type { ControlMemory } from '@codex-voice/control';
import { Delivery } from '@codex-voice/session';
import { expect, test } from 'vitest';
import { Ledger } from './ledger.ts';
import { UnkeptTexts } from './unkept-texts.ts';

function memory(queued: readonly string[], ids: readonly string[]): ControlMemory {
  const queue = queued.map((id) => ({
    ...({ id, text: `do ${id}`, intent: 'send', origin: 'voice', enqueuedMs: 7 } as const),
  }));
  const dictation = { followed: [], underWay: [], waited: [], settled: [], linesDue: 0 };
  return { delivery: { ...new Delivery().memory(), queue, ids }, dictation };
}

test('SIM-1 SIM-2: what was changed since it was kept last is excused, and what the disk knows is not', () => {
  const ledger = new Ledger(() => 0);
  const [sent, waiting, taken, fresh] = [1, 2, 3, 4].map(() => ledger.ask('said'));
  const unkept = new UnkeptTexts();
  unkept.found(memory(['p2', 'p3'], ['p1', 'p2', 'p3']));
  // p3 was sent and p4 came, while the disk refused.
  unkept.knows(memory(['p2', 'p4'], ['p1', 'p2', 'p3', 'p4']));
  // A death in the middle of keeping it is no refusal: nobody was told of one.
  expect(unkept.has({ id: 'p3', token: 'zq3x' })).toBe(false);
  unkept.answered({ kind: 'failed', message: 'ENOSPC' });
  ledger.unprotected((asked) => unkept.has(asked));
  expect([sent, waiting, taken, fresh].map((asked) => asked?.isUnkept)).toEqual([
    ...[false, false, true, true],
  ]);
  unkept.answered({ kind: 'kept' });
  expect([sent, waiting, taken, fresh].some((asked) => asked && unkept.has(asked))).toBe(false);
  ledger.submitted('s1', 'do zq1x');
  ledger.submitted('s2', 'do zq1x');
  expect(ledger.broken?.rule).toBe('SIM-1');
});

test('SIM-2: where the disk never took anything, what its host does not know either is not excused', () => {
  const unkept = new UnkeptTexts();
  unkept.found(undefined);
  unkept.knows(memory(['p1'], ['p1']));
  unkept.answered({ kind: 'failed', message: 'ENOSPC' });
  expect(unkept.has({ id: 'p1', token: 'zq1x' })).toBe(true);
  expect(unkept.has({ id: 'p2', token: 'zq2x' })).toBe(false);
});
