// What a terminal tells its session of what it measured of itself.
import * as v from 'valibot';

/** A terminal's times have at most so many in one message; it tells them once a minute. */
const ECHOES = 16;
const amount = v.pipe(v.number(), v.finite(), v.minValue(0));

/** What a terminal measured of itself in the last minute. */
export const terminalMeasured = v.object({
  type: v.literal('measured'),
  /** How long a few keys took from here until the agent's next output was shown, in ms, the shortest first. */
  echoMs: v.pipe(v.array(amount), v.maxLength(ECHOES)),
  /** How often it asked for no more output, since it could show none. */
  held: amount,
  /** How often our rows could not be painted when they had changed. */
  skipped: amount,
  memoryBytes: amount,
  /** Of one processor core. */
  processorPercent: amount,
});
export type TerminalMeasured = v.InferOutput<typeof terminalMeasured>;
