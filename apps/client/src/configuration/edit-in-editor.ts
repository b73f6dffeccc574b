// The config file in the person's editor, as a draft beside it: only what loads takes the file's place.
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeFolder } from '@codex-voice/folders';
import { askYes } from '../actions/ask-yes.ts';
import { EXIT_FAILURE, errorLine, UserError, visible } from '../user-error.ts';
import { type ConfigLocation, locatedText } from './config-location.ts';
import { refuseUnloadable, writeConfig } from './write-config.ts';

const FILE_MODE = 0o600;
const DIRECTORY_MODE = 0o700;

/** Beside the config file, so that editors find it by a name without a folder. */
const SCHEMA_FILE = 'config.schema.json';

/** What a new file begins with; editors read the first line. */
const FIRST_LINES = `#:schema ./${SCHEMA_FILE}
# Settings of codex-voice. Everything has a default: codex-voice config explain lists all of them.

`;

/** Resolves with the exit status. Throws `UserError`. */
export async function editConfig(location: ConfigLocation, schema: string): Promise<number> {
  const { target } = location;
  const before = locatedText({ ...location, presence: 'optional' });
  const isOld = location.path !== target;
  const draft = join(dirname(target), `.config-${randomUUID().slice(0, 8)}.toml`);
  try {
    makeFolder(dirname(target), DIRECTORY_MODE);
    writeFileSync(draft, before === '' ? FIRST_LINES : before, { mode: FILE_MODE, flag: 'wx' });
    keepSchema(join(dirname(target), SCHEMA_FILE), schema);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new UserError(
      `${visible(dirname(target))} can't be written (${code}): check the folder and the disk`,
    );
  }
  const after = await edited(draft, before === '' ? FIRST_LINES : before);
  if (after === undefined) return EXIT_FAILURE;
  if (after.kind === 'as-it-was') process.stdout.write('nothing was changed\n');
  else {
    writeConfig(target, { before: isOld ? '' : before, after: after.text });
    process.stdout.write(`${visible(target)} is written\n`);
  }
  rmSync(draft, { force: true });
  return 0;
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
    const text = readFileSync(draft, 'utf8');
    if (text === before) return { kind: 'as-it-was' };
    try {
      refuseUnloadable({ path: draft, text });
      return { kind: 'changed', text };
    } catch (error) {
      process.stderr.write(errorLine(error));
      if ((await askYes('edit it again?')) === 'yes') continue;
      process.stderr.write(errorLine(`the config file is as it was; your changes are in ${draft}`));
      return undefined;
    }
  }
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
  rmSync(file, { force: true });
  throw new UserError(
    `the editor (${visible(command)}) failed and nothing was changed: name one that works in VISUAL or EDITOR`,
  );
}

/** The copy that editors complete by is this release's. */
function keepSchema(path: string, schema: string): void {
  writeFileSync(path, schema, { mode: FILE_MODE });
}
