import { expect, test } from 'vitest';
import { askedWithin, reasonOf } from './asked.ts';

test('an answer, a refusal and a silence are told apart, and a silence is ended', async () => {
  expect(await askedWithin(1_000, async () => 7)).toEqual({ kind: 'told', value: 7 });
  const broken = await askedWithin(1_000, async () => {
    throw new Error('two\nlines', { cause: new Error('deeper') });
  });
  expect(broken).toEqual({ kind: 'failed', why: 'two lines: deeper' });
  let wasAborted = false;
  const silent = await askedWithin(20, async (signal) => {
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    wasAborted = true;
  });
  expect(silent).toEqual({ kind: 'late', afterMs: 20 });
  expect(wasAborted).toBe(true);
});

test('a reason is one line of bounded length, whatever was thrown', () => {
  const circle = new Error('round');
  circle.cause = circle;
  expect(reasonOf(circle)).toBe('round: round: round: round: round');
  expect(reasonOf('x'.repeat(5_000))).toHaveLength(300);
});
