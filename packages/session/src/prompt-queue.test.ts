// The queue's order and bounds.
import { expect, test } from 'vitest';
import {
  type Prompt,
  PromptQueue,
  QUEUE_LIMIT,
  QUEUE_TEXT_LIMIT,
  TEXT_LIMIT,
} from './prompt-queue.ts';
import { editQueue } from './queue-edit.ts';

function prompt(id: string, text = 'words'): Prompt {
  return { id, text, intent: 'compose', origin: 'voice', enqueuedMs: 0 };
}

test('SESSION-1: prompts leave in the order they came', () => {
  const queue = new PromptQueue();
  for (const id of ['a', 'b', 'c']) queue.add(prompt(id));
  expect(queue.remove('b')?.id).toBe('b');
  expect([queue.shift()?.id, queue.shift()?.id, queue.shift()]).toEqual(['a', 'c', undefined]);
});

test('SESSION-2: a full queue and a text too long refuse the new one and keep the old', () => {
  const queue = new PromptQueue();
  for (let index = 0; index < QUEUE_LIMIT; index += 1) queue.add(prompt(`${index}`));
  expect(queue.add(prompt('late'))).toBe('queue-full');
  expect(queue.entries).toHaveLength(QUEUE_LIMIT);
  expect(queue.head?.id).toBe('0');
  expect(new PromptQueue().add(prompt('long', 'x'.repeat(TEXT_LIMIT + 1)))).toBe('too-long');
});

test('SESSION-2: all that waits is bounded together, whether it comes or is edited', () => {
  const queue = new PromptQueue();
  const long = 'x'.repeat(TEXT_LIMIT);
  for (let units = 0; units + TEXT_LIMIT < QUEUE_TEXT_LIMIT; units += TEXT_LIMIT)
    expect(queue.add(prompt(`${units}`, long))).toBe('queued');
  expect(queue.add(prompt('short'))).toBe('queued');
  expect(queue.add(prompt('long', long))).toBe('queue-full');
  expect(editQueue(queue, { do: 'edit', id: '0', text: `${long.slice(1)}y` }).kind).toBe('done');
  expect(editQueue(queue, { do: 'edit', id: 'short', text: 'other' }).kind).toBe('done');
  expect(queue.add(prompt('more', long.slice(5)))).toBe('queued');
  const grown = editQueue(queue, { do: 'edit', id: 'short', text: 'longer' });
  expect(grown).toEqual({ kind: 'refused', why: 'too-long' });
});

test('SESSION-2: what parts a text from the one before it does not count', () => {
  const queue = new PromptQueue();
  const long = 'x'.repeat(TEXT_LIMIT);
  for (let units = 0; units < QUEUE_TEXT_LIMIT; units += TEXT_LIMIT) {
    const joined = { ...prompt(`${units}`, `\n ${long}`), alone: long };
    expect(queue.add(joined)).toBe('queued');
  }
  expect(queue.add(prompt('one', 'x'))).toBe('queue-full');
  expect(editQueue(queue, { do: 'edit', id: '0', text: ` ${long}` }).kind).toBe('done');
  expect(editQueue(queue, { do: 'edit', id: '0', text: ` ${long}y` }).kind).toBe('refused');
  const beyond = { ...prompt('beyond', ` ${long}y`), alone: `${long}y` };
  expect(new PromptQueue().add(beyond)).toBe('too-long');
});

test('SESSION-3: an id is taken once, also after its prompt has left; a refused one may come again', () => {
  const queue = new PromptQueue(1);
  expect(queue.add(prompt('a'))).toBe('queued');
  expect(queue.add(prompt('b'))).toBe('queue-full');
  queue.shift();
  expect(queue.add(prompt('a'))).toBe('duplicate-id');
  expect(queue.add(prompt('b'))).toBe('queued');
});

test('a bound that is no bound is refused', () => {
  expect(() => new PromptQueue(0)).toThrow(RangeError);
});
