// Real programs, recorded with their resizes, look through the filter as they look without it.
import { describe, expect, it } from 'vitest';
import { loadRecordings } from './load-recordings.ts';
import { outcomeOf } from './play.ts';
import { ourFilter } from './schemes.ts';

const SEEDS = [1, 2, 3];
/** Typical reads from a PTY are up to 4 KB; short pieces cut more sequences. */
const LONGEST_PIECE_BYTES = 300;
const PAINT_SHARE = 0.3;

const recordings = loadRecordings();

describe('recordings of real programs', () => {
  it('cover the agents and the programs that people run beside them', () => {
    const names = [...recordings.keys()].sort();
    expect(names).toEqual(['bash', 'claude', 'codex', 'htop', 'less', 'mc', 'nano', 'tmux', 'vim']);
  });

  for (const [name, cast] of recordings) {
    it(`${name} as it was recorded, painted after each read`, () => {
      const outcome = outcomeOf({
        cast,
        scheme: ourFilter,
        cutting: { kind: 'as-recorded' },
        seed: 0,
        paintShare: 1,
      });
      expect(outcome.differences).toEqual([]);
      expect(outcome.guessedPlaces).toBe(0);
      expect(outcome.paints).toBeGreaterThan(5);
    });

    it(`${name} cut at random, painted at random`, () => {
      for (const seed of SEEDS) {
        const cutting = { kind: 'random', longest: LONGEST_PIECE_BYTES } as const;
        const outcome = outcomeOf({
          cast,
          scheme: ourFilter,
          cutting,
          seed,
          paintShare: PAINT_SHARE,
        });
        expect(outcome.differences, `seed ${seed}`).toEqual([]);
        expect(outcome.guessedPlaces).toBe(0);
      }
    });
  }

  it('one byte at a time', () => {
    const cast = recordings.get('tmux');
    if (cast === undefined) throw new Error('the recording of tmux is missing');
    const outcome = outcomeOf({
      cast,
      scheme: ourFilter,
      cutting: { kind: 'each-byte' },
      seed: 1,
      paintShare: 0.1,
    });
    expect(outcome.differences).toEqual([]);
  });
});
