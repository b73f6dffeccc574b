// In which order those that are compared take their turns. What they do is the benchmarks'.

/** Any but 0; the same orders on every run. */
const SEED = 20_220_222;
/** Lehmer's congruence: exact in a double. */
const FACTOR = 48_271;
const MODULUS = 2_147_483_647;

/**
 * Orders of `count` without end, each as likely as any other: none always comes behind the same one, whose work
 * may not be over yet.
 */
export function* turns(count: number): Generator<readonly number[], never> {
  let seed = SEED;
  for (;;) {
    const order = Array.from({ length: count }, (_, at) => at);
    for (let last = count - 1; last > 0; last -= 1) {
      seed = (seed * FACTOR) % MODULUS;
      const other = Math.floor((seed / MODULUS) * (last + 1));
      const moved = order[last] ?? 0;
      order[last] = order[other] ?? 0;
      order[other] = moved;
    }
    yield order;
  }
}
