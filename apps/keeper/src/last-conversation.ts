// The conversation that a driver of this session followed last, by what it wrote down.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

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
  for (const name of ['events.jsonl', 'events.jsonl.1']) {
    const lines = linesOf(join(sessionDirectory, name));
    if (lines === 'unknown') return undefined;
    const at = lines.findLastIndex((line) => line.includes('"kind":"session"'));
    const told = sessionIn(lines[at] ?? '');
    if (told === undefined) continue;
    const { threadId, number } = told;
    // Where an older file has become too long, the next one begins with it: what was said stands before.
    const isRepeated = at === 0 && number > 1;
    const has = (kinds: RegExp): boolean =>
      isRepeated || lines.slice(at).some((line) => kinds.test(line));
    return { threadId, isBegun: has(BEGINNINGS), isKept: has(ENDS) };
  }
  return undefined;
}

function linesOf(path: string): readonly string[] | 'unknown' {
  try {
    return readFileSync(path, 'utf8').split('\n');
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT' ? [] : 'unknown';
  }
}

function sessionIn(
  line: string,
): { readonly threadId: string; readonly number: number } | undefined {
  try {
    const { event, number } = JSON.parse(line);
    return event.kind === 'session' && typeof event.threadId === 'string'
      ? { threadId: event.threadId, number }
      : undefined;
  } catch {
    return undefined;
  }
}
