import type { KeptEntry } from '@codex-voice/protocol';
import { expect, test } from 'vitest';
import { keptList } from './kept-list.ts';

const KEPT: KeptEntry = {
  id: 'one',
  number: 12,
  text: 'explain what the second half of the parser does and why it is there at all, please',
  intent: 'send',
  origin: 'voice',
  reached: 'perhaps',
  because: 'agent-ended',
  session: 'codex-k3fa',
  folder: '/h/me/code/on/a/project',
  saidAtMs: Date.UTC(2026, 0, 31, 9, 30),
  keptAtMs: Date.UTC(2026, 0, 31, 9, 30),
};

test('a row of what is kept was broken in the middle of a word at the edge of the terminal', () => {
  const [text = '', ...facts] = keptList([KEPT], { home: '/h/me', columns: 48 })
    .trimEnd()
    .split('\n');
  expect(text).toBe('k12  explain what the second half of the parser…');
  for (const line of facts) expect(line.length).toBeLessThanOrEqual(48);
  expect(facts.slice(0, 3)).toEqual([
    '     to be sent',
    '     left when codex-k3fa ended, which may have',
    '       it',
  ]);
  // A time is one thing.
  expect(facts[3]).toMatch(/^ {5}in ~\/code\/on\/a\/project · 2026-\d\d-\d\d \d\d:\d\d$/u);
});

test('a program gets two lines for each', () => {
  const list = keptList([KEPT], { home: '/h/me', columns: undefined });
  expect(list.split('\n')).toHaveLength(3);
  expect(list).toContain('to be sent · left when codex-k3fa ended, which may have it · in ~/');
});
