// The machine-wide monotonic clock that stamps of different processes are compared on.

const NANOSECONDS_PER_MS = 1e6;

/** Milliseconds on CLOCK_MONOTONIC (`process.hrtime`). */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / NANOSECONDS_PER_MS;
}
