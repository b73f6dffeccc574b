// What the book of deliveries calls lost, what it calls twice, and what it lets wait.
import { expect, test } from 'vitest';
import { type BookSides, DeliveryBook } from './delivery-book.ts';

const sides = (given: Partial<Record<'received' | 'told', readonly string[]>>): BookSides => ({
  received: () => (given.received ?? []).join(' / '),
  told: () => given.told ?? [],
  pending: () => [],
  heard: () => new Map([['run the tests', 2]]),
});

test('once is right, twice is not, whatever stands around it', async () => {
  const book = new DeliveryBook();
  book.promised('prompt number 1 of the soak');
  const received = ['Run the tests. Run the tests.', 'prompt number 1 of the soak'];
  expect(await book.settle(sides({ received }))).toMatchObject({
    looked: 3,
    duplicated: [],
    lost: [],
  });
  const again = [...received, 'prompt number 1 of the soak, run the tests'];
  expect((await book.settle(sides({ received: again }))).duplicated).toEqual([
    '"prompt number 1 of the soak" 2 times for 1',
    '"run the tests" 3 times for 2',
  ]);
});

test('what a person is told to be unconfirmed is not lost', async () => {
  const book = new DeliveryBook();
  book.promised('prompt number 1 of the soak');
  const found = await book.settle(
    sides({ received: ['run the tests run the tests'], told: ['prompt number 1 of the soak'] }),
  );
  expect(found).toMatchObject({ duplicated: [], lost: [], told: 1, waiting: [] });
});
