// Whoever changes what ships says so in CHANGELOG.md, in the same change. The base of the change is
// asked from git by the caller side of this file; the rule itself only sees paths.
import { execFileSync } from 'node:child_process';
import type { Problem } from './tree.ts';

const SHIPS = /^(packages\/(?!testing\/)|apps\/|bin\/).*\.(ts|js)$/;
const SHIPS_NOTHING = /(\.test\.ts|\.d\.ts)$|\/fixtures\//;
export const CHANGELOG = 'CHANGELOG.md';

/** Judges the paths that differ from the base; undefined where there is no base to compare with. */
export function checkChangelog(changed: readonly string[] | undefined): Problem[] {
  if (changed === undefined || changed.includes(CHANGELOG)) return [];
  const shipped = changed.find((path) => SHIPS.test(path) && !SHIPS_NOTHING.test(path));
  if (shipped === undefined) return [];
  return [{ path: CHANGELOG, message: `says nothing new, but ${shipped} has changed` }];
}

/**
 * Paths that differ between the working tree and the branch it will be merged into: the pull
 * request's base, else the branch followed. Undefined where neither exists, as in a plain clone of
 * one branch with nothing to push.
 */
export function changedSinceBase(
  root: string,
  env: NodeJS.ProcessEnv,
): readonly string[] | undefined {
  const named = env.GITHUB_BASE_REF ? [`origin/${env.GITHUB_BASE_REF}`] : [];
  for (const base of [...named, '@{upstream}']) {
    const fork = git(root, ['merge-base', 'HEAD', base]);
    if (fork === undefined) continue;
    return git(root, ['diff', '--name-only', '-z', fork.trim()])
      ?.split('\0')
      .filter((path) => path !== '');
  }
  return undefined;
}

function git(root: string, words: readonly string[]): string | undefined {
  try {
    const stdio: ['ignore', 'pipe', 'ignore'] = ['ignore', 'pipe', 'ignore'];
    return execFileSync('git', words, { cwd: root, encoding: 'utf8', stdio });
  } catch {
    return undefined;
  }
}
