// Names in the runtime folder for what is about to take a place, and what becomes of them when their
// process is killed. Who gets a place is left to others.
import { createHash, randomBytes } from 'node:crypto';
import { lstatSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

const UNFINISHED = /^\.[0-9a-f]{12}$/u;
const CLAIM = /^\.[0-9a-f]{16}$/u;
/** What is unfinished for longer than this, in ms, was left by a process that was killed. */
const UNFINISHED_MS = 10_000;

/** A name in the folder of `path` for what will be put in its place when it is whole. */
export function unfinishedName(path: string): string {
  return join(dirname(path), `.${randomBytes(6).toString('hex')}`);
}

/** Tells one file from every other that ever had its name; undefined where there is none. */
export function identityOf(path: string): string | undefined {
  const found = lstatSync(path, { bigint: true, throwIfNoEntry: false });
  return found === undefined ? undefined : `${found.dev}-${found.ino}-${found.mtimeNs}`;
}

/** The name that whoever replaces the file of this identity must have, and that only one can have. */
export function claimName(path: string, identity: string): string {
  const name = createHash('sha256').update(identity).digest('hex').slice(0, 16);
  return join(dirname(path), `.${name}`);
}

/** Removes what killed processes left unfinished in a folder, and claims to files that are gone. */
export function removeUnfinished(directory: string): void {
  const paths = readdirSync(directory).map((name) => ({ name, path: join(directory, name) }));
  const claims = new Set(paths.map(({ path }) => claimName(path, identityOf(path) ?? '')));
  for (const { name, path } of paths) {
    if (CLAIM.test(name) && !claims.has(path)) rmSync(path, { force: true });
    if (!UNFINISHED.test(name)) continue;
    const found = lstatSync(path, { throwIfNoEntry: false });
    const ageMs = found === undefined ? 0 : Date.now() - found.mtimeMs;
    if (ageMs > UNFINISHED_MS) rmSync(path, { force: true });
  }
}
