// The machine-wide monotonic clock that stamps of different processes are compared on.

const NANOSECONDS_PER_MS = 1e6;

/** Where `performance.now` begins on that clock: asked for once, as its answer is memory each time. */
const ORIGIN_MS = Number(process.hrtime.bigint()) / NANOSECONDS_PER_MS - performance.now();

/** Milliseconds on CLOCK_MONOTONIC (`process.hrtime`). */
export function monotonicMs(): number {
  return performance.now() + ORIGIN_MS;
}
