// Recordings on disk: read within bounds, whoever wrote them, and listed.
import {
  closeSync,
  existsSync,
  fstatSync,
  openSync,
  readdirSync,
  readSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import {
  type CastEvent,
  type CastHeader,
  CastReader,
  type ReadCast,
  RecordingError,
} from '@codex-voice/recording';
import { UserError, visible } from '../user-error.ts';

/** A larger file, in bytes, is not read: ours end at half of it. */
export const LARGEST_FILE_BYTES = 512 * 1024 * 1024;
/** Events that are kept; a file of ours has fewer in a week. */
const MOST_EVENTS = 2_000_000;
const PIECE_BYTES = 1024 * 1024;
/** A header is within so many bytes; it is read in pieces, of which the first has nearly all. */
const HEAD_BYTES = 64 * 1024;
const HEAD_PIECE_BYTES = 4 * 1024;
/** Files that are looked at in a folder, those with the last names. */
const MOST_LISTED = 1_000;

/** `keeps`: which events are wanted; the others are not held in memory. Throws `UserError`. */
export function readRecording(
  path: string,
  keeps: (event: CastEvent) => boolean = () => true,
): ReadCast {
  try {
    const reader = new CastReader();
    const events: CastEvent[] = [];
    for (const piece of piecesOf(path)) {
      for (const event of reader.push(piece)) {
        if (events.length < MOST_EVENTS && keeps(event)) events.push(event);
      }
    }
    const { events: last, ...faults } = reader.end();
    const { header } = reader;
    if (header === undefined) throw new RecordingError('not-a-recording', 'it is empty');
    return { header, events: [...events, ...last.filter(keeps)], ...faults };
  } catch (error) {
    throw new UserError(`${visible(path)}: ${reasonOf(error)}`);
  }
}

export interface ListedRecording {
  readonly path: string;
  readonly header: CastHeader;
  readonly bytes: number;
  readonly changedMs: number;
}

/** Headers that were read: a recording that grows, or is asked for again, keeps its own. */
export type KnownHeads = Map<string, { readonly file: string; readonly header: CastHeader }>;

/**
 * The newest first; what is no recording is passed over. `begins`: only names that begin so. `known`: is looked into, and
 * added to.
 */
export function listRecordings(
  folder: string,
  {
    begins = '',
    known = new Map(),
  }: { readonly begins?: string; readonly known?: KnownHeads } = {},
): readonly ListedRecording[] {
  return namesIn(folder)
    .filter((name) => name.startsWith(begins) && name.endsWith('.cast'))
    .sort()
    .slice(-MOST_LISTED)
    .flatMap((name) => listed(join(folder, name), known))
    .sort((one, other) => other.changedMs - one.changedMs);
}

/** A file as it is named; else one in the folder, the newest whose name begins so. */
export function namedRecording(name: string, folder: string): string {
  if (existsSync(name) || name.includes('/')) return name;
  return listRecordings(folder, { begins: name })[0]?.path ?? name;
}

function listed(path: string, known: KnownHeads): readonly ListedRecording[] {
  try {
    const { size: bytes, mtimeMs: changedMs, ino, birthtimeMs } = statSync(path);
    // Another one of this name may have got the place of a removed one.
    const file = `${ino} ${birthtimeMs}`;
    const before = known.get(path);
    const header = before?.file === file ? before.header : headIn(path);
    if (header === undefined) return [];
    known.set(path, { file, header });
    return [{ path, header, bytes, changedMs }];
  } catch {
    return [];
  }
}

/** Throws where it is none. */
function headIn(path: string): CastHeader | undefined {
  const reader = new CastReader();
  let units = 0;
  for (const piece of piecesOf(path, HEAD_PIECE_BYTES)) {
    reader.push(piece);
    units += piece.length;
    if (reader.header !== undefined || units >= HEAD_BYTES) break;
  }
  return reader.header;
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function* piecesOf(path: string, pieceBytes = PIECE_BYTES): Generator<string> {
  const file = openSync(path, 'r');
  try {
    const stat = fstatSync(file);
    if (!stat.isFile()) throw new Error('it is no file');
    if (stat.size > LARGEST_FILE_BYTES) throw new Error('it is too large to be a recording');
    const decoder = new TextDecoder();
    const piece = new Uint8Array(pieceBytes);
    for (;;) {
      const count = readSync(file, piece);
      if (count === 0) return;
      yield decoder.decode(piece.subarray(0, count), { stream: true });
    }
  } finally {
    closeSync(file);
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
    return 'no such file: codex-voice replay lists the recordings there are';
  if (error instanceof RecordingError) return `no recording that can be shown: ${error.message}`;
  return error instanceof Error ? error.message : String(error);
}
