// Puts stretches of speech into groups, one a speaker, without knowing anybody: the two likest groups
// become one, again and again, until what is left is unlike, or as many as were asked for.
import { likeness, meanVector } from './likeness.ts';

/** Work grows with the square: beyond so many each further stretch goes to the group it is likest to. */
export const MOST_GROUPED = 600;

export interface GroupingRule {
  /** So many speakers; absent: as many as `threshold` tells apart. */
  readonly speakers?: number;
  /** Groups less alike than this stay apart. */
  readonly threshold: number;
}

/** For each vector (of length 1) the number of its group, from 0 in the order in which they begin. */
export function groupVoices(
  vectors: readonly (readonly number[])[],
  rule: GroupingRule,
): readonly number[] {
  const groups = vectors
    .slice(0, MOST_GROUPED)
    .map((vector, index): Group => ({ members: [index], mean: vector }));
  const scores = groups.map((one, at) =>
    Float64Array.from(groups, (other, index) => (index < at ? likeness(one.mean, other.mean) : 0)),
  );
  const living = new Set(groups.keys());
  for (;;) {
    if (rule.speakers !== undefined && living.size <= rule.speakers) break;
    const pair = likestPair(living, scores);
    if (pair === undefined) break;
    if (rule.speakers === undefined && pair.score < rule.threshold) break;
    living.delete(pair.later);
    const joined = join(groups[pair.earlier], groups[pair.later], vectors);
    groups[pair.earlier] = joined;
    // The likeness of two stands in the row of the later one.
    for (const other of living) {
      const [row, column] = other > pair.earlier ? [other, pair.earlier] : [pair.earlier, other];
      const kept = scores[row];
      if (kept !== undefined) kept[column] = likeness(groups[other]?.mean ?? [], joined.mean);
    }
  }
  const numbered = [...living]
    .flatMap((at) => groups[at] ?? [])
    .toSorted((one, other) => earliest(one) - earliest(other));
  return vectors.map((vector, index) => {
    const own = numbered.findIndex(({ members }) => members.includes(index));
    return own >= 0 ? own : likest(numbered, vector);
  });
}

interface Group {
  readonly members: readonly number[];
  readonly mean: readonly number[];
}

interface Pair {
  readonly earlier: number;
  readonly later: number;
  readonly score: number;
}

function likestPair(
  living: ReadonlySet<number>,
  scores: readonly Float64Array[],
): Pair | undefined {
  let best: Pair | undefined;
  for (const later of living) {
    for (const earlier of living) {
      if (earlier >= later) continue;
      const score = scores[later]?.[earlier] ?? 0;
      if (best === undefined || score > best.score) best = { earlier, later, score };
    }
  }
  return best;
}

function join(
  one: Group | undefined,
  other: Group | undefined,
  vectors: readonly (readonly number[])[],
): Group {
  const members = [...(one?.members ?? []), ...(other?.members ?? [])];
  const mean = meanVector(members.map((each) => vectors[each] ?? []));
  return { members, mean: mean ?? one?.mean ?? [] };
}

function earliest({ members }: Group): number {
  return Math.min(...members);
}

function likest(groups: readonly Group[], vector: readonly number[]): number {
  const scores = groups.map(({ mean }) => likeness(mean, vector));
  return Math.max(0, scores.indexOf(Math.max(...scores)));
}
