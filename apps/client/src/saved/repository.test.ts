// A worktree beside a repository: filters run, a checkout that takes too long or fails is told and leaves
// nothing in the way.
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { repositoryOf, worktreeAt } from './repository.ts';
import type { CommittedRepository } from './saved-sessions.ts';

const PATIENT = { toTellMs: 60_000, toCheckOutMs: 60_000 };
const ignored = (): void => undefined;

let root: string;
let checkout: string;
let saved: CommittedRepository;
const hold = () => join(root, 'hold');
/** The process id of the filter that is held. */
const held = () => join(root, 'held');

function git(...args: string[]): void {
  const who = ['-c', 'user.name=x', '-c', 'user.email=x@x.test', '-c', 'commit.gpgsign=false'];
  execFileSync('git', ['-C', checkout, ...who, ...args], { stdio: 'ignore' });
}

beforeEach(async () => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'codex-voice-worktree-')));
  checkout = join(root, 'checkout');
  vi.stubEnv('XDG_STATE_HOME', join(root, 'state'));
  vi.stubEnv('GIT_CONFIG_NOSYSTEM', '1');
  execFileSync('git', ['init', '-q', '-b', 'main', checkout]);
  const smudge = `sh -c 'echo $$ > "${held()}.part"; mv "${held()}.part" "${held()}"; while [ -e "${hold()}" ]; do sleep 0.1; done; tr a-z A-Z'`;
  git('config', 'filter.slow.smudge', smudge);
  writeFileSync(join(checkout, '.gitattributes'), '*.big filter=slow\n');
  writeFileSync(join(checkout, 'a.big'), 'large\n');
  git('add', '.');
  git('commit', '-q', '-m', 'one');
  const found = await repositoryOf(checkout);
  if (found?.head === undefined) throw new Error('no commit');
  saved = { ...found, head: found.head };
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(root, { recursive: true });
});

/** A killed one that nobody has asked after yet does not run any more. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  try {
    return !/^State:\s+Z/mu.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    // It ended meanwhile, or there is no such folder on this system.
    return process.platform !== 'linux';
  }
}

const make = async (repository: CommittedRepository, patience = PATIENT) =>
  await worktreeAt({ repository, folder: checkout, name: 'work', onMaking: ignored, patience });

test('a checkout has its own time, and one that has run out leaves nothing in the way', async () => {
  writeFileSync(hold(), '');
  // A busy machine may not have come as far as the filter by then.
  for (let tries = 0; tries < 40 && !existsSync(held()); tries += 1)
    await expect(make(saved, { ...PATIENT, toCheckOutMs: 500 })).rejects.toThrow(
      'took longer than 0.5 s',
    );
  // Nothing of it lives on, and would write where the next one checks out.
  expect(isRunning(Number(readFileSync(held(), 'utf8')))).toBe(false);
  rmSync(hold());
  const made = await make(saved);
  expect(made.was).toBe('made');
  expect(readFileSync(join(made.folder, 'a.big'), 'utf8')).toBe('LARGE\n');
  expect((await make(saved)).was).toBe('there');
});

test('what git says last is told, in one line', async () => {
  git('config', 'filter.slow.required', 'true');
  git('config', 'filter.slow.smudge', 'false');
  const error: unknown = await make(saved).catch((reason: unknown) => reason);
  const message = error instanceof Error ? error.message : '';
  expect(message).toMatch(
    /^git can't make a worktree in [^\n]+ \([^\n]+\): see git worktree list/u,
  );
  expect(message).toContain('a.big');
  expect(
    existsSync(join(root, 'state', 'codex-voice', 'worktrees', `work-${saved.head.slice(0, 10)}`)),
  ).toBe(false);
});

test('bug: a repository without a commit was told as none', async () => {
  const fresh = join(root, 'fresh');
  execFileSync('git', ['init', '-q', '-b', 'first', fresh]);
  expect(await repositoryOf(fresh)).toEqual({ root: fresh, branch: 'first', changedFiles: 0 });
  writeFileSync(join(fresh, 'a.txt'), 'one\n');
  expect(await repositoryOf(fresh)).toMatchObject({ changedFiles: 1 });
  expect(await repositoryOf(root)).toBeUndefined();
});
