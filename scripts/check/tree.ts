// The repository as every check sees it: paths and texts, so that a check is a plain function and
// its test can hand it a tree of three lines. Reading the disk happens here and nowhere else.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One thing a check found. `line` counts from 1. */
export interface Problem {
  readonly path: string;
  readonly line?: number;
  readonly message: string;
}

/** Paths relative to the root, with `/`, in sorted order. Files that are not text have text ''. */
export interface Tree {
  readonly files: ReadonlyMap<string, string>;
}

/** A member of the workspace: its folder, and what its package.json says that checks care about. */
export interface Workspace {
  /** `packages/ansi` */
  readonly directory: string;
  /** `ansi` */
  readonly shortName: string;
  /** `@codex-voice/ansi` */
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly runtime: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  /** Subpaths that the package offers, `.` being the front door. */
  readonly exports: readonly string[];
}

const TOP_FOLDERS = /^(packages|apps|examples)\/[^/]+\/package\.json$/;

/** A tree from literal texts, for tests. */
export function treeOf(files: Readonly<Record<string, string>>): Tree {
  return { files: new Map(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1))) };
}

/** Every file that git tracks or would track. */
export function readTree(root: string): Tree {
  const listed = execFileSync('git', ['ls-files', '-z', '-c', '-o', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  const files: Record<string, string> = {};
  for (const path of new Set(listed.split('\0'))) {
    if (path === '') continue;
    const text = readText(join(root, path));
    if (text !== undefined) files[path] = text;
  }
  return treeOf(files);
}

/** Undefined for what git still lists although it is gone. */
function readText(path: string): string | undefined {
  try {
    const bytes = readFileSync(path);
    return bytes.includes(0) ? '' : bytes.toString('utf8');
  } catch {
    return undefined;
  }
}

/** Every member of the workspace, by folder name. */
export function workspacesOf(tree: Tree): readonly Workspace[] {
  const found: Workspace[] = [];
  for (const path of tree.files.keys()) {
    if (!TOP_FOLDERS.test(path)) continue;
    const manifest = readJson(tree, path);
    const directory = path.slice(0, -'/package.json'.length);
    found.push({
      directory,
      shortName: directory.slice(directory.indexOf('/') + 1),
      name: textAt(manifest, 'name'),
      version: textAt(manifest, 'version'),
      description: textAt(manifest, 'description'),
      runtime: textAt(member(manifest, 'codexVoice'), 'runtime'),
      dependencies: textsAt(manifest, 'dependencies'),
      devDependencies: textsAt(manifest, 'devDependencies'),
      exports: Object.keys(objectAt(manifest, 'exports')),
    });
  }
  return found;
}

/** The workspace a path lies in, or undefined for scripts, tests and documents of the root. */
export function workspaceAt(workspaces: readonly Workspace[], path: string): Workspace | undefined {
  return workspaces.find((workspace) => path.startsWith(`${workspace.directory}/`));
}

/** Parsed JSON of a file in the tree, `{}` where the file is missing. Throws on bad JSON. */
export function readJson(tree: Tree, path: string): unknown {
  const text = tree.files.get(path);
  if (text === undefined) return {};
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new TypeError(`${path} is not JSON: ${String(error)}`);
  }
}

/** Own member of an object of unknown shape. */
export function member(value: unknown, key: string): unknown {
  return Object.entries(objectOf(value)).find(([name]) => name === key)?.[1];
}

export function objectAt(value: unknown, key: string): Readonly<Record<string, unknown>> {
  return objectOf(member(value, key));
}

export function textAt(value: unknown, key: string): string {
  const found = member(value, key);
  return typeof found === 'string' ? found : '';
}

/** The members of an object member whose values are texts. */
export function textsAt(value: unknown, key: string): Readonly<Record<string, string>> {
  const texts: Record<string, string> = {};
  for (const [name, text] of Object.entries(objectAt(value, key))) {
    if (typeof text === 'string') texts[name] = text;
  }
  return texts;
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
