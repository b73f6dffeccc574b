// Two sources of one conversation: what either has told, the other does not tell again.
import { expect, test } from 'vitest';
import type { AgentEvent } from '../agent-events.ts';
import { ClaudeConversation, type ConversationFacts } from './claude-conversation.ts';

function begun(past: Pick<Partial<ConversationFacts>, 'told' | 'lastWords'> = {}): {
  readonly conversation: ClaudeConversation;
  readonly spoken: () => readonly string[];
  readonly ended: () => readonly string[];
} {
  const events: AgentEvent[] = [];
  const conversation = new ClaudeConversation({
    threadId: 'thread',
    sinceMs: 0,
    ...{ told: [], ...past },
    tell: (event) => events.push(event),
    resulted: () => undefined,
  });
  const spoken = (): readonly string[] =>
    events.flatMap((event) => (event.kind === 'item-completed' ? [event.item.text] : []));
  const ended = (): readonly string[] =>
    events.flatMap((event) =>
      event.kind === 'turn-failed' ? [`${event.turnId}: ${event.message}`] : [],
    );
  return { conversation, spoken, ended };
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

test('CLAUDE-9: last words that a driver told as a hook had them, and did not live to read, are not told by the next one', () => {
  const said = (uuid: string, text: string) => ({ kind: 'said', uuid, atMs: 1, text }) as const;
  const { conversation, spoken } = begun({
    told: ['turn p', 'item p/prompt', 'item p/last', 'end p'],
    lastWords: new Map([['p', 'Heard: one\n']]),
  });
  conversation.entry({ kind: 'prompt', uuid: 'a', atMs: 1, promptId: 'p', text: 'one' });
  conversation.entry(said('b', 'First I look.'));
  conversation.entry(said('c', 'Heard: one'));
  conversation.entry({ kind: 'prompt', uuid: 'd', atMs: 1, promptId: 'q', text: 'two' });
  conversation.entry(said('e', 'Heard: one'));
  expect(spoken()).toEqual(['First I look.', 'two', 'Heard: one']);
});

test('CLAUDE-4: a failure that overtakes its prompt fails that turn once, and one that comes late none', () => {
  const { conversation, ended } = begun();
  const failure = { promptId: 'p', message: 'No.' };
  conversation.failed(failure);
  conversation.submitted({ promptId: 'p', text: 'one' });
  conversation.submitted({ promptId: 'q', text: 'two' });
  conversation.failed(failure);
  expect(conversation.runningTurnId).toBe('q');
  expect(ended()).toEqual(['p: No.']);
});
