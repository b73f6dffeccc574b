// What git tells of a folder, and a worktree beside it. The person's checkout is only looked at: no lock
// is taken in it, and no hook or monitor of the repository's is run. Filters are: without the one that the
// repository's configuration names for its large files a worktree would not hold them.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, realpathSync, rmSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { places } from '../places.ts';
import { UserError, visible } from '../user-error.ts';
import type { CommittedRepository, SavedRepository } from './saved-sessions.ts';

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
/** Of what it prints, in UTF-16 units: the status of a million files. */
const MOST_OUTPUT = 64 * 1024 * 1024;
/** The end of what it says of a failure, in UTF-16 units. */
const MOST_ERRORS = 65_536;

/** Undefined where the folder is in no repository. */
export async function repositoryOf(folder: string): Promise<SavedRepository | undefined> {
  const root = await told(folder, ['rev-parse', '--show-toplevel']);
  const head = await told(folder, ['rev-parse', '--verify', 'HEAD^{commit}']);
  if (root === undefined) return undefined;
  const branch = await told(folder, ['symbolic-ref', '--short', '-q', 'HEAD']);
  const status = await told(folder, ['status', '--porcelain', '-z']);
  const changedFiles = (status ?? '').split('\0').filter((line) => line !== '').length;
  return {
    root,
    changedFiles,
    ...(head === undefined ? {} : { head }),
    ...(branch === undefined ? {} : { branch }),
  };
}

export interface Worktree {
  readonly repository: CommittedRepository;
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
    // Half of one would be in the way of the next try, also one that a killed git has left locked.
    await git(root, ['worktree', 'remove', '--force', '--force', path], toTellMs);
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

/** Asked to end, git and its filters have so long, in ms. */
const END_GRACE_MS = 2_000;
/** What git and its filters wrote on their way out is waited for so long, in ms: they are dead by then. */
const PIPE_GRACE_MS = 1_000;
const ENDING_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Git and all that it starts are a group, which ends as a whole: when its time is over, and when we end. */
async function git(
  folder: string,
  args: readonly string[],
  patienceMs: number,
): Promise<GitAnswer> {
  const child = spawn('git', ['-C', folder, ...WITHOUT_HOOKS, ...args], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0' },
  });
  const output = { text: '', errors: '' };
  let late = '';
  let killing: NodeJS.Timeout | undefined;
  const endGroup = (why: string): void => {
    late ||= why;
    // Asked to, git clears up after itself.
    signalGroup(child, 'SIGTERM');
    killing ??= setTimeout(() => signalGroup(child, 'SIGKILL'), END_GRACE_MS);
  };
  child.once('exit', () => {
    if (late !== '') signalGroup(child, 'SIGKILL');
  });
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output.text += text;
    if (output.text.length > MOST_OUTPUT) endGroup('it says too much');
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output.errors = (output.errors + text).slice(-MOST_ERRORS);
  });
  const withUs = endedWithUs(() => signalGroup(child, 'SIGTERM'));
  const timer = setTimeout(
    () => endGroup(`it took longer than ${patienceMs / 1_000} s`),
    patienceMs,
  );
  const status = await ended(child);
  clearTimeout(timer);
  clearTimeout(killing);
  withUs();
  if (late !== '') return { kind: 'failed', why: late };
  if (status === 0) return { kind: 'told', text: output.text.replace(/\n$/u, '') };
  const [last] = output.errors.trim().split('\n').slice(-1);
  return { kind: 'failed', why: last || String(status) };
}

/** Its status, or what else became of it, once nothing of its group can write any more. */
async function ended(child: ChildProcess): Promise<number | string> {
  return await new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => {
      const status = signal === null ? (code ?? 1) : `it was ended by ${signal}`;
      const timer = setTimeout(() => {
        for (const stream of child.stdio) stream?.destroy();
        resolve(status);
      }, PIPE_GRACE_MS);
      child.once('close', () => {
        clearTimeout(timer);
        resolve(status);
      });
    });
  });
}

/** A group of its own hears no Ctrl-C: what ends us ends it first. Answers how to call that off. */
function endedWithUs(end: () => void): () => void {
  const off = (): void => {
    for (const signal of ENDING_SIGNALS) process.removeListener(signal, onSignal);
    process.removeListener('exit', end);
  };
  function onSignal(signal: NodeJS.Signals): void {
    end();
    off();
    // Nobody else wants to know: it ends us, as it would have.
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
  }
  for (const signal of ENDING_SIGNALS) process.once(signal, onSignal);
  process.once('exit', end);
  return off;
}

/** The group of a process that never started or is gone takes no signal. */
function signalGroup({ pid }: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // Nobody of it is left.
  }
}
