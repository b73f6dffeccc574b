import type { FinalEvent } from '@codex-voice/protocol';
import { describe, expect, test } from 'vitest';
import { FRESH_MS, type Moment, WordsUnderway } from './words-underway.ts';

function final(id: string, atMs = 0, verdict: FinalEvent['verdict'] = 'accepted'): FinalEvent {
  const stamps = { speechEndedMs: atMs, segmentClosedMs: atMs, decodedMs: atMs, journaledMs: atMs };
  const when = { startMs: 0, endMs: 1, endedBy: 'silence', stamps } as const;
  return { type: 'final', utteranceId: id, segmentId: '0', text: `said ${id}`, verdict, ...when };
}

/** Both clocks, of a machine that has not slept since the wall's was at `FROM_MS`. */
const FROM_MS = 1_700_000_000_000;
const at = (monotonicMs: number, sleptMs = 0): Moment => ({
  monotonicMs,
  wallMs: FROM_MS + monotonicMs + sleptMs,
});
const ids = (words: WordsUnderway, nowMs = 0): string[][] =>
  words.again(at(nowMs)).map((message) => message.map(({ id }) => id));

describe('words', () => {
  test('REMOTE-10: told again in their order until their outcome comes, and no longer', () => {
    const words = new WordsUnderway();
    for (const id of ['a', 'b', 'c']) words.heard(final(id), at(0));
    words.settled('b');
    words.settled('never heard');
    expect(ids(words)).toEqual([['a', 'c']]);
    expect(ids(words)).toEqual([['a', 'c']]);
    words.settled('a');
    words.settled('c');
    expect([ids(words), words.count]).toEqual([[], 0]);
  });

  test('REMOTE-10: what was not accepted is nobody’s', () => {
    const words = new WordsUnderway();
    words.heard(final('a', 0, 'rejected'), at(0));
    expect(words.count).toBe(0);
  });

  test('REMOTE-10: a message holds 64', () => {
    const words = new WordsUnderway();
    for (let n = 0; n < 130; n += 1) words.heard(final(String(n)), at(0));
    expect(ids(words).map((message) => message.length)).toEqual([64, 64, 2]);
    expect(ids(words).flat()).toEqual(Array.from({ length: 130 }, (_, n) => String(n)));
  });

  test('REMOTE-11: after ten minutes it is late', () => {
    const words = new WordsUnderway();
    words.heard(final('a', 1_000), at(1_000));
    expect(words.again(at(1_000 + FRESH_MS - 1))[0]?.[0]).toMatchObject({ age: 'fresh' });
    expect(words.again(at(1_000 + FRESH_MS))[0]?.[0]).toMatchObject({
      age: 'late',
      text: 'said a',
    });
  });

  test('REMOTE-11: found on disk, its age is what the disk says', () => {
    const words = new WordsUnderway();
    words.found(
      [
        { id: 'a', text: 'old', speechEndedMs: 1, age: 'late' },
        { id: 'b', text: 'new', speechEndedMs: 2, age: 'fresh' },
      ],
      at(3),
    );
    expect(words.again(at(3))[0]?.map(({ age }) => age)).toEqual(['late', 'fresh']);
  });

  test('REMOTE-11: time that the machine slept counts', () => {
    const words = new WordsUnderway();
    words.heard(final('a', 1_000), at(2_000));
    words.found([{ id: 'b', text: 'new', speechEndedMs: 500, age: 'fresh' }], at(2_000));
    const ages = (sleptMs: number) =>
      words.again(at(3_000, sleptMs))[0]?.map(({ id, age }) => [id, age]);
    expect(ages(FRESH_MS - 2_501)).toEqual([
      ['a', 'fresh'],
      ['b', 'fresh'],
    ]);
    expect(ages(FRESH_MS - 2_500)).toEqual([
      ['a', 'fresh'],
      ['b', 'late'],
    ]);
    expect(ages(FRESH_MS)?.map(([, age]) => age)).toEqual(['late', 'late']);
  });

  test('REMOTE-11: a clock that was set back makes nothing younger', () => {
    const words = new WordsUnderway();
    words.heard(final('a', 0), at(0));
    expect(words.again(at(FRESH_MS, -FRESH_MS))[0]?.[0]).toMatchObject({ age: 'late' });
  });
});
