// The agent's work is told once for each prompt it was sent, whichever of the two is seen first.
import { beforeEach, expect, test } from 'vitest';
import { AgentWork, WORK_WITHIN_MS } from './agent-work.ts';

let begun: number;
let work: AgentWork;
beforeEach(() => {
  begun = 0;
  work = new AgentWork(() => {
    begun += 1;
  });
});

const composer = { kind: 'composer', text: '' } as const;
const busy = { kind: 'busy' } as const;

test('CONTROL-50: work after a sent prompt is told once, whichever is seen first', () => {
  work.sent(0);
  expect(begun).toBe(0);
  work.screen(busy, 100);
  work.screen(busy, 200);
  expect(begun).toBe(1);
  work.sent(300);
  expect(begun).toBe(2);
});

test('CONTROL-50: work of nobody, and work long after a prompt, is not told', () => {
  work.screen(busy, 0);
  work.screen(composer, 100);
  work.sent(200);
  work.screen(busy, 201 + WORK_WITHIN_MS);
  expect(begun).toBe(0);
});
