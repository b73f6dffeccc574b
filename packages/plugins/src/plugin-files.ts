// A plugin's folder: whether a file it names is in it, and a seal of all that is, by which a change is seen.
import { createHash, type Hash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';

/** More is no command but a program with its own way of being installed. */
const MOST_ENTRIES = 200;
const MOST_BYTES = 4 * 1024 * 1024;

export type Sealed =
  | { readonly kind: 'sealed'; readonly seal: string }
  /** Why there is none, in a few words. */
  | { readonly kind: 'refused'; readonly why: string };

/** Where a file that a manifest names lies; undefined where it is not a file in the folder. */
export function fileInside(folder: string, name: string): string | undefined {
  try {
    const root = realpathSync(folder);
    const path = realpathSync(resolve(root, name));
    return isInside(root, path) && statSync(path).isFile() ? path : undefined;
  } catch {
    return undefined;
  }
}

/** Reads everything in the folder once. */
export function sealFolder(folder: string): Sealed {
  const hash = createHash('sha256');
  const left = { entries: MOST_ENTRIES, bytes: MOST_BYTES };
  try {
    const why = sealEntries({ root: folder, folder, hash, left });
    if (why !== undefined) return { kind: 'refused', why };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return { kind: 'refused', why: `it can't be read (${code})` };
  }
  return { kind: 'sealed', seal: hash.digest('hex') };
}

interface Sealing {
  readonly root: string;
  readonly folder: string;
  readonly hash: Hash;
  readonly left: { entries: number; bytes: number };
}

/** Undefined: all of it is in the hash. */
function sealEntries({ root, folder, hash, left }: Sealing): string | undefined {
  for (const name of readdirSync(folder).toSorted()) {
    const path = join(folder, name);
    const told = JSON.stringify(relative(root, path));
    left.entries -= 1;
    if (left.entries < 0) return `it holds more than ${MOST_ENTRIES} files`;
    const found = lstatSync(path);
    if (found.isSymbolicLink()) {
      const target = realpathSync(path);
      if (!isInside(realpathSync(root), target)) return `${told} leads out of it`;
      hash.update(`link ${told} ${JSON.stringify(relative(realpathSync(root), target))}\n`);
    } else if (found.isDirectory()) {
      hash.update(`folder ${told}\n`);
      const why = sealEntries({ root, folder: path, hash, left });
      if (why !== undefined) return why;
    } else if (found.isFile()) {
      left.bytes -= found.size;
      if (left.bytes < 0) return `it is larger than ${MOST_BYTES / 1024 / 1024} MiB`;
      const bytes = readFileSync(path);
      const runs = (found.mode & 0o111) === 0 ? 'file' : 'program';
      hash.update(`${runs} ${told} ${bytes.length}\n`).update(bytes);
    } else return `${told} is neither a file nor a folder`;
  }
  return undefined;
}

function isInside(root: string, path: string): boolean {
  return path.startsWith(root.endsWith(sep) ? root : `${root}${sep}`);
}
