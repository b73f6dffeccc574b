// Each that is compared has each place, and each other one before it, about as often.
import { expect, test } from 'vitest';
import { turns } from './turns.ts';

const COUNT = 4;
const ROUNDS = 2400;

test('each order has each once, each place and each neighbour come about as often, and again on each run', () => {
  const orders = turns(COUNT);
  const again = turns(COUNT);
  const places = new Map<string, number>();
  const pairs = new Map<string, number>();
  const counted = (map: Map<string, number>, key: string) => map.set(key, (map.get(key) ?? 0) + 1);
  for (let round = 0; round < ROUNDS; round += 1) {
    const order = orders.next().value;
    expect(order).toEqual(again.next().value);
    expect([...order].sort()).toEqual([0, 1, 2, 3]);
    order.forEach((one, place) => {
      counted(places, `${one} at ${place}`);
      if (place > 0) counted(pairs, `${order[place - 1]} before ${one}`);
    });
  }
  expect(places.size).toBe(COUNT * COUNT);
  expect(pairs.size).toBe(COUNT * (COUNT - 1));
  // 600 each, with a spread of 21.
  for (const times of [...places.values(), ...pairs.values()]) {
    expect(times).toBeGreaterThan(500);
    expect(times).toBeLessThan(700);
  }
});
