// What the guide to tools shows as their answers is what they answer.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { listedDocument, questionDocument, stateDocument } from './answers.ts';
import { toldUtterances } from './transcripts.ts';

const page = readFileSync(new URL('../../../../docs/mcp.md', import.meta.url), 'utf8');
const [answered, unanswered, session, transcripts] = Array.from(
  page.matchAll(/```json\n([\s\S]*?)```/gu),
  ([, text = '']): unknown => JSON.parse(text),
);

const AT = '2026-01-31T09:30:00.000Z';
const ROW = {
  sessionId: 'codex-k3fa',
  agent: 'Codex',
  cwd: '/path/of/a/project',
  state: 'idle',
  columns: 80,
  rows: 23,
  startedAtMs: Date.parse(AT),
  terminals: 1,
  held: true,
  queued: 1,
  keeperMemoryBytes: 42_000_000,
} as const;

test('the answers to a question', () => {
  const answer = {
    requestId: 'r1',
    kind: 'answered',
    text: 'the second one',
    by: 'voice',
  } as const;
  expect(questionDocument(answer)).toEqual(answered);
  const none = { requestId: 'r1', kind: 'unanswered', why: 'timed-out' } as const;
  expect(questionDocument(none)).toEqual(unanswered);
});

test('the state of a session, and of one among others', () => {
  const waiting = {
    id: 'p1',
    text: 'Run the tests.',
    intent: 'send',
    origin: 'voice',
    queuedAtMs: 0,
    state: 'waiting',
  } as const;
  expect(stateDocument(ROW, [waiting])).toEqual(session);
  expect(listedDocument(ROW, 'codex-k3fa')).toMatchObject({ session: 'codex-k3fa', own: true });
  expect(listedDocument(ROW, undefined)).not.toHaveProperty('queue');
});

test('what was said', () => {
  const record = {
    type: 'transcript',
    id: '…',
    at: AT,
    audio: '',
    sessionId: 'codex-k3fa',
    text: 'run the tests',
    verdict: 'accepted',
    recognizer: 'phrases-en',
    durationMs: 1,
    sourceEndMs: 1,
    speechEndedMs: 1,
    closedMs: 1,
    decodedMs: 1,
  } as const;
  const outcome = { type: 'outcome', id: '…', at: AT, outcome: 'composed', latencyMs: 1 } as const;
  expect(toldUtterances([record, outcome], 'codex-k3fa')).toEqual(transcripts);
});
