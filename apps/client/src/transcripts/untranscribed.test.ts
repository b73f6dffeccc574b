// An utterance waits for its words exactly as long as it has none.
import type { JournalRecord } from '@codex-voice/protocol';
import { expect, test } from 'vitest';
import { Untranscribed } from './untranscribed.ts';

function spoken(id: string, at: string, failure?: 'died' | 'unreachable'): JournalRecord {
  return {
    type: 'transcript',
    id,
    at,
    text: failure === undefined ? 'words' : '',
    verdict: failure === undefined ? 'accepted' : 'rejected',
    ...(failure === undefined ? {} : { failure: { code: failure, message: 'no answer' } }),
    recognizer: 'any',
    audio: `audio/${id}.wav`,
    durationMs: 1,
    sourceEndMs: 1,
    speechEndedMs: 1,
    closedMs: 1,
    decodedMs: 1,
  };
}

function heardAgain(id: string): JournalRecord {
  return { type: 'again', id, at: '2026-03-02T00:00:00Z', text: 'words', recognizer: 'any' };
}

function journalOf(records: readonly JournalRecord[]): Untranscribed {
  const journal = new Untranscribed();
  for (const record of records) journal.accept(record);
  return journal;
}

const RECORDS = [
  spoken('b1', '2026-03-01T12:00:00Z', 'died'),
  spoken('a1', '2026-03-01T11:00:00Z', 'unreachable'),
  spoken('a2', '2026-03-01T10:00:00Z'),
];

test('PROTOCOL-22 only failures wait, the oldest first, until they are heard again', () => {
  expect(journalOf(RECORDS).waiting.map(({ id }) => id)).toEqual(['a1', 'b1']);
  const done = journalOf([...RECORDS, heardAgain('a1')]);
  expect(done.waiting.map(({ id }) => id)).toEqual(['b1']);
  expect(journalOf([heardAgain('a1'), ...RECORDS]).waiting.map(({ id }) => id)).toEqual(['b1']);
});

test('an utterance is named by the beginning of its id, and a wrong name is told why', () => {
  const journal = journalOf([...RECORDS, spoken('b2', '2026-03-01T09:00:00Z', 'died')]);
  expect(journal.named(['b1', 'a', 'b1']).chosen.map(({ id }) => id)).toEqual(['a1', 'b1']);
  const { chosen, faults } = journalOf([...RECORDS, heardAgain('b1')]).named(['b', 'x']);
  expect(chosen).toEqual([]);
  expect(faults[0]).toContain('b has its words already');
  expect(faults[1]).toContain('x is no utterance that waits');
  expect(journal.named(['b']).faults[0]).toContain('begins the names of 2 utterances');
});
