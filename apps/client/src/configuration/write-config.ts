// Writes a config file: only what would load, whole or not at all, through a link into the file that it
// names, and only over what was read.
import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { makeFolder } from '@codex-voice/folders';
import { parseConfig } from '../config.ts';
import { type ConfigEdit, withoutSetting, withSetting } from '../config-edit.ts';
import { UserError, visible } from '../user-error.ts';
import { tomlKey, tomlValue } from './setting-values.ts';
import { utf8Text } from './utf8-text.ts';
import { checkConfig } from './whole-check.ts';

/** A file of the person's own; one that is there keeps its mode. */
const FILE_MODE = 0o600;
const DIRECTORY_MODE = 0o700;

export interface ConfigText {
  readonly path: string;
  /** As it was read; empty: it may not be there. */
  readonly text: string;
}

/** The file with these settings. Throws `UserError` where it can't be changed so, or would not load. */
export function changedConfig(
  { path, text }: ConfigText,
  settings: readonly { readonly keys: readonly string[]; readonly value: unknown }[],
): ConfigEdit {
  let edit: ConfigEdit = { text, line: 1, before: [], after: [] };
  for (const setting of settings) {
    const next = withSetting(edit.text, setting);
    if (next === undefined) {
      const { keys, value } = setting;
      throw new UserError(
        `${visible(path)}: ${keys.join('.')} stands there in a way that is not changed for you: write ${tomlKey(keys.at(-1) ?? '')} = ${visible(tomlValue(value))}`,
      );
    }
    edit = {
      ...next,
      before: [...edit.before, ...next.before],
      after: [...edit.after, ...next.after],
    };
  }
  refuseUnloadable({ path, text: edit.text });
  return edit;
}

/** The file without a setting. Throws `UserError` as `changedConfig` does. */
export function unsetConfig({ path, text }: ConfigText, keys: readonly string[]): ConfigEdit {
  const edit = withoutSetting(text, keys);
  if (edit === undefined) {
    throw new UserError(
      `${visible(path)}: ${keys.join('.')} stands there in a way that is not changed for you: codex-voice config edit`,
    );
  }
  refuseUnloadable({ path, text: edit.text });
  return edit;
}

/** Throws `UserError`, with the line, for a text that would not load. */
export function refuseUnloadable({ path, text }: ConfigText): void {
  checkConfig(parseConfig(text, path));
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
    if ((stands === undefined ? '' : utf8Text(readFileSync(target), path)) !== text.before) {
      throw new UserError(`${visible(path)} has been changed meanwhile: try again`);
    }
    unfinished = target + unfinishedName;
    const mode = (stands?.mode ?? FILE_MODE) & 0o777;
    writeFileSync(unfinished, text.after, { mode: mode & FILE_MODE, flag: 'wx' });
    // What the umask takes away at first is the file's again.
    chmodSync(unfinished, mode);
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

/** One line about what is changed, for a person. */
export function changeText(path: string, { line, before, after }: ConfigEdit): string {
  const shown = (lines: readonly string[]): string =>
    lines.map((each) => visible(each.trim())).join(', ');
  const where = `${visible(path)}:${line}`;
  if (after.length === 0)
    return before.length === 0 ? `${where}: as it was` : `${where}: ${shown(before)} is taken away`;
  return before.length === 0
    ? `${where}: to be added: ${shown(after)}`
    : `${where}: ${shown(before)} becomes ${shown(after)}`;
}
