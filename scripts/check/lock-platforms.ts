// Keeps the lock file usable on every platform: npm leaves out an optional platform package that
// its registry could not show when the lock was made, and `npm ci` then refuses the whole file.
import { member, objectAt, type Problem, readJson, type Tree, textAt, textsAt } from './tree.ts';

export const LOCK_FILE = 'package-lock.json';

const EXACT = /^\d+\.\d+\.\d+(-[\w.]+)?$/;

/** The systems and processors in the names of platform packages, as npm calls them. */
const SYSTEMS: Readonly<Record<string, string>> = {
  android: 'android',
  darwin: 'darwin',
  freebsd: 'freebsd',
  linux: 'linux',
  openharmony: 'openharmony',
  win32: 'win32',
};
const LIBRARIES: Readonly<Record<string, string>> = { gnu: 'glibc', musl: 'musl' };
const PROCESSORS: Readonly<Record<string, string>> = {
  arm: 'arm',
  arm64: 'arm64',
  ia32: 'ia32',
  ppc64: 'ppc64',
  riscv64: 'riscv64',
  s390x: 's390x',
  x64: 'x64',
};

export function checkLockPlatforms(tree: Tree): Problem[] {
  return missingIn(readJson(tree, LOCK_FILE)).map(({ name, parent }) => ({
    path: LOCK_FILE,
    message: `lacks ${name}, an optional part of ${parent}: npm run check -- --write`,
  }));
}

/** The lock file's text with an entry for each platform package it lacks. */
export function withAllPlatforms(text: string): string {
  const lock: unknown = JSON.parse(text);
  const missing = missingIn(lock);
  if (missing.length === 0) return text;
  const packages: Record<string, unknown> = { ...objectAt(lock, 'packages') };
  for (const { name, version, parent, place } of missing) {
    const dev = member(packages[parent], 'dev') === true ? { dev: true } : {};
    packages[place] = inOrder({ version, ...platformOf(name), ...dev, optional: true });
  }
  const sorted = Object.entries(packages).sort(([a], [b]) => a.localeCompare(b, 'en'));
  const whole = { ...objectAt({ lock }, 'lock'), packages: Object.fromEntries(sorted) };
  return `${JSON.stringify(whole, null, 2)}\n`;
}

interface MissingPackage {
  readonly name: string;
  readonly version: string;
  readonly parent: string;
  /** Where its entry belongs: beside the others, or below its parent when another version is there. */
  readonly place: string;
}

function missingIn(lock: unknown): readonly MissingPackage[] {
  const packages = objectAt(lock, 'packages');
  return Object.entries(packages).flatMap(([parent, entry]) =>
    Object.entries(textsAt(entry, 'optionalDependencies')).flatMap(([name, version]) => {
      const own = `${parent}/node_modules/${name}`;
      const shared = `node_modules/${name}`;
      const found = packages[own] ?? packages[shared];
      if (found === undefined) return [{ name, version, parent, place: shared }];
      // Only exact versions are judged: that is how platform packages are asked for.
      const fits = !EXACT.test(version) || textAt(found, 'version') === version;
      return fits ? [] : [{ name, version, parent, place: own }];
    }),
  );
}

/** As npm writes an entry: the version, then the rest by name. */
function inOrder({ version, ...rest }: Readonly<Record<string, unknown>>): object {
  const sorted = Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1));
  return { version, ...Object.fromEntries(sorted) };
}

/** Read from the name, so that npm leaves the package alone where it does not fit. */
function platformOf(name: string): Readonly<Record<string, readonly string[]>> {
  const words = name.replace(/^.*\//, '').split('-');
  const libc = words.flatMap((word) => LIBRARIES[word] ?? []);
  return {
    ...(libc.length > 0 ? { libc } : {}),
    cpu: words.flatMap((word) => PROCESSORS[word] ?? []),
    os: words.flatMap((word) => SYSTEMS[word] ?? []),
  };
}
