// When a newer version was last looked for, and what was found: a small file in the state folder, so that
// nobody is asked more often than the person allows, and nothing waits for an answer.
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeFolder } from '@codex-voice/folders';
import * as v from 'valibot';

const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;
const DAY_MS = 86_400_000;
/** Between two looks that were answered, and between two tries, in ms. */
const LOOK_EVERY_MS = 7 * DAY_MS;
const TRY_EVERY_MS = DAY_MS;

const lookSchema = v.object({
  /** The last time that somebody was asked, in ms since 1970. */
  triedMs: v.number(),
  /** The last answer; absent: none yet. */
  looked: v.optional(v.object({ ms: v.number(), newest: v.string() })),
});

export type LastLook = v.InferOutput<typeof lookSchema>;

function fileIn(stateDirectory: string): string {
  return join(stateDirectory, 'update.json');
}

/** Undefined: nobody has looked, or the file is not ours. */
export function lastLook(stateDirectory: string): LastLook | undefined {
  try {
    const parsed: unknown = JSON.parse(readFileSync(fileIn(stateDirectory), 'utf8'));
    const read = v.safeParse(lookSchema, parsed);
    return read.success ? read.output : undefined;
  } catch {
    return undefined;
  }
}

/** Where it can't be kept the next look comes sooner. */
export function keepLook(stateDirectory: string, look: LastLook): void {
  const file = fileIn(stateDirectory);
  const unfinished = `${file}.${process.pid}`;
  try {
    makeFolder(dirname(file), FOLDER_MODE);
    writeFileSync(unfinished, `${JSON.stringify(look)}\n`, { mode: FILE_MODE });
    renameSync(unfinished, file);
  } catch {
    // It says nothing that is needed.
  }
}

/** A clock that was set back makes it due, too. */
export function isLookDue(look: LastLook | undefined, nowMs: number): boolean {
  if (look === undefined) return true;
  const since = (ms: number, every: number): boolean => nowMs - ms >= every || ms > nowMs;
  if (look.looked !== undefined && !since(look.looked.ms, LOOK_EVERY_MS)) return false;
  return since(look.triedMs, TRY_EVERY_MS);
}

export function daysSince(ms: number, nowMs: number): number {
  return Math.max(0, Math.floor((nowMs - ms) / DAY_MS));
}
