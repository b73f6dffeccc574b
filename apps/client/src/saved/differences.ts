// How a folder differs from what it was when a session was saved: only decides.
import type { SavedRepository } from './saved-sessions.ts';

/** A commit is told by so many digits. */
const SHORT_HEAD = 10;

export interface Differences {
  /** A line each: another branch or HEAD, a repository that came or went. */
  readonly serious: readonly string[];
  /** Worth telling, and no reason to ask. */
  readonly notes: readonly string[];
}

export function differences(
  saved: SavedRepository | undefined,
  now: SavedRepository | undefined,
): Differences {
  if (saved === undefined && now === undefined) return { serious: [], notes: [] };
  if (saved === undefined) return { serious: [], notes: ['the folder is in a git repository now'] };
  if (now === undefined) {
    return { serious: ['the folder is in no git repository any more'], notes: [] };
  }
  const serious: string[] = [];
  if (saved.branch !== now.branch) {
    serious.push(`branch: ${branchOf(now)}, was ${branchOf(saved)}`);
  }
  const notes: string[] = [];
  if (saved.head !== now.head) {
    // There is nothing to go back to where there was no commit.
    const told = saved.head === undefined ? notes : serious;
    told.push(`HEAD: ${short(now.head)}, was ${short(saved.head)}`);
  }
  if (saved.changedFiles !== now.changedFiles)
    notes.push(`changed files: ${now.changedFiles}, were ${saved.changedFiles}`);
  return { serious, notes };
}

function branchOf({ branch }: SavedRepository): string {
  return branch ?? 'none';
}

function short(head: string | undefined): string {
  return head?.slice(0, SHORT_HEAD) ?? 'no commit';
}
