// The order statistics and the table every benchmark reports with; what is measured is theirs.
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';

/** The value below which `share` (0..1) of the samples lie; NaN for none. */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  if (sorted.length === 0) return Number.NaN;
  const position = (sorted.length - 1) * share;
  const below = sorted[Math.floor(position)] ?? Number.NaN;
  const above = sorted[Math.ceil(position)] ?? Number.NaN;
  return below + (above - below) * (position - Math.floor(position));
}

export function median(samples: readonly number[]): number {
  return quantile(samples, 0.5);
}

/** The straight line through points by least squares, and how much of the scatter it explains, 0 to 1. */
export interface LinearFit {
  readonly slope: number;
  readonly intercept: number;
  readonly explained: number;
}

export function linearFit(points: readonly (readonly [number, number])[]): LinearFit {
  const mean = (values: readonly number[]) =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const [middleX, middleY] = [mean(points.map(([x]) => x)), mean(points.map(([, y]) => y))];
  const sum = (of: (x: number, y: number) => number) =>
    points.reduce((total, [x, y]) => total + of(x - middleX, y - middleY), 0);
  const [xx, xy, yy] = [sum((x) => x * x), sum((x, y) => x * y), sum((_, y) => y * y)];
  const slope = xy / xx;
  return {
    slope,
    intercept: middleY - slope * middleX,
    explained: yy === 0 ? 1 : (xy * xy) / (xx * yy),
  };
}

/** A mean of trials, and half of its 95 % confidence interval. */
export interface Estimate {
  readonly mean: number;
  /** NaN for a single trial. */
  readonly plusMinus: number;
}

/** Student's t at 97.5 %, from one degree of freedom on; beyond them a value of its own. */
const STUDENT = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228];
const STUDENT_BEYOND = 2.2;

/** Of trials that are independent of one another. */
export function estimate(trials: readonly number[]): Estimate {
  const count = trials.length;
  const mean = trials.reduce((sum, value) => sum + value, 0) / count;
  const squares = trials.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const student = STUDENT[count - 2] ?? STUDENT_BEYOND;
  return { mean, plusMinus: student * Math.sqrt(squares / (count - 1) / count) };
}

export interface BenchReport {
  readonly name: string;
  /** What was done, one sentence. */
  readonly about: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

/** A report as it is stored: where it was made, and whether for a first look alone. */
export interface StoredReport extends BenchReport {
  readonly quick: boolean;
  readonly machine: { readonly cpu: string; readonly cores: number; readonly node: string };
}

/** Where the JSON of each benchmark goes; the results page is made from it. */
export const REPORT_FOLDER = join(import.meta.dirname, '../.cache/bench');

/** For a first look rather than for figures to keep. */
const IS_QUICK = process.argv.includes('--quick');

/** Prints the report as a table and writes it as JSON. */
export function publish(report: BenchReport): void {
  console.log(`${markdown(report)}\n`);
  mkdirSync(REPORT_FOLDER, { recursive: true });
  const machine = {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    node: process.version,
  };
  const stored: StoredReport = { ...report, quick: IS_QUICK, machine };
  writeFileSync(join(REPORT_FOLDER, `${report.name}.json`), `${JSON.stringify(stored, null, 2)}\n`);
}

/** The report as a Markdown section. */
export function markdown({ name, about, columns, rows }: BenchReport): string {
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;
  const table = [line(columns), line(columns.map(() => '---')), ...rows.map(line)].join('\n');
  return `## ${name}\n\n${about}\n\n${table}`;
}

/** A number with a fixed count of digits after the point, '–' when there is none. */
export function digits(value: number, count: number): string {
  return Number.isFinite(value) ? value.toFixed(count) : '–';
}

export function sleep(durationMs: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, durationMs);
  });
}

/**
 * A count from the command line, `--rounds 5`, or its usual value: with `--quick`, for a first look
 * rather than a figure to keep, the `quick` one.
 */
export function countOption(name: string, usual: number, quick = usual): number {
  const at = process.argv.indexOf(`--${name}`);
  const unsaid = IS_QUICK ? quick : usual;
  const value = at < 0 ? unsaid : Number(process.argv[at + 1]);
  if (!Number.isInteger(value) || value < 1) throw new RangeError(`--${name} must be >= 1`);
  return value;
}
