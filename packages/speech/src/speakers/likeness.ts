// Vectors of speakers: how alike two are, and what several have in common.

/** Scaled to length 1; undefined for one without length, or with a number that is none. */
export function unitVector(vector: Iterable<number>): readonly number[] | undefined {
  const numbers = [...vector];
  const length = Math.hypot(...numbers);
  if (!(length > 0) || !Number.isFinite(length)) return undefined;
  return numbers.map((number) => number / length);
}

/** -1 to 1 for vectors of length 1: the cosine of the angle between them. 0 where they aren't of one kind. */
export function likeness(one: readonly number[], other: readonly number[]): number {
  if (one.length !== other.length) return 0;
  return one.reduce((sum, number, index) => sum + number * (other[index] ?? 0), 0);
}

/** The direction that vectors of length 1 have in common; undefined for none, or where they cancel out. */
export function meanVector(vectors: readonly (readonly number[])[]): readonly number[] | undefined {
  const [first] = vectors;
  if (first === undefined) return undefined;
  return unitVector(
    first.map((_, index) => vectors.reduce((sum, vector) => sum + (vector[index] ?? 0), 0)),
  );
}
