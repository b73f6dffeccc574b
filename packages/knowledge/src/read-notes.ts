// All notes of some folders, read whole and within bounds. What can't be read is left out and counted.
import type { Dirent } from 'node:fs';
import { closeSync, constants, fstatSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { type Snippet, snippetsOf } from './snippets.ts';

const MOST_NOTES = 5_000;
const LONGEST_NOTE_BYTES = 1024 * 1024;
const MOST_BYTES = 32 * 1024 * 1024;
/** Of more in all folders together the rest is not looked through: a whole home is no folder of notes. */
const MOST_ENTRIES = 50_000;
/** Some milliseconds of reading. */
const NOTES_AT_ONCE = 20;
/** Deeper ones are none that somebody looks into. */
const DEEPEST = 12;

export interface NotesFolder {
  readonly path: string;
  /** Put before the names of its files; empty: nothing. */
  readonly called: string;
}

export interface NotesRead {
  readonly notes: number;
  readonly snippets: readonly Snippet[];
  /** Notes that are there and were not read. */
  readonly leftOut: number;
  /** Whether all folders were looked through. */
  readonly walked: 'whole' | 'in-part';
}

/** Never rejects. Others get their turn between the files. */
export async function readNotes(folders: readonly NotesFolder[]): Promise<NotesRead> {
  const snippets: Snippet[] = [];
  let notes = 0;
  let leftOut = 0;
  let bytesLeft = MOST_BYTES;
  const left = { entries: MOST_ENTRIES };
  for (const { path, called } of folders) {
    for await (const file of noteFiles({ folder: path, depth: DEEPEST, left })) {
      if ((notes + leftOut) % NOTES_AT_ONCE === 0) await setImmediate();
      const text = notes < MOST_NOTES ? noteText(file, bytesLeft) : undefined;
      if (text === undefined) {
        leftOut += 1;
        continue;
      }
      notes += 1;
      bytesLeft -= Buffer.byteLength(text);
      snippets.push(...snippetsOf(join(called, relative(path, file)), text));
    }
  }
  return { notes, snippets, leftOut, walked: left.entries < 0 ? 'in-part' : 'whole' };
}

interface Walk {
  readonly folder: string;
  readonly depth: number;
  /** Of all folders together. */
  readonly left: { entries: number };
}

/** In the order of their names. Others get their turn between the folders. */
async function* noteFiles({ folder, depth, left }: Walk): AsyncGenerator<string> {
  if (depth === 0) return;
  await setImmediate();
  for (const entry of entriesOf(folder)) {
    left.entries -= 1;
    if (left.entries < 0) return;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* noteFiles({ folder: path, depth: depth - 1, left });
    else if (entry.isFile() && /\.(?:md|markdown)$/iu.test(entry.name)) yield path;
  }
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter(({ name }) => !name.startsWith('.') && name !== 'node_modules')
      .toSorted((one, other) => (one.name < other.name ? -1 : 1));
  } catch {
    return [];
  }
}

function noteText(path: string, bytesLeft: number): string | undefined {
  let descriptor: number | undefined;
  try {
    // Between the listing and now it may have become a pipe or a link.
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const found = fstatSync(descriptor);
    if (!found.isFile() || found.size > Math.min(LONGEST_NOTE_BYTES, bytesLeft)) return undefined;
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(descriptor));
  } catch {
    return undefined;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}
