// What git tells of a folder, and a worktree beside it. The person's checkout is only looked at: no lock
// is taken in it, and no hook or monitor of the repository's is run.
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, realpathSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { places } from '../places.ts';
import { UserError, visible } from '../user-error.ts';
import type { SavedRepository } from './saved-sessions.ts';

/** A repository of a million files is told in less; one on a dead network drive never, in ms. */
const PATIENCE_MS = 20_000;
/** A commit is told apart by so many digits in the name of a folder. */
const SHORT_HEAD = 10;
/** Nothing of a repository's own configuration is started. */
const STARTING_NOTHING = ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null'];
const MOST_OUTPUT_BYTES = 64 * 1024 * 1024;

/** Undefined where the folder is in no repository, or where that has no commit yet. */
export async function repositoryOf(folder: string): Promise<SavedRepository | undefined> {
  const root = await git(folder, ['rev-parse', '--show-toplevel']);
  const head = await git(folder, ['rev-parse', '--verify', 'HEAD^{commit}']);
  if (root === undefined || head === undefined) return undefined;
  const branch = await git(folder, ['symbolic-ref', '--short', '-q', 'HEAD']);
  const status = await git(folder, ['status', '--porcelain', '-z']);
  const changedFiles = (status ?? '').split('\0').filter((line) => line !== '').length;
  return { root, head, changedFiles, ...(branch === undefined ? {} : { branch }) };
}

/**
 * A folder with the commit checked out, that of `folder` within the repository: made in the state folder,
 * or the one that was made for it before. Throws `UserError`.
 */
export async function worktreeAt(
  { root, head }: SavedRepository,
  folder: string,
  name: string,
): Promise<{ readonly folder: string; readonly was: 'made' | 'there' }> {
  const state = places(process.env, process.platform).stateDirectory;
  const path = join(state, 'worktrees', `${name}-${head.slice(0, SHORT_HEAD)}`);
  const inside = relative(root, folder);
  if (existsSync(path)) {
    const found = await repositoryOf(path);
    if (found?.root === realpathSync(path) && found.head === head)
      return { folder: join(path, inside), was: 'there' };
    throw new UserError(
      `${path} is in the way and is not at ${head.slice(0, SHORT_HEAD)}: move it, or git worktree remove it`,
    );
  }
  if ((await git(root, ['cat-file', '-e', `${head}^{commit}`])) === undefined) {
    throw new UserError(
      `the commit ${head.slice(0, SHORT_HEAD)} is no longer in ${visible(root)}: load it with --anyway`,
    );
  }
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const made = await git(root, ['worktree', 'add', '--detach', path, head]);
  if (made === undefined) {
    throw new UserError(
      `git can't make a worktree in ${visible(path)}: see git worktree list, or load it with --anyway`,
    );
  }
  return { folder: join(path, inside), was: 'made' };
}

/** What it prints, trimmed; undefined where it fails or is not there. */
async function git(folder: string, args: readonly string[]): Promise<string | undefined> {
  return await new Promise((resolve) => {
    execFile(
      'git',
      ['-C', folder, ...STARTING_NOTHING, ...args],
      {
        encoding: 'utf8',
        timeout: PATIENCE_MS,
        maxBuffer: MOST_OUTPUT_BYTES,
        env: { ...process.env, GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0' },
      },
      (error, stdout) => resolve(error === null ? stdout.replace(/\n$/u, '') : undefined),
    );
  });
}
