// The folders that sessions leave below the state folder: what `session.json` says of one, and which of
// those that have ended are old enough to go.
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { processIsAlive } from '@codex-voice/folders';
import { parseWith } from '@codex-voice/protocol';
import * as v from 'valibot';

/** A folder without a keeper may be one whose keeper is about to start, for this long, in ms. */
export const STARTING_MS = 60_000;

const sessionRecord = v.object({
  sessionId: v.string(),
  agent: v.object({ name: v.string() }),
  cwd: v.string(),
  /** Wall clock, in ms since 1970. */
  startedAtMs: v.number(),
  keeperPid: v.number(),
  agentPid: v.number(),
  /** Absent while the session runs, and for ever where its keeper was killed. */
  ended: v.exactOptional(
    v.object({
      endedAtMs: v.number(),
      exitCode: v.exactOptional(v.number()),
      signal: v.exactOptional(v.number()),
    }),
  ),
});
/** What a keeper has written down of its session. */
export type SessionRecord = v.InferOutput<typeof sessionRecord>;

/**
 * Reads `session.json`; undefined where there is none, or none that is whole. `unknown`: there may be one, and
 * it can't be read just now.
 */
export function findSessionRecord(
  directory: string,
  read = (path: string): string => readFileSync(path, 'utf8'),
): SessionRecord | 'unknown' | undefined {
  let text: string;
  try {
    text = read(join(directory, 'session.json'));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    return code === 'ENOENT' || code === 'ENOTDIR' ? undefined : 'unknown';
  }
  try {
    const parsed = parseWith(sessionRecord, JSON.parse(text));
    return parsed.kind === 'message' ? parsed.message : undefined;
  } catch {
    return undefined;
  }
}

/** As `findSessionRecord`, where it need not be known. */
export function readSessionRecord(directory: string): SessionRecord | undefined {
  const found = findSessionRecord(directory);
  return found === 'unknown' ? undefined : found;
}

/** The sessions whose keeper was killed, by what they have left in their folders. */
export function killedSessions(sessionsDirectory: string): readonly SessionRecord[] {
  return foldersIn(sessionsDirectory).flatMap(({ name }) => {
    const record = readSessionRecord(join(sessionsDirectory, name));
    return record === undefined || !isKilled(record) ? [] : [record];
  });
}

/** Whether a session has ended without its keeper's having said so. */
export function isKilled({ ended, keeperPid }: SessionRecord): boolean {
  return ended === undefined && !processIsAlive(keeperPid);
}

/** A session's folder, and when anything in it was last changed. */
export interface EndedFolder {
  readonly name: string;
  readonly changedMs: number;
}

/** The folders to remove so that the `keep` youngest of the ended ones remain. */
export function foldersToRemove(facts: {
  readonly folders: readonly EndedFolder[];
  readonly running: ReadonlySet<string>;
  readonly keep: number;
  readonly nowMs: number;
}): readonly string[] {
  return facts.folders
    .filter(({ name, changedMs }) => {
      return !facts.running.has(name) && facts.nowMs - changedMs > STARTING_MS;
    })
    .sort((a, b) => b.changedMs - a.changedMs)
    .slice(facts.keep)
    .map(({ name }) => name);
}

/** Removes what ended sessions left, but for the `keep` youngest. Answers what was removed. */
export function pruneSessions(facts: {
  readonly sessionsDirectory: string;
  readonly running: ReadonlySet<string>;
  readonly keep: number;
}): readonly string[] {
  const { sessionsDirectory, running, keep } = facts;
  const folders = foldersIn(sessionsDirectory);
  const removed = foldersToRemove({ folders, running, keep, nowMs: Date.now() });
  for (const name of removed)
    rmSync(join(sessionsDirectory, name), { recursive: true, force: true });
  return removed;
}

/** The folders in a directory, which need not be there. */
export function foldersIn(directory: string): EndedFolder[] {
  try {
    return readdirSync(directory, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .flatMap(({ name }) => {
        const found = statSync(join(directory, name), { throwIfNoEntry: false });
        return found === undefined ? [] : [{ name, changedMs: found.mtimeMs }];
      });
  } catch {
    return [];
  }
}
