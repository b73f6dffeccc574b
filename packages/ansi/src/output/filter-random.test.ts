// Random programs against the oracle. FILTER_RUNS and FILTER_SEED make a longer or another run of it.
import { sized, TerminalCrashError } from '@codex-voice/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FilterRig, played, type RigSize } from './filter-rig.test-support.ts';
import { everydayPieces, programPieces, programStep } from './stream-grammar.test-support.ts';

const RUNS = Number(process.env.FILTER_RUNS ?? sized({ usual: 150, full: 400 }));
const RESIZE_RUNS = Math.ceil(RUNS / 4);
const SEED = Number(process.env.FILTER_SEED ?? 20260);

/** Below these the runs would say little: programs excused for a guess, or hardly painted over. */
const LEAST_EXACT_SHARE = 0.6;
const LEAST_PAINTS = 2;
const LEAST_EVERYDAY_PAINTS = 8;

const rigSize: fc.Arbitrary<RigSize> = fc.record({
  columns: fc.integer({ min: 2, max: 14 }),
  rows: fc.integer({ min: 3, max: 9 }),
  reservedRows: fc.integer({ min: 1, max: 2 }),
});

/** What a program does to have the screen as it wants it, whatever happened before. */
const REDRAW =
  '\x18\x1b\\\x1b]8;;\x1b\\\x1b[?1049l\x1b[!p\x0f\x1b(B\x1b[20l\x1b[?69l\x1b[?2026l\x1b[m\x1b[H\x1b[2Jtop\x1b[99;1Hend\r\n\x1b[1;31mlast';

/** Plays parts with a resize before each, then draws anew. */
function faultsAfterResizes(
  parts: readonly { size: RigSize; steps: readonly string[] }[],
): string[] {
  const rig = new FilterRig({ columns: 9, rows: 5, reservedRows: 1 });
  try {
    for (const { size, steps } of parts) {
      rig.resize(size);
      for (const step of steps) {
        rig.feed(step);
        rig.paint('hud'.slice(0, size.columns));
      }
    }
    rig.feed(REDRAW);
    const block = rig.filter.paintBlock;
    rig.paint('end'.slice(0, parts.at(-1)?.size.columns));
    const blocked = block === undefined || block === 'no-rows' ? [] : [`no paint: ${block}`];
    return [...blocked, ...rig.screenFaults()];
  } catch (error) {
    if (error instanceof TerminalCrashError && rig.rawCrashes()) return [];
    throw error;
  } finally {
    rig.dispose();
  }
}

function report(context: unknown, pieces: readonly unknown[], faults: readonly string[]): void {
  if (faults.length === 0) return;
  const shown = pieces.map((piece) => JSON.stringify(piece)).join(', ');
  throw new Error(`${JSON.stringify(context)}\n${shown}\n${faults.join('\n')}`);
}

describe('random programs', () => {
  it.each([
    ['anything', programPieces, LEAST_PAINTS],
    ['everyday', everydayPieces, LEAST_EVERYDAY_PAINTS],
  ] as const)(
    'ANSI-O1: %s: only our rows tell the filtered terminal from the raw one',
    (_, arbitrary, leastPaints) => {
      let exact = 0;
      let paints = 0;
      fc.assert(
        fc.property(rigSize, arbitrary, (size, pieces) => {
          const result = played(size, pieces);
          if (result.exact) exact += 1;
          paints += result.paints;
          const texts = pieces.map((piece) => new TextDecoder().decode(piece));
          report(size, texts, result.faults);
        }),
        { numRuns: RUNS, seed: SEED },
      );
      // Most programs must be compared whole, and be painted over again and again.
      expect(exact).toBeGreaterThan(RUNS * LEAST_EXACT_SHARE);
      expect(paints).toBeGreaterThan(RUNS * leastPaints);
    },
  );

  it('ANSI-O32: after resizes at any moment a redraw is exact again, and our rows are whole', () => {
    const part = fc.record({ size: rigSize, steps: fc.array(programStep, { maxLength: 12 }) });
    let compared = 0;
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 5 }), (parts) => {
        compared += 1;
        report('resizes', parts, faultsAfterResizes(parts));
      }),
      { numRuns: RESIZE_RUNS, seed: SEED },
    );
    expect(compared).toBe(RESIZE_RUNS);
  });
});
