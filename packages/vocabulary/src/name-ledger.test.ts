import type { NameUse } from '@codex-voice/terms';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NameLedger, type SourceNames } from './name-ledger.ts';

const source = (names: Record<string, number>, kind: SourceNames['kind'] = 'identifier') => ({
  kind,
  changedMs: 1,
  names: new Map(Object.entries(names)),
});

test('VOCAB-60: the names of a source are exchanged, and gone with the last that has them', () => {
  const ledger = new NameLedger();
  ledger.set('a', source({ readScreen: 2, openLog: 1 }));
  ledger.set('b', source({ readScreen: 3 }));
  ledger.set('a', source({ closeLog: 1 }));
  expect([...ledger.uses()].map(({ text, count }) => [text, count])).toEqual([
    ['readScreen', 3],
    ['closeLog', 1],
  ]);
  ledger.remove('b');
  expect(ledger.knows('readscreen')).toBe(false);
});

test('VOCAB-64: a name, and each word in it that is no English, are known', () => {
  const ledger = new NameLedger();
  ledger.set('a', source({ 'output-kaldi.ts': 1, readScreen: 1 }));
  for (const word of ['output-kaldi.ts', 'kaldi', 'readscreen'])
    expect(ledger.knows(word)).toBe(true);
  for (const word of ['output', 'screen', 'put']) expect(ledger.knows(word)).toBe(false);
});

test('VOCAB-60: after any changes it holds what a ledger of the last state holds', () => {
  const names = fc.dictionary(
    fc.constantFrom('readLog', 'openLog', 'logFile', 'x'),
    fc.integer({ min: 1, max: 5 }),
  );
  const step = fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.option(names));
  const seen = (ledger: NameLedger) =>
    [...ledger.uses()].map(({ text, count }: NameUse) => `${text} ${count}`).sort();
  fc.assert(
    fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
      const lived = new NameLedger();
      const last = new Map<string, Record<string, number>>();
      for (const [key, given] of steps) {
        if (given === null) lived.remove(key);
        else lived.set(key, source(given));
        last.set(key, given ?? {});
      }
      const fresh = new NameLedger();
      for (const [key, given] of last) fresh.set(key, source(given));
      expect(seen(lived)).toEqual(seen(fresh));
      for (const word of ['readlog', 'openlog', 'logfile', 'x'])
        expect(lived.knows(word)).toBe(fresh.knows(word));
    }),
  );
});
