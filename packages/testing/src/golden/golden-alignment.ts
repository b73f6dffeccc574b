// Two lists of lines side by side: what both have, what only one has, in the order that keeps most of both
// together. What that means is the caller's.

export type Aligned<One, Other> =
  | { readonly in: 'both'; readonly one: One; readonly other: Other }
  | { readonly in: 'one'; readonly one: One }
  | { readonly in: 'other'; readonly other: Other };

/** The longest common sequence of the two; lists of a step, so a few dozen lines at most. */
export function aligned<One, Other>(
  ones: readonly One[],
  others: readonly Other[],
  isSame: (one: One, other: Other) => boolean,
): readonly Aligned<One, Other>[] {
  const [one, ...restOfOnes] = ones;
  const [other, ...restOfOthers] = others;
  if (one === undefined) return others.map((left) => ({ in: 'other', other: left }));
  if (other === undefined) return ones.map((left) => ({ in: 'one', one: left }));
  if (isSame(one, other))
    return [{ in: 'both', one, other }, ...aligned(restOfOnes, restOfOthers, isSame)];
  const lengths = commonLengths(ones, others, isSame);
  const at = (row: number, column: number): number => lengths[row]?.[column] ?? 0;
  return at(1, 0) >= at(0, 1)
    ? [{ in: 'one', one }, ...aligned(restOfOnes, others, isSame)]
    : [{ in: 'other', other }, ...aligned(ones, restOfOthers, isSame)];
}

/** How many the two have in common from each place on. */
function commonLengths<One, Other>(
  ones: readonly One[],
  others: readonly Other[],
  isSame: (one: One, other: Other) => boolean,
): readonly (readonly number[])[] {
  const table = Array.from({ length: ones.length + 1 }, () =>
    Array.from({ length: others.length + 1 }, () => 0),
  );
  for (let row = ones.length - 1; row >= 0; row -= 1) {
    for (let column = others.length - 1; column >= 0; column -= 1) {
      const [one, other] = [ones[row], others[column]];
      const below = table[row + 1]?.[column] ?? 0;
      const beside = table[row]?.[column + 1] ?? 0;
      const same = one !== undefined && other !== undefined && isSame(one, other);
      const here = same ? 1 + (table[row + 1]?.[column + 1] ?? 0) : Math.max(below, beside);
      const line = table[row];
      if (line !== undefined) line[column] = here;
    }
  }
  return table;
}
