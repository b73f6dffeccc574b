// Whether what a session needs stays as it is while hours go by. A process at work holds more than it keeps, so of
// each hour its calm moments count; the first half, in which caches and scrollback fill, does not.
import { linearFit, quantile } from '../statistics.ts';

export interface Flatness {
  /** Calm level of each hour. */
  readonly levels: readonly number[];
  /** Of the straight line through the levels of the second half, for one hour. */
  readonly perHour: number;
  /** How much that line rises in its half, as a share of the level. */
  readonly rise: number;
  readonly isFlat: boolean;
}

/** A moment is calm when it is among the lowest tenth of its hour. */
const CALM_SHARE = 0.1;
/** The line may rise by so much of the level within the second half. */
export const FLAT_RISE = 0.05;

/** Of looks at `[hour, amount]`, in the order of time; whole hours, at least four. */
export function flatness(looks: readonly (readonly [number, number])[]): Flatness {
  const hours = Math.floor(looks.at(-1)?.[0] ?? 0);
  const levels = Array.from({ length: hours }, (_, hour) =>
    quantile(
      looks.filter(([at]) => at >= hour && at < hour + 1).map(([, amount]) => amount),
      CALM_SHARE,
    ),
  );
  const from = Math.floor(hours / 2);
  const late = levels.slice(from).map((level, at) => [from + at, level] as const);
  const { slope } = linearFit(late);
  const level = late.reduce((sum, [, each]) => sum + each, 0) / late.length;
  const rise = level === 0 ? 0 : (slope * (late.length - 1)) / level;
  return { levels, perHour: slope, rise, isFlat: rise <= FLAT_RISE };
}
