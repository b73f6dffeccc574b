// The monotonic clock, without what the global `performance` loads with it on each thread: half a megabyte.

const NANOSECONDS_PER_MS = 1e6;

/** Milliseconds on CLOCK_MONOTONIC (`process.hrtime`). */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / NANOSECONDS_PER_MS;
}
