// Names of files and folders: kebab-case, from the field's vocabulary. Fixtures keep the names they
// came with, and documents that are known by capitals keep those.
import type { Problem, Tree } from './tree.ts';

/** Names that say nothing of what is inside, so that anything ends up there. */
const EMPTY_WORDS: ReadonlySet<string> = new Set(
  'util utils helper helpers common misc manager managers'.split(' '),
);
const KEBAB = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const SOURCES = /^(packages|apps|examples|scripts|bench|tests|bin|types)\//;

export function checkNames(tree: Tree): Problem[] {
  const problems: Problem[] = [];
  const seen = new Set<string>();
  for (const path of tree.files.keys()) {
    if (!SOURCES.test(path) || /\/fixtures\//.test(path)) continue;
    for (const part of path.split('/')) {
      const message = judgeName(part);
      if (message === undefined || seen.has(part)) continue;
      seen.add(part);
      problems.push({ path, message });
    }
  }
  return problems;
}

/** Why a file's or folder's name is not good, or undefined when it is. */
export function judgeName(name: string): string | undefined {
  if (name.endsWith('.md')) return undefined;
  const stem = name.replace(/(\.[a-z-]+)*\.[a-z0-9]+$/, '');
  if (!KEBAB.test(stem)) return `"${name}" is not kebab-case`;
  const empty = stem.split('-').find((word) => EMPTY_WORDS.has(word));
  if (empty === undefined) return undefined;
  return `"${name}": "${empty}" does not say what is inside; name it after the concept`;
}
