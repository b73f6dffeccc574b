import type { FinalEvent } from '@codex-voice/protocol';
import { describe, expect, test } from 'vitest';
import { FRESH_MS, WordsUnderway } from './words-underway.ts';

function final(id: string, atMs = 0, verdict: FinalEvent['verdict'] = 'accepted'): FinalEvent {
  const stamps = { speechEndedMs: atMs, segmentClosedMs: atMs, decodedMs: atMs, journaledMs: atMs };
  const when = { startMs: 0, endMs: 1, endedBy: 'silence', stamps } as const;
  return { type: 'final', utteranceId: id, segmentId: '0', text: `said ${id}`, verdict, ...when };
}

const ids = (words: WordsUnderway, nowMs = 0): string[][] =>
  words.again(nowMs).map((message) => message.map(({ id }) => id));

describe('words', () => {
  test('REMOTE-10: told again in their order until their outcome comes, and no longer', () => {
    const words = new WordsUnderway();
    for (const id of ['a', 'b', 'c']) words.heard(final(id));
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
    words.heard(final('a', 0, 'rejected'));
    expect(words.count).toBe(0);
  });

  test('REMOTE-10: a message holds 64', () => {
    const words = new WordsUnderway();
    for (let n = 0; n < 130; n += 1) words.heard(final(String(n)));
    expect(ids(words).map((message) => message.length)).toEqual([64, 64, 2]);
    expect(ids(words).flat()).toEqual(Array.from({ length: 130 }, (_, n) => String(n)));
  });

  test('REMOTE-11: after ten minutes it is late', () => {
    const words = new WordsUnderway();
    words.heard(final('a', 1_000));
    expect(words.again(1_000 + FRESH_MS - 1)[0]?.[0]).toMatchObject({ age: 'fresh' });
    expect(words.again(1_000 + FRESH_MS)[0]?.[0]).toMatchObject({ age: 'late', text: 'said a' });
  });

  test('REMOTE-11: found on disk, its age is what the disk says', () => {
    const words = new WordsUnderway();
    words.found([
      { id: 'a', text: 'old', speechEndedMs: 1, age: 'late' },
      { id: 'b', text: 'new', speechEndedMs: 2, age: 'fresh' },
    ]);
    expect(words.again(3)[0]?.map(({ age }) => age)).toEqual(['late', 'fresh']);
  });
});
