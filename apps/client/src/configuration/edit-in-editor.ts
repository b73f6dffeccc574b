// The config file in the person's editor, as a draft beside it: only what loads takes the file's place, and
// a draft that somebody worked on is never taken away before its text is written.
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { lstatSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeFolder } from '@codex-voice/folders';
import { askYes } from '../actions/ask-yes.ts';
import { tellError } from '../told-lines.ts';
import { EXIT_FAILURE, UserError, visible } from '../user-error.ts';
import { type ConfigLocation, locatedText } from './config-location.ts';
import { utf8Text } from './utf8-text.ts';
import { refuseUnloadable, writeConfig } from './write-config.ts';

const FILE_MODE = 0o600;
const DIRECTORY_MODE = 0o700;

/** Beside our own config file, so that editors find it by a name without a folder. */
const SCHEMA_FILE = 'config.schema.json';

/** What a new file begins with; editors read the first line, where the schema stands beside it. */
const SCHEMA_LINE = `#:schema ./${SCHEMA_FILE}\n`;
const FIRST_LINES = `# Settings of codex-voice. Everything has a default: codex-voice config explain lists all of them.

`;

/** Resolves with the exit status. Throws `UserError`. */
export async function editConfig(location: ConfigLocation, schema: string): Promise<number> {
  const { target, presence } = location;
  const text = locatedText({ ...location, presence: 'optional' }, 'change');
  const before = location.path === target ? text : '';
  // A folder that was named is the person's own: nothing but their file is written there.
  const isOurs = presence === 'optional';
  const begun = text === '' ? (isOurs ? SCHEMA_LINE : '') + FIRST_LINES : text;
  const draft = join(dirname(target), `.config-${randomUUID().slice(0, 8)}.toml`);
  try {
    makeFolder(dirname(target), DIRECTORY_MODE);
    if (isOurs) keepSchema(join(dirname(target), SCHEMA_FILE), schema);
    writeFileSync(draft, begun, { mode: FILE_MODE, flag: 'wx' });
  } catch (error) {
    rmSync(draft, { force: true });
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new UserError(
      `${visible(dirname(target))} can't be written (${code}): check the folder and the disk`,
    );
  }
  try {
    const after = await edited(draft, begun);
    if (after === undefined) return EXIT_FAILURE;
    if (after.kind === 'as-it-was') process.stdout.write('nothing was changed\n');
    else {
      writeConfig(target, { before, after: after.text });
      process.stdout.write(`${visible(target)} is written\n`);
    }
    rmSync(draft, { force: true });
    return 0;
  } catch (error) {
    throw withDraft(error, { draft, begun });
  }
}

/** The draft is named where it holds somebody's work, and gone where it holds none. */
function withDraft(
  error: unknown,
  { draft, begun }: { readonly draft: string; readonly begun: string },
): unknown {
  let held: Buffer;
  try {
    held = readFileSync(draft);
  } catch {
    return error;
  }
  if (held.equals(Buffer.from(begun))) {
    rmSync(draft, { force: true });
    return error;
  }
  const why = error instanceof Error ? error.message : String(error);
  return new UserError(`${why}; your changes are in ${visible(draft)}`);
}

/** Again and again until it loads or the person gives up; undefined: the draft is left. */
async function edited(
  draft: string,
  before: string,
): Promise<
  { readonly kind: 'changed'; readonly text: string } | { readonly kind: 'as-it-was' } | undefined
> {
  for (;;) {
    runEditor(draft);
    try {
      const text = draftText(draft);
      if (text === before) return { kind: 'as-it-was' };
      refuseUnloadable({ path: draft, text });
      return { kind: 'changed', text };
    } catch (error) {
      tellError(error);
      if ((await askYes('edit it again?')) === 'yes') continue;
      tellError(`the config file is as it was; your changes are in ${visible(draft)}`);
      return undefined;
    }
  }
}

/** Throws `UserError`. */
function draftText(draft: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(draft);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new UserError(`${visible(draft)} can't be read (${code}): save it under this name`);
  }
  return utf8Text(bytes, draft);
}

/** Throws `UserError` where there is no editor, or it fails. */
function runEditor(file: string): void {
  const { VISUAL, EDITOR } = process.env;
  const command = [VISUAL, EDITOR].find((each) => each !== undefined && each.trim() !== '') ?? 'vi';
  // As git does: what is named there is a command of a shell, with options.
  const { status, error } = spawnSync('sh', ['-c', `${command} "$1"`, 'sh', file], {
    stdio: 'inherit',
  });
  if (error === undefined && status === 0) return;
  throw new UserError(
    `the editor (${visible(command)}) failed and the config file is as it was: name one that works in VISUAL or EDITOR`,
  );
}

/** The copy that editors complete by is this release's; another's file of that name, or a link, is left. */
function keepSchema(path: string, schema: string): void {
  const stands = lstatSync(path, { throwIfNoEntry: false });
  if (stands !== undefined) {
    if (!stands.isFile()) return;
    const text = readFileSync(path, 'utf8');
    if (text === schema || titleOf(text) !== titleOf(schema)) return;
  }
  const unfinished = `${path}.${randomUUID()}.part`;
  try {
    writeFileSync(unfinished, schema, { mode: FILE_MODE, flag: 'wx' });
    renameSync(unfinished, path);
  } finally {
    rmSync(unfinished, { force: true });
  }
}

/** Of what is no schema, none. */
function titleOf(schema: string): unknown {
  try {
    const document: unknown = JSON.parse(schema);
    return typeof document === 'object' && document !== null && 'title' in document
      ? document.title
      : undefined;
  } catch {
    return undefined;
  }
}
