// The time a session is controlled by, as a port: so that its rules can be tested without waiting.

/** Ends a timer; harmless when it has run or was ended. */
export type CancelTimer = () => void;

export interface Clock {
  /** The machine-wide monotonic clock, in ms: comparable with stamps of other processes. */
  nowMs(): number;
  /** The wall clock, in ms since 1970. */
  wallMs(): number;
  /** Calls once, `delayMs` from now at the earliest. */
  after(delayMs: number, call: () => void): CancelTimer;
}

const NANOSECONDS_PER_MS = 1e6;

/** The machine's own clocks. Its timers keep a process alive. */
export const systemClock: Clock = {
  nowMs: () => Number(process.hrtime.bigint()) / NANOSECONDS_PER_MS,
  wallMs: () => Date.now(),
  after: (delayMs, call) => {
    const timer = setTimeout(call, delayMs);
    return () => clearTimeout(timer);
  },
};
