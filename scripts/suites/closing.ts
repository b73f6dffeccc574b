// What a whole run says at its end, before the totals: where its time went, and what it did not come to.
import { type FinishedRun, notEnded } from './totals.ts';

/** One part of a whole run, such as the unit suites: its runs, and from its begin to its end. */
export interface Part {
  readonly name: string;
  readonly runs: readonly FinishedRun[];
  readonly seconds: number;
}

/** Files named as the longest. */
const LONGEST = 10;

export function closingLines(parts: readonly Part[]): readonly string[] {
  const runs = parts.flatMap((part) => part.runs);
  const longest = runs
    .flatMap(({ files }) => files)
    .toSorted((one, other) => other.seconds - one.seconds)
    .slice(0, LONGEST);
  return [
    'longest files:',
    ...longest.map(({ path, seconds }) => `${seconds.toFixed(1).padStart(7)} s  ${path}`),
    parts.map(({ name, seconds }) => `${name} ${seconds.toFixed(1)} s`).join(', '),
    ...runs.flatMap(notEnded).map((path) => `failed: ${path} has not run to its end`),
  ];
}
