import type { HostRequest } from '@codex-voice/protocol';
import { expect, test } from 'vitest';
import { HostQuestions } from './host-questions.ts';

const status = (requestId: string): HostRequest => ({ type: 'status', requestId });

function world(patienceMs: number) {
  const sent: HostRequest[] = [];
  const questions = new HostQuestions((request) => sent.push(request), patienceMs);
  const answer = (index: number, message: string): void => {
    const request = sent[index];
    if (request === undefined || !('requestId' in request)) throw new RangeError('not asked');
    const { requestId } = request;
    questions.accept({ type: 'answer', requestId, answer: { kind: 'refused', message } });
  };
  return { questions, sent, answer };
}

test('each answer goes to its question, in whatever order they come', async () => {
  const { questions, answer } = world(60_000);
  const replies = [questions.ask(status), questions.ask(status)];
  answer(1, 'second');
  answer(0, 'first');
  answer(0, 'again');
  expect(await Promise.all(replies)).toEqual([
    { kind: 'refused', message: 'first' },
    { kind: 'refused', message: 'second' },
  ]);
});

test('a host that says nothing is silent, and a late answer changes nothing', async () => {
  const { questions, answer } = world(1);
  expect(await questions.ask(status)).toEqual({ kind: 'silent' });
  answer(0, 'late');
});

test('a host that goes away answers nothing any more', async () => {
  const { questions, sent } = world(60_000);
  const open = questions.ask(status);
  questions.closed();
  expect(await open).toEqual({ kind: 'gone' });
  expect(await questions.ask(status)).toEqual({ kind: 'gone' });
  expect(sent).toHaveLength(1);
});
