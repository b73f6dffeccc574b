// Makes a folder with all that is missing above it, or fails with the system's reason. What that means to
// a person is said by whoever asked.
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/**
 * Makes `path` and its missing parents, each with `mode` less the process's mask. Throws the system's error
 * where that can't be done; Node's recursive `mkdir` would try for ever below a folder that takes none, as
 * /proc does.
 */
export function makeFolder(path: string, mode: number): void {
  const missing: string[] = [];
  let at = resolve(path);
  while (!makeOne(at, mode)) {
    missing.push(at);
    at = dirname(at);
  }
  for (const each of missing.toReversed()) makeLast(each, mode);
}

/** Whether it is there now; false where the folder above it is not. */
function makeOne(path: string, mode: number): boolean {
  try {
    makeLast(path, mode);
    return true;
  } catch (error) {
    // Its parent is there, and takes no folder: going up and down again would change nothing.
    if (!isMissing(error) || existsSync(dirname(path))) throw error;
    return false;
  }
}

function makeLast(path: string, mode: number): void {
  try {
    mkdirSync(path, { mode });
  } catch (error) {
    // Systems have several codes for what is there already.
    if (isMissing(error) || !isFolder(path)) throw error;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
