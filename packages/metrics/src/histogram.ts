// How long something took, many times: the histogram of Node itself, in milliseconds.
import { createHistogram } from 'node:perf_hooks';

const MICROSECONDS = 1_000;
/** An hour, in µs: what takes longer counts as that. */
const HIGHEST_US = 3_600_000_000;
const FIGURES = 3;

/** Milliseconds. */
export interface Percentiles {
  readonly count: number;
  readonly mean: number;
  readonly p50: number;
  readonly p90: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

export class Histogram {
  readonly #counts = createHistogram({ lowest: 1, highest: HIGHEST_US, figures: FIGURES });

  /** Takes less than a microsecond; a time below 1 µs counts as that. */
  record(ms: number): void {
    if (Number.isNaN(ms)) return;
    this.#counts.record(Math.round(Math.min(Math.max(ms * MICROSECONDS, 1), HIGHEST_US)));
  }

  get count(): number {
    return this.#counts.count;
  }

  /** Undefined: nothing was recorded. */
  get percentiles(): Percentiles | undefined {
    const counts = this.#counts;
    if (counts.count === 0) return undefined;
    const at = (percentile: number): number => counts.percentile(percentile) / MICROSECONDS;
    return {
      count: counts.count,
      mean: counts.mean / MICROSECONDS,
      p50: at(50),
      p90: at(90),
      p95: at(95),
      p99: at(99),
      max: counts.max / MICROSECONDS,
    };
  }
}
