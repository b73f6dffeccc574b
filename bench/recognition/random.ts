// A seeded stream of random numbers, so that a corpus made twice is the same.

/** Numbers drawn from one seed. */
export interface Random {
  /** In [0, 1). */
  fraction(): number;
  /** In [low, high). */
  between(low: number, high: number): number;
  pick<Item>(items: readonly Item[]): Item;
}

/** Mulberry32: small, fast, good enough to vary sentences and noise. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const fraction = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    fraction,
    between: (low, high) => low + (high - low) * fraction(),
    pick: (items) => {
      const item = items[Math.floor(fraction() * items.length)];
      if (item === undefined) throw new RangeError('pick: no items');
      return item;
    },
  };
}
