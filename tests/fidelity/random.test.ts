// Random programs, cut and painted at random, and resized at random moments.

import { TerminalCrashError } from '@codex-voice/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { castOf, type Outcome, outcomeOf, type Play } from './play.ts';
import { RANDOM_SIZE, randomProgram } from './random-streams.ts';
import { ourFilter } from './schemes.ts';

/** A few seconds' worth; `FIDELITY_RUNS` and `FIDELITY_SEED` hunt for more. */
const RUNS = Number(process.env.FIDELITY_RUNS ?? 300);
const SEED = Number(process.env.FIDELITY_SEED ?? 20_261);
const LONGEST_PIECE_BYTES = 6;
const PAINT_SHARE = 0.4;
/** Terminals disagree about few random programs; were it many, the suite would prove little. */
const LEAST_DECIDED_SHARE = 0.95;

// A stream on which the emulator itself fails, raw, decides nothing: there is nothing to compare.
function outcomeUnlessCrashed(play: Play): Outcome | undefined {
  try {
    return outcomeOf(play);
  } catch (error) {
    if (error instanceof TerminalCrashError) return undefined;
    throw error;
  }
}

describe('random programs', () => {
  it('nobody can tell the filtered terminal from the raw one', () => {
    let plays = 0;
    let decided = 0;
    const property = fc.property(randomProgram, fc.nat(), (steps, seed) => {
      const outcome = outcomeUnlessCrashed({
        cast: castOf(steps.join(''), RANDOM_SIZE),
        scheme: ourFilter,
        cutting: { kind: 'random', longest: LONGEST_PIECE_BYTES },
        seed,
        paintShare: PAINT_SHARE,
        // Below a region the filter itself breaks the line: the cells are right, the join is lost.
        wrapping: 'ignored',
      });
      plays += 1;
      if (outcome === undefined || outcome.guessedPlaces > 0) return;
      decided += 1;
      expect(outcome.differences).toEqual([]);
    });
    fc.assert(property, { numRuns: RUNS, seed: SEED });
    expect(decided / plays).toBeGreaterThan(LEAST_DECIDED_SHARE);
  });
});
