// Writes a config file: only what would load, whole or not at all, through a link into the file that it
// names, and only over what was read.
import { randomUUID } from 'node:crypto';
import { readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeFolder } from '@codex-voice/folders';
import { parseConfig } from '../config.ts';
import { withSetting } from '../config-edit.ts';
import { UserError, visible } from '../user-error.ts';

/** A file of the person's own; one that is there keeps its mode. */
const FILE_MODE = 0o600;
const DIRECTORY_MODE = 0o700;

export interface ConfigText {
  readonly path: string;
  /** As it was read; empty: it may not be there. */
  readonly text: string;
}

export interface ConfigChange {
  /** The whole file. */
  readonly text: string;
  /** The lines that are added or changed. */
  readonly after: readonly string[];
}

/** The file with these settings. Throws `UserError` where it can't be changed so, or would not load. */
export function changedConfig(
  { path, text }: ConfigText,
  settings: readonly { readonly keys: readonly [string, string]; readonly value: string }[],
): ConfigChange {
  let change: ConfigChange = { text, after: [] };
  for (const { keys, value } of settings) {
    const [table, key] = keys;
    const edit = withSetting(change.text, { table, key, value });
    if (edit === undefined) {
      throw new UserError(
        `${visible(path)}: ${keys.join('.')} stands there in a way that is not changed for you: write ${key} = ${JSON.stringify(value)}`,
      );
    }
    change = { text: edit.text, after: [...change.after, ...edit.after] };
  }
  parseConfig(change.text, path);
  return change;
}

/** Throws `UserError`: somebody else has changed it meanwhile, or it can't be written. */
export function writeConfig(
  path: string,
  text: { readonly before: string; readonly after: string },
): void {
  const unfinishedName = `.${randomUUID()}.part`;
  let unfinished: string | undefined;
  try {
    makeFolder(dirname(path), DIRECTORY_MODE);
    const stands = statSync(path, { throwIfNoEntry: false });
    const target = stands === undefined ? path : realpathSync(path);
    if ((stands === undefined ? '' : readFileSync(target, 'utf8')) !== text.before) {
      throw new UserError(`${visible(path)} has been changed meanwhile: try again`);
    }
    unfinished = target + unfinishedName;
    writeFileSync(unfinished, text.after, {
      mode: (stands?.mode ?? FILE_MODE) & 0o777,
      flag: 'wx',
    });
    renameSync(unfinished, target);
  } catch (error) {
    if (unfinished !== undefined) rmSync(unfinished, { force: true });
    if (error instanceof UserError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new UserError(
      `${visible(path)} can't be written (${code}): check the folder and the disk`,
    );
  }
}
