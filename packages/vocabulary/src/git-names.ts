// Branches and remotes of a repository, read from git's own files: no git program, no network. A
// remote's address is not kept, only the short name of the repository in it.
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

/** Branches that are read; a repository of more has names that nobody says. */
const MOST_BRANCHES = 500;
/** Folders below `refs/heads` that are looked into: `feature/part/name` is three. */
const BRANCH_DEPTH = 4;

export interface GitFolders {
  /** Holds HEAD: of a worktree its own. */
  readonly own: string;
  /** Holds branches and configuration: of a worktree the main repository's. */
  readonly shared: string;
}

export interface GitNames {
  readonly branches: readonly string[];
  readonly remotes: readonly string[];
}

/** Where git keeps what belongs to `folder`; undefined when it is no repository's top. */
export async function findGitFolders(folder: string): Promise<GitFolders | undefined> {
  const path = join(folder, '.git');
  if (await isReadable(join(path, 'HEAD'))) return { own: path, shared: path };
  const link = /^gitdir:\s*(.+)$/m.exec(await textOf(path))?.[1];
  if (link === undefined) return undefined;
  const own = resolve(folder, link.trim());
  const shared = (await textOf(join(own, 'commondir'))).trim();
  return { own, shared: shared === '' ? own : resolve(own, shared) };
}

export async function readGitNames({ own, shared }: GitFolders): Promise<GitNames> {
  const [head, packed, config, loose] = await Promise.all([
    textOf(join(own, 'HEAD')),
    textOf(join(shared, 'packed-refs')),
    textOf(join(shared, 'config')),
    looseBranches(join(shared, 'refs', 'heads')),
  ]);
  const current = /^ref:\s*refs\/heads\/(.+)$/m.exec(head)?.[1];
  const packedBranches = Array.from(packed.matchAll(/\srefs\/heads\/(.+)$/gm), ([, name]) => name);
  const branches = [current, ...loose, ...packedBranches].filter((name) => name !== undefined);
  return { branches: [...new Set(branches)].slice(0, MOST_BRANCHES), remotes: remoteNames(config) };
}

/** Text of git's exclude file, in the form of a `.gitignore`. */
export function readExcludes({ shared }: GitFolders): Promise<string> {
  return textOf(join(shared, 'info', 'exclude'));
}

/** `[remote "origin"]` with `url = …/owner/name.git` → origin, name. */
function remoteNames(config: string): readonly string[] {
  const remotes = Array.from(config.matchAll(/^\[remote "([^"]+)"\]/gm), ([, name]) => name);
  const repositories = Array.from(
    config.matchAll(/^\s*url\s*=\s*(\S+)$/gm),
    ([, url = '']) => /[/:]([^/:@]+?)(?:\.git)?\/?$/.exec(url)?.[1],
  );
  return [...new Set([...remotes, ...repositories].filter((name) => name !== undefined))];
}

async function looseBranches(folder: string, prefix = '', depth = 0): Promise<readonly string[]> {
  if (depth >= BRANCH_DEPTH) return [];
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const nested = await Promise.all(
    entries.slice(0, MOST_BRANCHES).map(async (entry) => {
      const name = `${prefix}${entry.name}`;
      if (entry.isFile()) return entry.name.endsWith('.lock') ? [] : [name];
      if (!entry.isDirectory()) return [];
      return await looseBranches(join(folder, entry.name), `${name}/`, depth + 1);
    }),
  );
  return nested.flat();
}

async function textOf(path: string): Promise<string> {
  return await readFile(path, 'utf8').catch(() => '');
}

async function isReadable(path: string): Promise<boolean> {
  return (await textOf(path)) !== '';
}
