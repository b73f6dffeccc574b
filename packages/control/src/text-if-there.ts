// Reads a file that need not be there. That there is none is one answer; that it can't be read just now is
// no answer at all, and nobody may take the one for the other.
import { readFileSync } from 'node:fs';

export type ReadText = (path: string) => string;

export const readText: ReadText = (path) => readFileSync(path, 'utf8');

/** Undefined: there is no such file. Throws the system's error where it can't be read. */
export function textIfThere(path: string, read: ReadText): string | undefined {
  try {
    return read(path);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** It is not there, or what should be a folder above it is none. */
export function isMissing(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOENT' || code === 'ENOTDIR';
}
