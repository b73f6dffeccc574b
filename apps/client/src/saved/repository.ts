// What git tells of a folder, and a worktree beside it. The person's checkout is only looked at: no lock
// is taken in it, and no hook or monitor of the repository's is run. Filters are: without the one that the
// repository's configuration names for its large files a worktree would not hold them.
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, realpathSync, rmSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { places } from '../places.ts';
import { UserError, visible } from '../user-error.ts';
import type { SavedRepository } from './saved-sessions.ts';

/** How long git may take, in ms. */
export interface GitPatience {
  readonly toTellMs: number;
  readonly toCheckOutMs: number;
}
const PATIENCE: GitPatience = {
  /** A repository of a million files is told in less; one on a dead network drive never. */
  toTellMs: 20_000,
  /** Many gigabytes on a slow disk, or fetched by a filter; Ctrl-C ends it sooner. */
  toCheckOutMs: 30 * 60_000,
};
/** A commit is told apart by so many digits in the name of a folder. */
const SHORT_HEAD = 10;
/** Neither a monitor of the repository's nor its hooks. */
const WITHOUT_HOOKS = ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null'];
const MOST_OUTPUT_BYTES = 64 * 1024 * 1024;

/** Undefined where the folder is in no repository, or where that has no commit yet. */
export async function repositoryOf(folder: string): Promise<SavedRepository | undefined> {
  const root = await told(folder, ['rev-parse', '--show-toplevel']);
  const head = await told(folder, ['rev-parse', '--verify', 'HEAD^{commit}']);
  if (root === undefined || head === undefined) return undefined;
  const branch = await told(folder, ['symbolic-ref', '--short', '-q', 'HEAD']);
  const status = await told(folder, ['status', '--porcelain', '-z']);
  const changedFiles = (status ?? '').split('\0').filter((line) => line !== '').length;
  return { root, head, changedFiles, ...(branch === undefined ? {} : { branch }) };
}

export interface Worktree {
  readonly repository: SavedRepository;
  /** In the repository. */
  readonly folder: string;
  /** Of the saved session. */
  readonly name: string;
  /** Before the checkout, which takes its time. */
  readonly onMaking: () => void;
  readonly patience?: GitPatience;
}

/**
 * A folder with the commit checked out, that of `folder` within the repository: made in the state folder,
 * or the one that was made for it before. Throws `UserError`.
 */
export async function worktreeAt({
  repository: { root, head },
  folder,
  name,
  onMaking,
  patience = PATIENCE,
}: Worktree): Promise<{ readonly folder: string; readonly was: 'made' | 'there' }> {
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
  const { toTellMs, toCheckOutMs } = patience;
  const known = await git(root, ['cat-file', '-e', `${head}^{commit}`], toTellMs);
  if (known.kind === 'failed') {
    throw new UserError(
      `the commit ${head.slice(0, SHORT_HEAD)} is no longer in ${visible(root)}: load it with --anyway`,
    );
  }
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  onMaking();
  const made = await git(root, ['worktree', 'add', '--detach', path, head], toCheckOutMs);
  if (made.kind === 'failed') {
    // Half of one would be in the way of the next try.
    await git(root, ['worktree', 'remove', '--force', path], toTellMs);
    rmSync(path, { recursive: true, force: true });
    throw new UserError(
      `git can't make a worktree in ${visible(path)} (${visible(made.why)}): see git worktree list, or load it with --anyway`,
    );
  }
  return { folder: join(path, inside), was: 'made' };
}

type GitAnswer =
  /** What it printed, without its last line's end. */
  | { readonly kind: 'told'; readonly text: string }
  /** In a few words. */
  | { readonly kind: 'failed'; readonly why: string };

/** Undefined where git fails or is not there. */
async function told(folder: string, args: readonly string[]): Promise<string | undefined> {
  const answer = await git(folder, args, PATIENCE.toTellMs);
  return answer.kind === 'told' ? answer.text : undefined;
}

async function git(
  folder: string,
  args: readonly string[],
  patienceMs: number,
): Promise<GitAnswer> {
  return await new Promise((resolve) => {
    execFile(
      'git',
      ['-C', folder, ...WITHOUT_HOOKS, ...args],
      {
        encoding: 'utf8',
        timeout: patienceMs,
        maxBuffer: MOST_OUTPUT_BYTES,
        env: { ...process.env, GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0' },
      },
      (error, stdout, stderr) => {
        if (error === null) resolve({ kind: 'told', text: stdout.replace(/\n$/u, '') });
        else resolve({ kind: 'failed', why: whyOf(error, stderr, patienceMs) });
      },
    );
  });
}

function whyOf(
  { killed, message }: { readonly killed?: boolean; readonly message: string },
  stderr: string,
  patienceMs: number,
): string {
  if (killed === true) return `it took longer than ${patienceMs / 1_000} s`;
  const [last] = stderr.trim().split('\n').slice(-1);
  return last === undefined || last === '' ? message : last;
}
