// What rounds tell of a cost that is switched on and off in them: the mean of the middle half of the rounds, and
// where it lies for certain. How the blocks of a round are made is the benchmarks'.

/** What two blocks with it and two without it have cost, near one another in time and in any order. */
export interface Round {
  readonly on: readonly [number, number];
  readonly off: readonly [number, number];
}

/** With its 95 % interval. */
export interface Interval {
  readonly middle: number;
  readonly from: number;
  readonly to: number;
}

/** What it costs more with it. */
export function onMore(rounds: readonly Round[]): Interval {
  return interval(rounds.map(({ on, off }) => (on[0] + on[1] - off[0] - off[1]) / 2));
}

/**
 * The same blocks divided otherwise, one of each kind on each side, which take turns from round to round: nothing lies
 * between these, so that this is what the rounds would have told of nothing.
 */
export function ofAKind(rounds: readonly Round[]): Interval {
  return interval(
    rounds.map(({ on, off }, at) => {
      const more = (on[0] + off[1] - on[1] - off[0]) / 2;
      return at % 2 === 0 ? more : -more;
    }),
  );
}

/** Any but 0; the same on every run. */
const SEED = 19_081_937;
/** Lehmer's congruence: exact in a double. */
const FACTOR = 48_271;
const MODULUS = 2_147_483_647;
const RESAMPLES = 2_000;
const OUTSIDE = 0.025;

/** By drawing as many rounds anew, again and again. */
function interval(values: readonly number[]): Interval {
  let seed = SEED;
  const drawn = (): number => {
    seed = (seed * FACTOR) % MODULUS;
    return values[Math.floor((seed / MODULUS) * values.length)] ?? Number.NaN;
  };
  const middles = Array.from({ length: RESAMPLES }, () => middleMean(values.map(drawn)));
  middles.sort((one, other) => one - other);
  const at = (share: number): number => middles[Math.round((RESAMPLES - 1) * share)] ?? Number.NaN;
  return { middle: middleMean(values), from: at(OUTSIDE), to: at(1 - OUTSIDE) };
}

/** Of the middle half: what else the machine did in a few rounds does not count, and little is thrown away. */
export function middleMean(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const cut = Math.floor(sorted.length / 4);
  const middle = sorted.slice(cut, sorted.length - cut);
  return middle.reduce((sum, value) => sum + value, 0) / middle.length;
}
