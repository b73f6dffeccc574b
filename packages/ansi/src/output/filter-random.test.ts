// Random programs against the oracle.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { playedFaults } from './filter-rig.test-support.ts';
import { programPieces } from './stream-grammar.test-support.ts';

const RUNS = Number(process.env.FILTER_RUNS ?? 400);

describe('random programs', () => {
  it('ANSI-O1: nothing but our rows tells the filtered terminal from the raw one', () => {
    const size = fc.record({
      columns: fc.integer({ min: 2, max: 14 }),
      rows: fc.integer({ min: 3, max: 9 }),
      reservedRows: fc.integer({ min: 1, max: 2 }),
    });
    fc.assert(
      fc.property(size, programPieces, (geometry, pieces) => {
        const faults = playedFaults(geometry, pieces);
        if (faults.length > 0) {
          const shown = pieces.map((piece) => JSON.stringify(new TextDecoder().decode(piece)));
          throw new Error(`${JSON.stringify(geometry)}\n${shown.join(', ')}\n${faults.join('\n')}`);
        }
        expect(faults).toEqual([]);
      }),
      { numRuns: RUNS, seed: Number(process.env.FILTER_SEED ?? 20260), endOnFailure: false },
    );
  });
});
