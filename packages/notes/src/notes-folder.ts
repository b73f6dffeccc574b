// A folder of days: a note is added by one append and is there when that returns, or it is said why not.
import {
  closeSync,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '@codex-voice/folders';
import { entriesIn, hasNote, type Note, noteEntry, twoDigits } from './note-entry.ts';

/** Only the owner may read what was noted. */
const FILE_MODE = 0o600;
const DIRECTORY_MODE = 0o700;
const DAY_NAME = /^(\d{4}-\d{2}-\d{2})\.md$/u;

export type NoteKept =
  /** `known`: it stood there already, under its id. */
  | { readonly kind: 'kept' | 'known'; readonly path: string }
  | { readonly kind: 'empty' }
  /** `message`: the system's reason. */
  | { readonly kind: 'failed'; readonly message: string };

export interface NoteDay {
  readonly date: string;
  readonly path: string;
  readonly count: number;
}

/** Never throws. When it returns `kept`, the death of the process can't take the note away. */
export function addNote(directory: string, note: Note): NoteKept {
  const entry = noteEntry(note);
  if (entry === undefined) return { kind: 'empty' };
  const path = join(directory, `${dateOf(note.at)}.md`);
  try {
    makeFolder(directory, DIRECTORY_MODE);
    const fd = openSync(path, 'a+', FILE_MODE);
    try {
      if (note.id !== undefined && hasNote(readFileSync(path, 'utf8'), note.id)) {
        return { kind: 'known', path };
      }
      writeWhole(fd, `${isTorn(fd) ? '\n' : ''}${entry}`);
      return { kind: 'kept', path };
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    return { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
}

/** Newest first; none where there is no folder. Throws the system's error where it can't be read. */
export function noteDays(directory: string): readonly NoteDay[] {
  return namesIn(directory)
    .flatMap((name) => DAY_NAME.exec(name)?.[1] ?? [])
    .filter(isDate)
    .toSorted((one, other) => (one < other ? 1 : -1))
    .map((date) => {
      const path = join(directory, `${date}.md`);
      return { date, path, count: entriesIn(readFileSync(path, 'utf8')) };
    });
}

/** Undefined: there is no such day. Throws the system's error where it can't be read. */
export function readDay(directory: string, date: string): string | undefined {
  if (!isDate(date)) return undefined;
  try {
    return readFileSync(join(directory, `${date}.md`), 'utf8');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** The local date. */
export function dateOf(at: Date): string {
  const year = String(at.getFullYear()).padStart(4, '0');
  return [year, twoDigits(at.getMonth() + 1), twoDigits(at.getDate())].join('-');
}

/** Whether the text is a date of the calendar, as `2026-02-28`. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/u.test(text)) return false;
  const at = new Date(`${text}T12:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

/** Its last line has no end. */
function isTorn(fd: number): boolean {
  const { size } = fstatSync(fd);
  if (size === 0) return false;
  const last = Buffer.alloc(1);
  readSync(fd, last, 0, 1, size - 1);
  return last.toString() !== '\n';
}

/** A write may take only a part of it, where the disk is nearly full. */
function writeWhole(fd: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let offset = 0; offset < bytes.length; )
    offset += writeSync(fd, bytes, offset, bytes.length - offset);
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
