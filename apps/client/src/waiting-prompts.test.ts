// Prompts that waited when their agent ended, in whichever order host and keeper tell it.
import type { QueueEntry, SessionEvent } from '@codex-voice/protocol';
import { expect, test } from 'vitest';
import { WaitingPrompts } from './waiting-prompts.ts';

const entry = (id: string, state: QueueEntry['state']): QueueEntry => ({
  ...{ id, state, text: 'run the tests' },
  ...{ intent: 'send', origin: 'say', queuedAtMs: 0 },
});
const dropped = (id: string, why: string): SessionEvent => ({
  ...{ type: 'delivery', id, text: 'run the tests', state: 'dropped', why },
});

test('those that wait are counted, and those that the agent has ended with whatever is told of the queue', () => {
  const prompts = new WaitingPrompts();
  const tell = (...events: readonly SessionEvent[]): number => {
    for (const event of events) prompts.session(event);
    return prompts.count;
  };
  const entries = [entry('a', 'waiting'), entry('b', 'queued'), entry('c', 'composed')];
  expect(tell({ type: 'queue', entries })).toBe(2);
  expect(tell(dropped('a', 'cancelled'))).toBe(2);
  expect(tell({ type: 'queue', entries: [entry('b', 'waiting')] })).toBe(1);
  expect(tell(dropped('b', 'agent-ended'))).toBe(1);
  expect(tell({ type: 'queue', entries: [] })).toBe(1);
});
