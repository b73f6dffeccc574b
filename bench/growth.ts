// Whether a cost grows in a straight line with how many there are: what each one costs, how far the figures lie
// from the line, and whether the line is steeper at its end.
import { digits, linearFit } from './statistics.ts';

export interface Growth {
  /** Cost of one more. */
  readonly perUnit: number;
  /** Share of the differences that the straight line explains (r²), 0 to 1. */
  readonly explained: number;
  /** The largest distance of a figure from the line, as a share of the largest figure. */
  readonly largestResidual: number;
  /** The steepness of the line's upper half against the whole: 1 for a straight one, 2 for a parabola's. */
  readonly lateSteepness: number;
}

/** Of figures by count, in the order of their counts; at least three. */
export function growthOf(points: readonly (readonly [number, number])[]): Growth {
  const { slope, intercept, explained } = linearFit(points);
  const residuals = points.map(([x, y]) => Math.abs(y - intercept - slope * x));
  const largest = Math.max(...points.map(([, y]) => Math.abs(y)));
  const late = linearFit(points.slice(Math.floor(points.length / 2)));
  return {
    perUnit: slope,
    explained,
    largestResidual: largest === 0 ? 0 : Math.max(...residuals) / largest,
    lateSteepness: late.slope / slope,
  };
}

export const GROWTH_COLUMNS = [
  'cost',
  'of one more',
  'r²',
  'largest residual, % of the most',
  'upper half against the whole',
];

export const GROWTH_ABOUT =
  'Straight lines by least squares through the figures of the table before. Residual: the largest distance of a figure from its line. Upper half against the whole: how much steeper the line through the upper half of the counts is; 1 is a straight line.';

export function growthRow(
  name: string,
  points: readonly (readonly [number, number])[],
): (string | number)[] {
  const { perUnit, explained, largestResidual, lateSteepness } = growthOf(points);
  return [
    name,
    digits(perUnit, Math.abs(perUnit) < 0.1 ? 4 : 2),
    digits(explained, 4),
    digits(largestResidual * 100, 1),
    digits(lateSteepness, 2),
  ];
}
