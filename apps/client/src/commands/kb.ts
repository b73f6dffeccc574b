// `codex-voice kb`: the person's notes from the shell: searched, listed, added to. Putting one into a prompt
// is `codex-voice do kb`.
import { readFileSync } from 'node:fs';
import { addNote, type Snippet, searchSnippets, sourceOf } from '@codex-voice/knowledge';
import { missingFolders, notesIn, ownNotesFolder } from '../actions/knowledge.ts';
import { UserError, visible } from '../user-error.ts';
import { boundedText, readText } from './prompt-text.ts';
import { type CommandGiven, note, printJson } from './session-access.ts';

/** As many as a screen shows. */
const SHOWN_SNIPPETS = 8;
/** Lines of each that are shown, and cells of a line. */
const SHOWN_LINES = 3;
const SHOWN_CELLS = 76;

/** Throws `UserError`. */
export async function kb(given: CommandGiven): Promise<number> {
  const [action, ...words] = given.request.rest;
  switch (action) {
    case 'add':
      return await add(given, words);
    case 'search':
      return await search(given, words.join(' '));
    default:
      return await list(given);
  }
}

async function readAll(given: CommandGiven): Promise<readonly Snippet[]> {
  const { folders } = given.config().kb;
  const { snippets, leftOut, walked } = await notesIn({ folders, directory: process.cwd() });
  for (const folder of missingFolders(folders)) {
    note(`[kb] folders: ${visible(folder)} is not there: mend the config file`);
  }
  if (walked === 'in-part')
    note('the folders hold too many files: name smaller ones in [kb] folders');
  if (leftOut > 0) note(`${leftOut} notes were left out: too large, too many, or no UTF-8 text`);
  return snippets;
}

async function search(given: CommandGiven, words: string): Promise<number> {
  const found = await searchSnippets(await readAll(given), { words, most: SHOWN_SNIPPETS });
  if (given.request.options.json === true) {
    printJson(found);
    return found.length === 0 ? 1 : 0;
  }
  if (found.length === 0) {
    throw new UserError(`no note has ${visible(words)}: codex-voice kb list shows what there is`);
  }
  const shown = found.map((snippet) => `${sourceOf(snippet)}\n${excerpt(snippet)}`);
  process.stdout.write(`${shown.map(shownLines).join('\n\n')}\n`);
  return 0;
}

function excerpt({ text }: Snippet): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const shown = lines
    .slice(0, SHOWN_LINES)
    .map((line) => `  ${line.length > SHOWN_CELLS ? `${line.slice(0, SHOWN_CELLS)}…` : line}`);
  return [...shown, ...(lines.length > SHOWN_LINES ? ['  …'] : [])].join('\n');
}

async function list(given: CommandGiven): Promise<number> {
  const snippets = await readAll(given);
  if (given.request.options.json === true) {
    printJson(snippets.map(({ file, line, headings }) => ({ file, line, headings })));
    return 0;
  }
  if (snippets.length === 0) {
    const folder = visible(ownNotesFolder());
    process.stdout.write(`no notes yet: put Markdown files into ${folder}, or kb add TITLE TEXT\n`);
    return 0;
  }
  for (const snippet of snippets) process.stdout.write(`${shownLines(sourceOf(snippet))}\n`);
  return 0;
}

async function add(given: CommandGiven, [title = '', ...rest]: readonly string[]): Promise<number> {
  const text = rest[0] === '-' ? await readText(process.stdin) : boundedText(rest.join(' '));
  const added = addNote(ownNotesFolder(), { title, text });
  switch (added.kind) {
    case 'added':
      if (given.request.options.json === true) printJson({ path: added.path });
      else process.stdout.write(`${visible(added.path)}:\n${shownLines(textOf(added.path))}`);
      return 0;
    case 'there':
      throw new UserError(
        `${visible(added.path)} is there already: choose another title, or edit that file`,
      );
    case 'unnamed':
      throw new UserError(`${visible(title)} is no title for a file: use letters or digits`);
    case 'failed':
      throw new UserError(
        `${visible(added.path)} can't be written (${added.code}): check the folder and its rights`,
      );
  }
}

function textOf(path: string): string {
  return readFileSync(path, 'utf8');
}

/** Line by line: nothing in it gives orders to the terminal. */
function shownLines(text: string): string {
  return text.split('\n').map(visible).join('\n');
}
