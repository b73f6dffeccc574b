// The mark to leave behind: the scheme of old, scored on the same streams as ours.
import type { Cast } from '@codex-voice/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadRecordings } from './load-recordings.ts';
import { castOf, castOfWrites, outcomeOf, type Play, screensRight } from './play.ts';
import { RANDOM_SIZE, randomProgram } from './random-streams.ts';
import { RULE_STREAMS } from './rule-streams.ts';
import { ourFilter, type SchemeFactory, shrinkAndPaint } from './schemes.ts';

/** Screens looked at in each recording. */
const MOMENTS = 20;
const RANDOM_PROGRAMS = 200;
const SEED = 20_262;

// Kind to the old scheme: it is cut where the program's writes ended, and painted only there.
const play = (scheme: SchemeFactory, cast: Cast): Play => ({
  cast,
  scheme,
  cutting: { kind: 'as-recorded' },
  seed: 1,
  paintShare: 1,
  wrapping: 'ignored',
});

interface Score {
  right: number;
  total: number;
}

function score(scheme: SchemeFactory, casts: readonly Cast[], moments: number): Score {
  const results = casts.map((cast) => screensRight(play(scheme, cast), moments));
  return {
    right: results.reduce((sum, { right }) => sum + right, 0),
    total: results.reduce((sum, { total }) => sum + total, 0),
  };
}

const casts: Readonly<Record<string, readonly [casts: readonly Cast[], moments: number]>> = {
  recordings: [[...loadRecordings().values()], MOMENTS],
  'rule streams': [Object.values(RULE_STREAMS).map((stream) => castOf(stream)), 1],
  'random programs': [
    fc
      .sample(randomProgram, { numRuns: RANDOM_PROGRAMS, seed: SEED })
      .map((steps) => castOfWrites(steps, RANDOM_SIZE))
      // Where terminals disagree about a width there is no right screen to be had.
      .filter((cast) => outcomeOf(play(ourFilter, cast)).guessedPlaces === 0),
    1,
  ],
};

describe('the scheme of old on the same screens', () => {
  for (const [name, [streams, moments]] of Object.entries(casts)) {
    it(`${name}: it spoils some, the filter none`, () => {
      const old = score(shrinkAndPaint, streams, moments);
      const ours = score(ourFilter, streams, moments);
      console.log(
        `${name}, screens right: shrink-and-paint ${old.right} of ${old.total}, filter ${ours.right}`,
      );
      expect(ours.right).toBe(ours.total);
      expect(old.right).toBeLessThan(ours.right);
    });
  }
});
