// A plugin's folder: whether a file it names is in it, and a seal by which a change is seen: of all that is
// in it, and of the project's files that the plugin is run with.
import { createHash, type Hash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { Manifest } from './manifest.ts';

/** More is no command but a program with its own way of being installed. */
const MOST_ENTRIES = 200;
const MOST_BYTES = 4 * 1024 * 1024;
const TOO_LARGE = `it is larger than ${MOST_BYTES / 1024 / 1024} MiB`;

export type Sealed =
  | {
      readonly kind: 'sealed';
      readonly seal: string;
      /** Files outside of its folder that are part of it. */
      readonly outside: readonly string[];
    }
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

export interface SealedPlugin {
  readonly folder: string;
  /** The folder that brought it. */
  readonly root: string;
  /** The one that it runs for. */
  readonly project: string;
  readonly manifest: Pick<Manifest, 'handler'>;
}

/** Reads everything in the folder once, and the project's files that its command line names. */
export function sealPlugin(plugin: SealedPlugin): Sealed {
  const { folder } = plugin;
  const hash = createHash('sha256');
  const left = { entries: MOST_ENTRIES, bytes: MOST_BYTES };
  try {
    const why = sealEntries({ root: folder, folder, hash, left });
    if (why !== undefined) return { kind: 'refused', why };
    const outside = namedOutside(plugin);
    for (const path of outside) {
      left.bytes -= statSync(path).size;
      if (left.bytes < 0) return { kind: 'refused', why: TOO_LARGE };
      const bytes = readFileSync(path);
      hash.update(`outside ${JSON.stringify(path)} ${bytes.length}\n`).update(bytes);
    }
    return { kind: 'sealed', seal: hash.digest('hex'), outside };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return { kind: 'refused', why: `it can't be read (${code})` };
  }
}

/** As a shell script that an interpreter is given, or a module it is to load: `--import=./a.mjs`. */
function namedOutside({ folder, root, project, manifest }: SealedPlugin): readonly string[] {
  const { handler } = manifest;
  if (handler.kind !== 'script') return [];
  const own = realpathSync(folder);
  const from = handler.cwd === 'plugin' ? folder : project;
  const [program = '', ...args] = handler.run;
  // One without a slash is looked for on PATH, and any other that is no whole path lies in the folder.
  const whole = isAbsolute(program) ? [program] : [];
  const words = [...whole, ...args.flatMap((word) => [word, word.slice(word.indexOf('=') + 1)])];
  const found = words.flatMap((word) => {
    const path = resolve(from, word);
    const isTheirs = [root, project].some((place) => isInside(place, path));
    return isTheirs && isFile(path) && !isInside(own, realpathSync(path)) ? [path] : [];
  });
  return [...new Set(found)];
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
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
      if (left.bytes < 0) return TOO_LARGE;
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
