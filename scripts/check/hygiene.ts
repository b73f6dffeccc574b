// No file tells of the machine it was written on: no absolute path of one, and no address of a
// package registry (the lock file apart, which npm writes).
import type { Problem, Tree } from './tree.ts';

/** Roots of paths that exist on one machine only; a name must follow, or the path must end there. */
const MACHINE_PATH = /(?<![\w.~}\])/-])\/(?:(?:root|work)(?![\w-])|(?:home|Users)\/[a-z][\w-]*)/;
/** Hosts that serve packages: what is fetched, and from where, is the client's configuration. */
const REGISTRY_HOST =
  /\b(?:registry\.[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}|(?:[a-z0-9-]+\.)?(?:pypi|crates|pythonhosted)\.(?:org|io)|(?:deb|archive|security)\.(?:debian|ubuntu)\.(?:org|com))\b/;

export function checkHygiene(tree: Tree): Problem[] {
  const problems: Problem[] = [];
  for (const [path, text] of tree.files) {
    if (path === 'package-lock.json') continue;
    for (const [index, line] of text.split('\n').entries()) {
      const message = judgeLine(line);
      if (message !== undefined) problems.push({ path, line: index + 1, message });
    }
  }
  return problems;
}

/** What a line tells that it should not, or undefined. */
export function judgeLine(line: string): string | undefined {
  const path = MACHINE_PATH.exec(line)?.[0];
  if (path !== undefined) return `has a path of one machine: ${path}`;
  const host = REGISTRY_HOST.exec(line)?.[0];
  return host === undefined ? undefined : `names a package registry: ${host}`;
}
