// Words as answers: which approval they are about, and the second one for what is risky.
import { expect, test } from 'vitest';
import type { Approval, ApprovalRisk } from './approval.ts';
import { CONFIRM_WITHIN_MS, HEARD_AFTER_MS, SpokenAnswers } from './spoken-answers.ts';

function approval(id: string, risk?: ApprovalRisk): Approval {
  const asked = { approvalId: id, subject: 'command', text: 'x', decisions: ['accept'] } as const;
  const common = {
    id,
    asked,
    askedAtMs: 0,
    openSinceMs: 0,
    nextSinceMs: 0,
    state: { kind: 'open' },
  } as const;
  return risk === undefined ? common : { ...common, risk };
}

const LATER = HEARD_AFTER_MS;

test('APPROVAL-30: a word counts for the oldest that was there before it was said', () => {
  const spoken = new SpokenAnswers();
  const early = spoken.said('approve', { first: undefined, nowMs: LATER });
  expect(early).toEqual({ kind: 'refused', why: 'nothing-asked' });
  for (const word of ['approve', 'deny'] as const) {
    const hasty = spoken.said(word, { first: approval('a1'), nowMs: LATER - 1 });
    expect(hasty).toEqual({ kind: 'refused', why: 'just-asked' });
    const answer = spoken.said(word, { first: approval('a1'), nowMs: LATER });
    expect(answer).toEqual({ kind: 'answer', id: 'a1', answer: word });
  }
});

test('APPROVAL-31: what is risky is approved by another word within its time, and denied by one', () => {
  const risky = approval('a1', 'destructive');
  const spoken = new SpokenAnswers();
  expect(spoken.said('deny', { first: risky, nowMs: LATER })).toEqual({
    kind: 'answer',
    id: 'a1',
    answer: 'deny',
  });
  expect(spoken.said('confirm', { first: risky, nowMs: LATER }).kind).toBe('refused');
  expect(spoken.said('approve', { first: risky, nowMs: LATER })).toEqual({
    kind: 'second-word',
    approval: risky,
  });
  expect(spoken.awaited(LATER)).toBe('a1');
  // The same word again is no second word.
  expect(spoken.said('approve', { first: risky, nowMs: LATER + 1 }).kind).toBe('second-word');
  const confirmed = spoken.said('confirm', { first: risky, nowMs: LATER + CONFIRM_WITHIN_MS });
  expect(confirmed).toEqual({ kind: 'answer', id: 'a1', answer: 'approve' });
  expect(spoken.said('confirm', { first: risky, nowMs: LATER + CONFIRM_WITHIN_MS }).kind).toBe(
    'refused',
  );
});

test('APPROVAL-31: too late, about another one, or after another word it confirms nothing', () => {
  const risky = approval('a1', 'network');
  const spoken = new SpokenAnswers();
  spoken.said('approve', { first: risky, nowMs: LATER });
  expect(spoken.said('confirm', { first: risky, nowMs: LATER + CONFIRM_WITHIN_MS }).kind).toBe(
    'refused',
  );
  spoken.said('approve', { first: risky, nowMs: LATER });
  expect(spoken.said('confirm', { first: approval('a2', 'network'), nowMs: LATER }).kind).toBe(
    'refused',
  );
  expect(spoken.said('confirm', { first: risky, nowMs: LATER }).kind).toBe('refused');
  spoken.said('approve', { first: risky, nowMs: LATER });
  expect(spoken.said('confirm', { first: undefined, nowMs: LATER }).kind).toBe('refused');
});
