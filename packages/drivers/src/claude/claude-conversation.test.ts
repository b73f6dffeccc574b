// Two sources of one conversation: what either has told, the other does not tell again.
import { expect, test } from 'vitest';
import type { AgentEvent } from '../agent-events.ts';
import { ClaudeConversation } from './claude-conversation.ts';

function begun(): { conversation: ClaudeConversation; spoken: () => readonly string[] } {
  const events: AgentEvent[] = [];
  const conversation = new ClaudeConversation({
    threadId: 'thread',
    sinceMs: 0,
    told: [],
    tell: (event) => events.push(event),
    resulted: () => undefined,
  });
  const spoken = (): readonly string[] =>
    events.flatMap((event) => (event.kind === 'item-completed' ? [event.item.text] : []));
  return { conversation, spoken };
}

test('last words that stood in lines of no known turn are not told by the hook again', () => {
  const { conversation, spoken } = begun();
  conversation.submitted({ promptId: 'p', text: 'hello' });
  conversation.entry({ kind: 'said', uuid: 'a', atMs: 1, text: 'Heard: hello' });
  conversation.stopped({ promptId: 'p', lastMessage: 'Heard: hello' });
  conversation.settle();
  expect(spoken()).toEqual(['hello', 'Heard: hello']);
  expect(conversation.runningTurnId).toBeUndefined();
});

test('the same answer to the next prompt is told, by whichever is first', () => {
  const { conversation, spoken } = begun();
  conversation.submitted({ promptId: 'p', text: 'one' });
  conversation.entry({ kind: 'said', uuid: 'a', atMs: 1, text: 'Yes.' });
  conversation.stopped({ promptId: 'p', lastMessage: 'Yes.' });
  conversation.settle();
  conversation.submitted({ promptId: 'q', text: 'two' });
  conversation.stopped({ promptId: 'q', lastMessage: 'Yes.' });
  conversation.settle();
  conversation.entry({ kind: 'said', uuid: 'b', atMs: 2, text: 'Yes.' });
  expect(spoken()).toEqual(['one', 'Yes.', 'two', 'Yes.']);
});
