// What may stand behind `record` and `replay` on the command line.
import { EXIT_USAGE, UserError, visible } from '../user-error.ts';

type Values = Readonly<Record<string, unknown>>;

/** Slower nobody sees it move; faster the screen is only a blur. */
const SLOWEST = 0.1;
const FASTEST = 100;
/** Where nothing happens for longer than this, in s, nobody waits, unless they say so. */
const USUAL_IDLE_S = 2;

/** Throws `UserError` with status 2. */
export function checkRecord(rest: readonly string[]): void {
  if (rest.length > 2) throw usage('record takes a session and a file: record [SESSION [FILE]]');
}

/** Throws `UserError` with status 2. */
export function checkReplay(rest: readonly string[], values: Values): void {
  if (rest.length > 1) throw usage(`replay takes one file (${visible(rest[1] ?? '')} follows)`);
  if (values.marks === true && rest.length === 0)
    throw usage('--marks needs a recording: codex-voice replay FILE --marks');
  if (values.measured === true && rest.length === 0)
    throw usage('--measured needs a recording: codex-voice replay FILE --measured');
  speedOf(values);
  idleMsOf(values);
}

/** Throws `UserError` with status 2. */
export function speedOf({ speed }: Values): number {
  if (typeof speed !== 'string') return 1;
  const factor = /^\d{1,3}(?:\.\d{1,3})?$/u.test(speed) ? Number(speed) : Number.NaN;
  if (!(factor >= SLOWEST && factor <= FASTEST))
    throw usage(`--speed takes a number from ${SLOWEST} to ${FASTEST} (not ${visible(speed)})`);
  return factor;
}

/** In ms; for ever where the person says 0. Throws `UserError` with status 2. */
export function idleMsOf({ idle }: Values): number {
  if (typeof idle !== 'string') return USUAL_IDLE_S * 1_000;
  if (!/^\d{1,6}(?:\.\d{1,3})?$/u.test(idle))
    throw usage(`--idle takes seconds (not ${visible(idle)}); 0: as long as it was`);
  return Number(idle) === 0 ? Number.POSITIVE_INFINITY : Number(idle) * 1_000;
}

function usage(message: string): UserError {
  return new UserError(message, EXIT_USAGE);
}
