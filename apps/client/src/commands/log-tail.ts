// The end of a log file, and what is added to it: read in bounded pieces, whatever its size.
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../user-error.ts';

/** So much of the end is looked through for lines. */
const TAIL_BYTES = 262_144;
/** Between two looks for more, in ms: a person waits for it. */
const LOOK_EVERY_MS = 250;

export interface LogTail {
  readonly lines: readonly string[];
  /** Where in the file the last of them ends, in bytes. */
  readonly endBytes: number;
}

/** The last lines, whole ones only. A file that is not there has none. Throws `UserError`. */
export function lastLines(path: string, count: number): LogTail {
  const read = readFrom(path, (size) => Math.max(0, size - TAIL_BYTES));
  if (read === undefined) return { lines: [], endBytes: 0 };
  const { text, endBytes } = wholeLines(read);
  const lines = text.split('\n').slice(0, -1);
  if (read.fromBytes > 0) lines.shift();
  return { lines: lines.slice(-count), endBytes };
}

export interface LogFollowing {
  readonly path: string;
  readonly fromBytes: number;
  readonly print: (line: string) => void;
  readonly until: AbortSignal;
}

/** Prints each line that is added, until told to end. A file that became shorter is read anew. */
export async function followLog({ path, fromBytes, print, until }: LogFollowing): Promise<void> {
  let atBytes = fromBytes;
  while (!until.aborted) {
    const read = readFrom(path, (size) => (size < atBytes ? 0 : atBytes));
    if (read !== undefined) {
      const { text, endBytes } = wholeLines(read);
      atBytes = endBytes;
      for (const line of text.split('\n').slice(0, -1)) print(line);
    }
    await sleep(LOOK_EVERY_MS, undefined, { signal: until }).catch(() => undefined);
  }
}

/** Without a line that has only begun; a line longer than a piece is told in pieces. */
function wholeLines({ bytes, fromBytes }: ReadPart): { text: string; endBytes: number } {
  const ends = bytes.lastIndexOf(LINE_FEED) + 1;
  if (ends > 0 || bytes.length < TAIL_BYTES) {
    return { text: bytes.toString('utf8', 0, ends), endBytes: fromBytes + ends };
  }
  return { text: `${bytes.toString('utf8')}\n`, endBytes: fromBytes + bytes.length };
}

const LINE_FEED = 0x0a;

interface ReadPart {
  readonly bytes: Buffer;
  readonly fromBytes: number;
}

/** At most `TAIL_BYTES` of the file; undefined where there is none. */
function readFrom(path: string, from: (sizeBytes: number) => number): ReadPart | undefined {
  let descriptor: number;
  try {
    descriptor = openSync(path, 'r');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT') return undefined;
    throw new UserError(`${path} can't be read (${String(code)}): check that it is yours`);
  }
  try {
    const fromBytes = from(fstatSync(descriptor).size);
    const bytes = Buffer.alloc(TAIL_BYTES);
    const count = readSync(descriptor, bytes, 0, TAIL_BYTES, fromBytes);
    return { bytes: bytes.subarray(0, count), fromBytes };
  } finally {
    closeSync(descriptor);
  }
}
