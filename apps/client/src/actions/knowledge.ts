// What is searched for /kb: the person's own knowledge base, what was noted day by day, the folders of the
// config file, and the project's.
import { existsSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import {
  type NotesFolder,
  type NotesRead,
  quoteSnippets,
  readNotes,
  searchSnippets,
} from '@codex-voice/knowledge';
import { places } from '../places.ts';
import { projectFolders } from '../project-config.ts';

/** Snippets that go into a prompt: more is noise to the agent and nothing a person looks through. */
const QUOTED_SNIPPETS = 3;
/** Of a project, from the nearest folder up to the root of its repository that has one. */
const PROJECT_NOTES = join('.codex-voice', 'kb');

export interface NotesPlace {
  /** As the config file has them. */
  readonly folders: readonly string[];
  /** In the project. */
  readonly directory: string;
}

export function ownNotesFolder(): string {
  return places(process.env, process.platform).knowledgeDirectory;
}

export async function notesIn({ folders, directory }: NotesPlace): Promise<NotesRead> {
  const project = projectFolders(directory)
    .map((folder) => join(realFolder(folder), PROJECT_NOTES))
    .find((path) => realFolder(path) === path && existsSync(path));
  const named = folders.map((written): NotesFolder => ({ path: atHome(written), called: written }));
  return await readNotes([
    { path: ownNotesFolder(), called: '' },
    { path: places(process.env, process.platform).notesDirectory, called: 'notes' },
    ...named,
    ...(project === undefined ? [] : [{ path: project, called: PROJECT_NOTES }]),
  ]);
}

export interface QuotedNotes {
  readonly text: string;
  /** Files of it that came with the project. */
  readonly ofProject: readonly string[];
}

/** The best snippets as they go into a prompt; undefined: no note has any of the words. */
export async function quotedNotes(
  place: NotesPlace,
  words: string,
): Promise<QuotedNotes | undefined> {
  const { snippets } = await notesIn(place);
  const found = await searchSnippets(snippets, { words, most: QUOTED_SNIPPETS });
  if (found.length === 0) return undefined;
  const theirs = found.map(({ file }) => file).filter((file) => file.startsWith(PROJECT_NOTES));
  return { text: quoteSnippets(found), ofProject: [...new Set(theirs)] };
}

/** Without links: what a project brings does not lead out of it. */
function realFolder(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** Folders of the config file that are not there. */
export function missingFolders(folders: readonly string[]): readonly string[] {
  return folders.filter((written) => !existsSync(atHome(written)));
}

function atHome(path: string): string {
  const home = process.env.HOME ?? homedir();
  return path === '~' || path.startsWith('~/') ? join(home, path.slice(1)) : path;
}
