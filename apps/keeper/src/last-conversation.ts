// The conversation that a driver of this session followed last, by what it wrote down.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The older one first. */
const FILES = ['events.jsonl.1', 'events.jsonl'];
const SESSION = '"kind":"session"';
const BEGINNINGS = /"kind":"(?:prompt|turn-started|turn-completed|turn-failed)"/u;
const ENDS = /"kind":"turn-(?:completed|failed)"/u;

export interface LastConversation {
  readonly threadId: string;
  /** Something was said in it, or is on its way there: what is empty can't be opened again. */
  readonly isBegun: boolean;
  /** A turn of it has ended, so that it is written down. */
  readonly isKept: boolean;
}

/** Undefined: no driver has told of any, or what the newest told can't be read: an older one is another. */
export function lastConversation(sessionDirectory: string): LastConversation | undefined {
  const [older, newest] = FILES.map((name) => linesOf(join(sessionDirectory, name)));
  if (older === undefined || newest === undefined || newest === 'unknown') return undefined;
  const lines = older === 'unknown' ? newest : [...older, ...newest];
  // A conversation may be left and come back to, and each driver tells of the one that it finds.
  const begun = new Set<string>();
  const kept = new Set<string>();
  let threadId: string | undefined;
  for (const [index, line] of lines.entries()) {
    if (line.includes(SESSION)) {
      const told = sessionIn(line);
      threadId = told?.threadId;
      // What stood before a file that begins with one, or was said before it was followed, is not here.
      const isOlder = told?.isOlder === true || (index === 0 && (told?.number ?? 1) > 1);
      if (isOlder && threadId !== undefined) for (const has of [begun, kept]) has.add(threadId);
    } else if (threadId !== undefined) {
      if (BEGINNINGS.test(line)) begun.add(threadId);
      if (ENDS.test(line)) kept.add(threadId);
    }
  }
  if (threadId === undefined) return undefined;
  return { threadId, isBegun: begun.has(threadId), isKept: kept.has(threadId) };
}

function linesOf(path: string): readonly string[] | 'unknown' {
  try {
    // An empty line at its end is no line: another file may follow.
    return readFileSync(path, 'utf8').split('\n').filter(Boolean);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT' ? [] : 'unknown';
  }
}

interface ToldSession {
  readonly threadId: string;
  readonly number: number;
  readonly isOlder: boolean;
}

function sessionIn(line: string): ToldSession | undefined {
  try {
    const { event, number } = JSON.parse(line);
    const { kind, threadId, isOlder } = event;
    if (kind !== 'session' || typeof threadId !== 'string') return undefined;
    return { threadId, number, isOlder: isOlder === true };
  } catch {
    return undefined;
  }
}
