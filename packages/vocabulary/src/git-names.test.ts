import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { findGitFolders, readExcludes, readGitNames } from './git-names.ts';
import { type ProjectFolder, projectFolder } from './project-folder.test-support.ts';

let project: ProjectFolder | undefined;
afterEach(() => project?.end());

const REPOSITORY = {
  '.git/HEAD': 'ref: refs/heads/fix-resampler\n',
  '.git/config':
    '[remote "upstream"]\n\turl = https://user:hiddenToken@example.org/team/voice-layer.git\n',
  '.git/packed-refs': '# pack-refs\nabc refs/heads/old-branch\nabc refs/remotes/origin/not-mine\n',
  '.git/refs/heads/main': 'abc\n',
  '.git/refs/heads/feature/wake-word': 'abc\n',
  '.git/info/exclude': 'notes/\n',
};

test('VOCAB-50: branches, loose and packed, and the short names of remotes, without their address', async () => {
  project = projectFolder(REPOSITORY);
  const folders = await findGitFolders(project.path);
  if (folders === undefined) throw new Error('no repository');
  const { branches, remotes } = await readGitNames(folders);
  expect(branches.toSorted()).toEqual(['feature/wake-word', 'fix-resampler', 'main', 'old-branch']);
  expect(remotes).toEqual(['upstream', 'voice-layer']);
  expect(await readExcludes(folders)).toBe('notes/\n');
});

test('VOCAB-50: a worktree has its own HEAD and the branches of its repository', async () => {
  project = projectFolder({
    ...REPOSITORY,
    '.git/worktrees/side/HEAD': 'ref: refs/heads/side-work\n',
    '.git/worktrees/side/commondir': '../..\n',
    'side/.git': 'gitdir: ../.git/worktrees/side\n',
  });
  const folders = await findGitFolders(join(project.path, 'side'));
  if (folders === undefined) throw new Error('no worktree');
  const { branches } = await readGitNames(folders);
  expect(branches).toContain('side-work');
  expect(branches).toContain('main');
});

test('VOCAB-50: a folder without a repository has none', async () => {
  project = projectFolder({ 'a.ts': '' });
  expect(await findGitFolders(project.path)).toBeUndefined();
});
