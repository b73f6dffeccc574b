// What the bundles leave outside themselves, and what that needs in turn: read from the lock file, so
// that a packed program runs with exactly the versions its tests ran with.
import { readFileSync } from 'node:fs';

interface LockedPackage {
  readonly version?: string;
  readonly integrity?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
}

/** One package below `node_modules/`. */
export interface RuntimeModule {
  /** From the root, such as `node_modules/decibri`. */
  readonly path: string;
  readonly name: string;
  readonly version: string;
}

export interface LockFile {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

/**
 * Loaded beside the bundles (`external` in build.ts). The value: a session does without, and says so; npm's
 * package leaves it out, and the program fetches it where a person agrees.
 */
export const RUNTIME_ROOTS: Readonly<Record<string, { readonly optional: boolean }>> = {
  '@lydell/node-pty': { optional: false },
  decibri: { optional: false },
  soundswallower: { optional: false },
  'sherpa-onnx-node': { optional: true },
};

export function readLockFile(root: string): LockFile {
  return JSON.parse(readFileSync(`${root}/package-lock.json`, 'utf8'));
}

/** The roots and all they need on `platform` (`linux-x64` …), each once, by path. */
export function runtimeModules(lock: LockFile, platform: string): readonly RuntimeModule[] {
  const [os = '', cpu = ''] = platform.split('-');
  const found = new Map<string, RuntimeModule>();
  const visit = (name: string, from: string, isOptional: boolean): void => {
    const path = nearest(lock, name, from);
    const locked = path === undefined ? undefined : lock.packages[path];
    if (path === undefined || locked?.version === undefined) {
      if (isOptional) return;
      throw new Error(`package-lock.json has no ${name}, which ${from || 'the program'} needs`);
    }
    if (found.has(path) || !suits(locked.os, os) || !suits(locked.cpu, cpu)) return;
    found.set(path, { path, name, version: locked.version });
    for (const each of Object.keys(locked.dependencies ?? {})) visit(each, path, false);
    for (const each of Object.keys(locked.optionalDependencies ?? {})) visit(each, path, true);
  };
  for (const name of Object.keys(RUNTIME_ROOTS)) visit(name, '', false);
  return [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** As Node looks for it: beside what asks, then further up. */
function nearest(lock: LockFile, name: string, from: string): string | undefined {
  for (
    let folder = from;
    ;
    folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))
  ) {
    const path = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`;
    if (lock.packages[path] !== undefined) return path;
    if (folder === '') return undefined;
  }
}

function suits(allowed: readonly string[] | undefined, value: string): boolean {
  if (allowed === undefined) return true;
  const isForbidden = allowed.includes(`!${value}`);
  const names = allowed.filter((each) => !each.startsWith('!'));
  return !isForbidden && (names.length === 0 || names.includes(value));
}

/** What a lock file is to hold so that npm brings `name` and its build for any platform, and nothing else. */
export function lockOf(lock: LockFile, name: string): LockFile['packages'] {
  const path = `node_modules/${name}`;
  const locked = lock.packages[path];
  if (locked?.integrity === undefined)
    throw new Error(`package-lock.json has no integrity of ${name}`);
  const builds = Object.keys(locked.optionalDependencies ?? {}).map((each) => {
    const build = lock.packages[`node_modules/${each}`];
    if (build?.integrity === undefined)
      throw new Error(`package-lock.json has no integrity of ${each}, which ${name} may need`);
    return [`node_modules/${each}`, build] as const;
  });
  return Object.fromEntries([[path, locked], ...builds]);
}
