// Names in the runtime folder for what is about to take a place, and what becomes of them when their
// process is killed. Who gets a place is left to others.
import { lstatSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { processIsAlive } from '@codex-voice/folders';
import { randomHex } from './random-hex.ts';
import { isErrno } from './runtime-directory.ts';
import { sha256 } from './sha-256.ts';

/** `.PID-RANDOM`: the process id tells whether its maker still lives. */
const UNFINISHED = /^\.(\d+)-[0-9a-f]{6}$/u;
const CLAIM = /^\.[0-9a-f]{16}$/u;
/** What is unfinished for longer than this, in ms, was left by a process that was killed. */
const UNFINISHED_MS = 10_000;
/** As above, where no process has the maker's id: it may live where ids are counted anew. */
const MAKERLESS_MS = 1_000;

/** A name in the folder of `path` for what will be put in its place when it is whole. */
export function unfinishedName(path: string): string {
  return join(dirname(path), `.${process.pid}-${randomHex(3)}`);
}

/** Tells one file from every other that ever had its name; undefined where there is none. */
export function identityOf(path: string): string | undefined {
  const found = lstatSync(path, { bigint: true, throwIfNoEntry: false });
  return found === undefined ? undefined : `${found.dev}-${found.ino}-${found.mtimeNs}`;
}

/** The name that whoever replaces the file of this identity must have, and that only one can have. */
export function claimName(path: string, identity: string): string {
  return join(dirname(path), `.${sha256(identity).slice(0, 16)}`);
}

/** Removes what killed processes left unfinished in a folder, and claims to files that are gone. */
export function removeUnfinished(directory: string): void {
  const paths = namesIn(directory).map((name) => ({ name, path: join(directory, name) }));
  const claims = new Set(paths.map(({ path }) => claimName(path, identityOf(path) ?? '')));
  for (const { name, path } of paths) {
    if (CLAIM.test(name) && !claims.has(path)) rmSync(path, { force: true });
    const maker = UNFINISHED.exec(name)?.[1];
    if (maker === undefined) continue;
    const found = lstatSync(path, { throwIfNoEntry: false });
    // What seems to be made later than now is as old as the clock was set back.
    const ageMs = found === undefined ? 0 : Math.abs(Date.now() - found.mtimeMs);
    const longestMs = processIsAlive(Number(maker)) ? UNFINISHED_MS : MAKERLESS_MS;
    if (ageMs > longestMs) rmSync(path, { force: true });
  }
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return [];
    throw error;
  }
}
