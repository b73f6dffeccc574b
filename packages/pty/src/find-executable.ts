// Finds the program a command name means, by the rules execvp follows, before anything is forked;
// running it is left to spawnPty.
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

/** The shell's statuses for a command that could not be started. */
export const COMMAND_NOT_FOUND_STATUS = 127;
export const COMMAND_NOT_EXECUTABLE_STATUS = 126;

/** What execvp searches when the environment has no PATH. */
const DEFAULT_SEARCH_PATH = '/bin:/usr/bin';

export type ExecutableSearch =
  | { readonly kind: 'found'; readonly path: string }
  | { readonly kind: 'not-found'; readonly status: 127; readonly message: string }
  | { readonly kind: 'not-executable'; readonly status: 126; readonly message: string };

export interface ExecutableQuery {
  /** A bare name, looked up on PATH, or a path (it has a slash). */
  readonly name: string;
  /** The environment the child will get: its PATH is the one searched. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where a relative path starts; the process's own folder when absent. */
  readonly cwd?: string;
}

/**
 * Looks `name` up the way execvp does: a name with a slash is a path, another is searched for in
 * each folder of PATH, and a file that may not be run is passed over but remembered.
 * `message` is one line without a final full stop, of the form "what is wrong: how to mend it".
 */
export function findExecutable({ name, env, cwd }: ExecutableQuery): ExecutableSearch {
  const start = cwd ?? process.cwd();
  const candidates = name.includes('/')
    ? [resolve(start, name)]
    : (env.PATH ?? DEFAULT_SEARCH_PATH)
        .split(delimiter)
        .map((folder) => resolve(start, join(folder === '' ? '.' : folder, name)));
  let refused: string | undefined;
  for (const path of name === '' ? [] : candidates) {
    const verdict = inspect(path);
    if (verdict === 'runs') return { kind: 'found', path };
    if (verdict === 'refused') refused ??= path;
  }
  if (refused !== undefined) {
    return {
      kind: 'not-executable',
      status: COMMAND_NOT_EXECUTABLE_STATUS,
      message: `${refused} cannot be run: make it an executable file`,
    };
  }
  return {
    kind: 'not-found',
    status: COMMAND_NOT_FOUND_STATUS,
    message: name.includes('/')
      ? `${name} does not exist: check the path`
      : `${name === '' ? 'an empty name' : name} is not a command here: install it or put its folder on PATH`,
  };
}

function inspect(path: string): 'runs' | 'refused' | 'absent' {
  try {
    // A folder on the way may be unreadable; like execvp we then go on searching.
    if (!statSync(path).isFile()) return 'refused';
  } catch {
    return 'absent';
  }
  try {
    accessSync(path, constants.X_OK);
    return 'runs';
  } catch {
    return 'refused';
  }
}
