// What can be seen to be wrong with recordings before anything is started; whether sound is in them is
// found out by whoever plays them.
import { closeSync, openSync, statSync } from 'node:fs';
import { UserError } from './user-error.ts';

/** Throws `UserError` for the first that can't be heard. `open` throws where a file can't be read. */
export function checkRecordings(paths: readonly string[], open: typeof tryOpen = tryOpen): void {
  for (const path of paths) {
    checkStreams([path], open);
    if (!statSync(path).isFile()) throw noFile(path);
  }
}

/** The same where a recording is read once, from its beginning: it may be a pipe, which is not looked into. */
export function checkStreams(paths: readonly string[], open: typeof tryOpen = tryOpen): void {
  for (const path of paths) {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found === undefined) throw new UserError(`${path}: there is no such file: check its name`);
    if (found.isDirectory()) throw noFile(path);
    if (!found.isFile()) continue;
    if (found.size === 0) throw new UserError(`${path}: the file is empty: record it again`);
    try {
      open(path);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new UserError(`${path}: it can't be read: ${reason}`);
    }
  }
}

function noFile(path: string): UserError {
  return new UserError(`${path}: this is no file: name a recording`);
}

function tryOpen(path: string): void {
  closeSync(openSync(path, 'r'));
}
