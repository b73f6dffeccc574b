// What may stand behind `replay` on the command line.
import { EXIT_USAGE, UserError, visible } from '../user-error.ts';

export const EXPORT_KINDS = ['svg', 'html', 'gif'] as const;
export type ExportKind = (typeof EXPORT_KINDS)[number];

const MS_PER_S = 1_000;
/** What stands longer has been read, in ms, unless the person says how long it may stand. */
const USUAL_IDLE_MS = 2_000;

type Values = Readonly<Record<string, unknown>>;

/** Not shown in this terminal. */
export function isDrivenOrDrawn({ check, export: kind, to }: Values): boolean {
  return check !== undefined || kind !== undefined || to !== undefined;
}

/** Throws `UserError` with status 2. */
export function checkReplayWords(rest: readonly string[], values: Values): void {
  const { check, export: kind, json } = values;
  if (rest.length === 0) throw usage('replay needs a recording: codex-voice replay FILE --check');
  if (check !== undefined && kind !== undefined)
    throw usage('--check and --export are two things: one after the other');
  const most = kind === undefined ? 1 : 2;
  if (rest.length > most)
    throw usage(`replay takes one recording (${visible(rest[most] ?? '')} follows): leave it away`);
  if (json !== undefined && check === undefined) throw usage('--json goes with --check');
  for (const option of ['from', 'to', 'idle'])
    if (values[option] !== undefined && kind === undefined)
      throw usage(`--${option} goes with --export`);
  if (kind === undefined) return;
  exportKind(kind);
  idleMs(values.idle);
  if (rest.length < 2) throw usage('name the file to write: replay FILE --export svg OUT');
}

/** Throws `UserError` with status 2. */
export function exportKind(given: unknown): ExportKind {
  const kind = EXPORT_KINDS.find((each) => each === given);
  if (kind === undefined)
    throw usage(`--export takes svg, html or gif (not ${visible(String(given))})`);
  return kind;
}

/** In ms; for ever where the person says 0. Throws `UserError` with status 2. */
export function idleMs(given: unknown): number {
  if (typeof given !== 'string') return USUAL_IDLE_MS;
  const seconds = /^\d{1,6}(?:\.\d{1,3})?$/u.test(given) ? Number(given) : Number.NaN;
  if (Number.isNaN(seconds))
    throw usage(`--idle takes seconds (not ${visible(given)}); 0: as long as it was`);
  return seconds === 0 ? Number.POSITIVE_INFINITY : seconds * MS_PER_S;
}

export function usage(message: string): UserError {
  return new UserError(message, EXIT_USAGE);
}
