// Moments of a recording in its film, whose rests are cut.
import type { CastEvent } from '@codex-voice/recording';
import { expect, test } from 'vitest';
import { filmOf, shownMs } from './replay-film.ts';

const header = { version: 3 as const, size: { columns: 80, rows: 24 } };
const events: readonly CastEvent[] = [1_000, 61_000, 62_000, 122_000].map((atMs, index) => ({
  ...{ atMs, code: 'm', data: `mark ${index + 1}` },
}));

test('a moment as it was is where its mark is shown, and one in a rest that was cut is at its end', () => {
  const film = filmOf({ header, events }, 2_000);
  const shown = film.marks.map(({ atMs }) => atMs);
  expect(shown).toEqual([1_000, 3_000, 4_000, 6_000]);
  expect(events.map(({ atMs }) => shownMs(film, atMs))).toEqual(shown);
  expect([0, 2_500, 40_000, 61_500].map((atMs) => shownMs(film, atMs))).toEqual([
    0, 2_500, 3_000, 3_500,
  ]);
});

test('where no rest is cut a moment stays', () => {
  const film = filmOf({ header, events }, Number.POSITIVE_INFINITY);
  expect([0, 40_000, 122_000].map((atMs) => shownMs(film, atMs))).toEqual([0, 40_000, 122_000]);
});
