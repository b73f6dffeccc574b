// What the debug panel tells of what is under way.
import type { HudModel } from '@codex-voice/overlay';
import type { QueueEntry } from '@codex-voice/protocol';
import { expect, test } from 'vitest';
import { standing } from './standing-rows.ts';

const model = (state: HudModel['voice']['state'], agent: HudModel['agent']['state']): HudModel => ({
  agent: { name: 'codex', state: agent, rung: 'structured' },
  voice: { state, meter: { heights: [], level: 0, slotAgeMs: 0 } },
  ...{ partial: state === 'hearing' ? 'run the tests' : '', queueLength: 0, keyHints: [] },
});

const facts = (queue: readonly QueueEntry[]): Parameters<typeof standing>[0] => ({
  ...{ sessionId: 'codex-a1b2', role: 'holder', mode: 'tap', intent: 'send' },
  ...{ queue, approvals: [], nowMs: 10_000 },
});

const prompt = (id: string): QueueEntry => ({
  ...{ id, text: 'run all the tests\nof this project', intent: 'send', origin: 'voice' },
  ...{ queuedAtMs: 4_000, state: 'waiting', why: 'busy' },
});

test('nothing is under way', () => {
  const { now, jobs } = standing(facts([]), model('ready', 'idle'));
  expect(jobs).toEqual([]);
  expect(now[1]).toEqual({ what: 'agent', does: 'codex idle · structured' });
});

test('what the agent asks on its screen alone is told once, and not as nothing asked', () => {
  const { now, jobs } = standing(facts([prompt('1')]), model('ready', 'dialog'));
  expect(now.at(-1)).toEqual({ what: 'waiting', does: '1 prompt' });
  expect(jobs[0]).toEqual({ what: 'agent', does: 'asks, and waits' });
});

test('words that are heard, a turn, and prompts with their age and what they wait for', () => {
  const { jobs } = standing(facts([prompt('1')]), model('hearing', 'busy'));
  expect(jobs).toEqual([
    { what: 'voice', does: 'somebody is heard: run the tests' },
    { what: 'agent', does: 'works on a turn' },
    { what: 'prompt waiting', does: '6 s · send · voice (busy) · run all the tests of thi…' },
  ]);
});

test('of many prompts the first are told, and how many more there are', () => {
  const queue = ['1', '2', '3', '4', '5', '6'].map(prompt);
  const { jobs } = standing(facts(queue), model('ready', 'idle'));
  expect(jobs.at(-1)?.does).toBe('2 prompts more');
  expect(jobs).toHaveLength(5);
});
