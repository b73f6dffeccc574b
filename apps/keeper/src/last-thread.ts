// The conversation that a driver of this session followed last, by what it wrote down.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Its id; undefined: no driver has told of any. */
export function lastThread(sessionDirectory: string): string | undefined {
  for (const name of ['events.jsonl', 'events.jsonl.1']) {
    const found = linesOf(join(sessionDirectory, name)).findLast((line) =>
      line.includes('"kind":"session"'),
    );
    const threadId = found === undefined ? undefined : threadOf(found);
    if (threadId !== undefined) return threadId;
  }
  return undefined;
}

function linesOf(path: string): readonly string[] {
  try {
    return readFileSync(path, 'utf8').split('\n');
  } catch {
    return [];
  }
}

function threadOf(line: string): string | undefined {
  try {
    const { event } = JSON.parse(line);
    return event.kind === 'session' && typeof event.threadId === 'string'
      ? event.threadId
      : undefined;
  } catch {
    return undefined;
  }
}
