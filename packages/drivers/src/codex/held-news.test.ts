// What is heard of a thread while it is taken up waits for the answer to that, within bounds.
import { expect, test } from 'vitest';
import { FollowedThread } from './followed-thread.ts';
import { HeldNews } from './held-news.ts';

const followed = () => new FollowedThread({ threadId: 't', cwd: '/', nowMs: 0, past: [] });

test('CODEX-1: what is heard of the thread waits, and of another or of none it does not', () => {
  const thread = followed();
  const held = new HeldNews(thread);
  const told: string[] = [];
  expect(held.keeps(followed(), () => told.push('other'))).toBe(false);
  expect(held.keeps(undefined, () => told.push('none'))).toBe(false);
  expect(held.keeps(thread, () => told.push('one'))).toBe(true);
  expect(held.keeps(thread, () => told.push('two'))).toBe(true);
  held.status(thread, { kind: 'status', activity: 'idle' });
  expect(told).toEqual([]);
  held.tell((event) => told.push(event.kind));
  expect(told).toEqual(['one', 'two', 'status']);
});

test('CODEX-1 bug: what was heard while a conversation was taken up was kept without a bound; beyond it all is told at once, in order', () => {
  const thread = followed();
  const held = new HeldNews(thread);
  const told: number[] = [];
  /** As who hears it does: it is told once it may be. */
  const hear = (count: number): void => {
    if (!held.keeps(thread, () => hear(count))) told.push(count);
  };
  for (let count = 1; count <= 4_096; count += 1) hear(count);
  expect(told).toEqual([]);
  for (let count = 4_097; count <= 5_000; count += 1) hear(count);
  const all = Array.from({ length: 5_000 }, (_, index) => index + 1);
  expect(told).toEqual(all);
  held.tell(() => undefined);
  expect(told).toEqual(all);
});
