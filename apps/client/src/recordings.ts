// What can be seen to be wrong with recordings before anything is started; whether sound is in them is
// found out by whoever plays them.
import { closeSync, openSync, statSync } from 'node:fs';
import { UserError } from './user-error.ts';

/** Throws `UserError` for the first that can't be heard. `open` throws where a file can't be read. */
export function checkRecordings(paths: readonly string[], open: typeof tryOpen = tryOpen): void {
  for (const path of paths) {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found === undefined) throw new UserError(`${path}: there is no such file: check its name`);
    if (!found.isFile()) throw new UserError(`${path}: this is no file: name a recording`);
    if (found.size === 0) throw new UserError(`${path}: the file is empty: record it again`);
    try {
      open(path);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new UserError(`${path}: it can't be read: ${reason}`);
    }
  }
}

function tryOpen(path: string): void {
  closeSync(openSync(path, 'r'));
}
