// What is typed of a text that was joined to another one, depending on what stands in the composer then.
import { expect, test } from 'vitest';
import { Delivery } from './delivery.ts';

const FACTS = { shadowCaughtUp: true, bracketedPaste: true, inputAtRest: true };
const PROMPT = { intent: 'compose', origin: 'say', enqueuedMs: 0 } as const;
const JOINED = { ...PROMPT, id: 'a', text: ' more', alone: 'more\u0003' };

/** What is typed into a composer that shows `text` up to the cursor. */
function typed(delivery: Delivery, text: string, cursorOffset = text.length): string {
  const screen = { kind: 'composer', text, cursorOffset } as const;
  const { writes } = delivery.observe({ ...FACTS, screen, nowMs: 1_000 });
  return writes.map(({ bytes }) => new TextDecoder().decode(bytes)).join('');
}

function waiting(): Delivery {
  const delivery = new Delivery();
  delivery.enqueue(JOINED);
  return delivery;
}

const pasted = (text: string): string => `\u001b[200~${text}\u001b[201~`;

test('SESSION-13: a joined text begins anew where nothing stands before it', () => {
  expect(typed(waiting(), 'some')).toBe(pasted(' more'));
  expect(typed(waiting(), '')).toBe(pasted('more'));
  expect(typed(waiting(), 'behind', 0)).toBe(pasted('more'));
});

test('SESSION-13: what was typed is what is looked for, and what a successor looks for', () => {
  const delivery = waiting();
  typed(delivery, '');
  const successor = new Delivery({ memory: delivery.memory() });
  for (const one of [delivery, successor]) {
    one.answered({ writeId: 'a:text', result: 'written', nowMs: 1_000 });
    const screen = { kind: 'composer', text: 'more', cursorOffset: 4 } as const;
    const { changes } = one.observe({ ...FACTS, screen, nowMs: 1_100 });
    expect(changes).toContainEqual({ id: 'a', state: 'composed' });
    expect(one.memory().draft).toMatchObject([{ text: 'more' }]);
  }
});

test('SESSION-13: refused as stale it is joined again where something stands before it by then', () => {
  const delivery = waiting();
  typed(delivery, '');
  delivery.answered({ writeId: 'a:text', result: 'stale', nowMs: 1_000 });
  expect(typed(delivery, 'some')).toBe(pasted(' more'));
});

test('SESSION-13: an edited text is typed as it is', () => {
  const delivery = waiting();
  delivery.edit({ do: 'edit', id: 'a', text: ' other' });
  expect(typed(delivery, '')).toBe(pasted(' other'));
});
