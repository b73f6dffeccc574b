// What the tap on a session's control tells, as far as a recording has to know it.

/** One thing that reached or left a session's control. */
export interface TappedEntry {
  readonly code: string;
  /** Of the monotonic clock, in ms. */
  readonly nowMs: number;
  readonly data: Readonly<Record<string, unknown>>;
}
