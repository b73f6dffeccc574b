// A new note in a folder: a file of its own, never one that is there.
import { lstatSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '@codex-voice/folders';

export type NoteAdded =
  | { readonly kind: 'added'; readonly path: string }
  | { readonly kind: 'there'; readonly path: string }
  /** Its title has nothing that a file can be named after. */
  | { readonly kind: 'unnamed' }
  | { readonly kind: 'failed'; readonly path: string; readonly code: string };

/** Longest name of a file that every file system takes, without its end, in UTF-16 units. */
const LONGEST_NAME_UNITS = 60;

export function addNote(
  folder: string,
  { title, text }: { readonly title: string; readonly text: string },
): NoteAdded {
  const name = fileNameOf(title);
  if (name === '') return { kind: 'unnamed' };
  const path = join(folder, `${name}.md`);
  try {
    // A link to nowhere is there as well.
    if (lstatSync(path, { throwIfNoEntry: false }) !== undefined) return { kind: 'there', path };
    makeFolder(folder, 0o700);
    writeFileSync(path, `# ${title}\n\n${text.trim()}\n`, { flag: 'wx', mode: 0o600 });
    return { kind: 'added', path };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return { kind: 'failed', path, code };
  }
}

/** Letters and digits in small, hyphens between them: no dot, no slash. */
function fileNameOf(title: string): string {
  return title
    .toLowerCase()
    .normalize('NFC')
    .replaceAll(/[^\p{L}\p{N}\p{M}]+/gu, '-')
    .slice(0, LONGEST_NAME_UNITS)
    .replaceAll(/^-+|[-\ud800-\udbff]+$/gu, '');
}
