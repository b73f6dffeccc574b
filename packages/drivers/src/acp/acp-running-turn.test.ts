// What an agent's refusal of a prompt means.
import { expect, test } from 'vitest';
import type { PromptResult } from '../agent-driver.ts';
import type { AgentEvent } from '../agent-events.ts';
import { RunningTurn } from './acp-running-turn.ts';

function refused(code: number, offersSignIn: boolean) {
  const events: AgentEvent[] = [];
  const results: PromptResult[] = [];
  const running = new RunningTurn({
    prompt: { promptId: 'one', text: 'one' },
    offersSignIn,
    tell: (event) => events.push(event),
    settle: (result) => results.push(result),
  });
  running.over({ kind: 'refused', code, message: 'the model is away' });
  return { result: results.map(({ kind }) => kind), last: events.at(-1)?.kind };
}

test.each([
  [-32_000, true],
  [-32_601, false],
  [-32_602, false],
])('ACP-2: after %i nothing has happened, signing in offered: %s', (code, offersSignIn) => {
  expect(refused(code, offersSignIn)).toEqual({ result: ['refused'], last: 'prompt' });
});

test('ACP-2: the code for signing in, of an agent that knows none, is a failed turn', () => {
  expect(refused(-32_000, false)).toEqual({ result: ['taken'], last: 'turn-failed' });
});
