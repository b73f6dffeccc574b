// Which commit a folder's repository stands at, read from git's own files: no process is started for it.
import { readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** A list of packed refs longer than this, in bytes, isn't read: it is looked at while a person waits. */
const PACKED_REFS_BYTES = 4_194_304;
const COMMIT = /^[0-9a-f]{40,64}$/u;

/** The commit of HEAD where `folder` lies in a repository, and that can be told. Never throws. */
export function folderHead(folder: string): string | undefined {
  const git = gitFolder(folder);
  const head = git === undefined ? undefined : firstLine(join(git, 'HEAD'));
  if (git === undefined || head === undefined) return undefined;
  if (COMMIT.test(head)) return head;
  const [, ref] = /^ref: (refs\/\S+)$/u.exec(head) ?? [];
  // A ref's name is a path below the folder of refs, and nothing else.
  if (ref === undefined || ref.split('/').includes('..')) return undefined;
  const common = commonFolder(git);
  const loose = firstLine(join(common, ref));
  return loose !== undefined && COMMIT.test(loose) ? loose : packedRef(common, ref);
}

/** The repository's own folder, upwards from here; a worktree's file names it. */
function gitFolder(folder: string): string | undefined {
  for (let place = resolve(folder); ; place = dirname(place)) {
    const path = join(place, '.git');
    const kind = kindOf(path);
    if (kind === 'folder') return path;
    if (kind === 'file') {
      const [, named] = /^gitdir: (.+)$/u.exec(firstLine(path) ?? '') ?? [];
      return named === undefined ? undefined : resolve(place, named);
    }
    if (place === dirname(place)) return undefined;
  }
}

/** Where the refs are: a worktree shares them. */
function commonFolder(git: string): string {
  const named = firstLine(join(git, 'commondir'));
  return named === undefined ? git : resolve(git, named);
}

function packedRef(common: string, ref: string): string | undefined {
  const path = join(common, 'packed-refs');
  try {
    if (statSync(path).size > PACKED_REFS_BYTES) return undefined;
    for (const line of readFileSync(path, 'utf8').split('\n')) {
      const [commit, name] = line.split(' ');
      if (name === ref && commit !== undefined && COMMIT.test(commit)) return commit;
    }
  } catch {
    // There are none.
  }
  return undefined;
}

function kindOf(path: string): 'file' | 'folder' | undefined {
  try {
    return statSync(path).isDirectory() ? 'folder' : 'file';
  } catch {
    return undefined;
  }
}

function firstLine(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').split('\n', 1)[0]?.trim();
  } catch {
    return undefined;
  }
}
