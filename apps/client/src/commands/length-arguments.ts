// What may stand behind `metrics` and `purge` on the command line: lengths of time.
import { EXIT_USAGE, UserError, visible } from '../user-error.ts';

type Values = Readonly<Record<string, unknown>>;

const UNIT_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const DEFAULT_SINCE = '24h';
const HIGHEST_PORT = 65_535;

/** Throws `UserError` with status 2. */
export function checkMetrics([word]: readonly string[], values: Values): void {
  if (word !== undefined) throw usage(`metrics takes no argument (${word}): leave it away`);
  if (typeof values.since === 'string') sinceMs(values.since);
  const { serve } = values;
  if (serve !== undefined && values.json === true)
    throw usage('--serve and --json are two ways to tell it: keep one');
  if (typeof serve === 'string' && serve !== '' && !isPort(serve))
    throw usage(`${visible(serve)} is no port: --serve=PORT, 0 to ${HIGHEST_PORT}`);
}

/** Throws `UserError` with status 2. */
export function checkPurge([word]: readonly string[], { older }: Values): void {
  if (word !== undefined) throw usage(`purge takes no argument (${word}): leave it away`);
  if (typeof older === 'string') lengthOf('--older', older);
}

/** A length of time as `90s`, `30m`, `24h`, `7d`, in ms. Throws `UserError` with status 2. */
export function sinceMs(text: string = DEFAULT_SINCE): number {
  return lengthOf('--since', text);
}

/** Throws `UserError` with status 2. */
export function lengthOf(option: string, text: string): number {
  const found = /^(\d{1,5})([smhd])$/u.exec(text);
  const unit = Object.entries(UNIT_MS).find(([letter]) => letter === found?.[2])?.[1];
  const number = Number(found?.[1]);
  if (unit === undefined || number === 0)
    throw usage(`${option} takes a length of time such as 30m, 24h or 7d (not ${visible(text)})`);
  return number * unit;
}

function isPort(text: string): boolean {
  return /^\d{1,5}$/u.test(text) && Number(text) <= HIGHEST_PORT;
}

function usage(message: string): UserError {
  return new UserError(message, EXIT_USAGE);
}
