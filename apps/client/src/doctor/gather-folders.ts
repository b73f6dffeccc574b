// Whether our folders take a file, and how much room there is: by writing one and removing it. A folder that
// is not there yet is not made; the one above it is asked instead.
import {
  accessSync,
  closeSync,
  constants,
  fsyncSync,
  lstatSync,
  openSync,
  readdirSync,
  rmSync,
  type Stats,
  statfsSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { FolderFacts, OddSocket, RuntimeFacts } from '@codex-voice/doctor';
import { runtimeDirectory } from '@codex-voice/ipc';

/** More than a file system keeps beside its blocks, so that a full disk refuses it; in bytes. */
const PROBE_BYTES = 65_536;
const BYTES_PER_MEGABYTE = 1_000_000;

export type Folder = Pick<FolderFacts, 'name' | 'path'>;

export function gatherFolders(folders: readonly Folder[]): readonly FolderFacts[] {
  return folders.map(({ name, path }) => {
    const writing = writingIn(path);
    const freeMegabytes = freeAt(path);
    return { name, path, writing, ...(freeMegabytes === undefined ? {} : { freeMegabytes }) };
  });
}

function writingIn(path: string): FolderFacts['writing'] {
  const found = statsOf(path);
  if (found === undefined) return makingOf(path);
  if (!found.isDirectory()) return refused('ENOTDIR', path);
  const file = join(path, `.codex-voice-doctor-${process.pid}`);
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, 'wx', 0o600);
    writeSync(descriptor, Buffer.alloc(PROBE_BYTES));
    fsyncSync(descriptor);
    return { kind: 'written' };
  } catch (error) {
    return refused(codeOf(error), path);
  } finally {
    if (descriptor !== undefined) {
      closeSync(descriptor);
      rmSync(file, { force: true });
    }
  }
}

/** The nearest folder above that is there: whether it takes another one. */
function makingOf(path: string): FolderFacts['writing'] {
  const at = nearestAbove(path);
  try {
    if (!statSync(at).isDirectory()) return refused('ENOTDIR', at);
    accessSync(at, constants.W_OK | constants.X_OK);
    return freeAt(at) === 0 ? refused('ENOSPC', at) : { kind: 'can-be-made' };
  } catch (error) {
    return refused(codeOf(error), at);
  }
}

/** Undefined too where what is above it may not be looked into. */
function statsOf(
  path: string,
  look: typeof statSync | typeof lstatSync = statSync,
): Stats | undefined {
  try {
    return look(path);
  } catch {
    return undefined;
  }
}

function nearestAbove(path: string): string {
  let at = path;
  while (statsOf(at) === undefined && dirname(at) !== at) {
    at = dirname(at);
  }
  return at;
}

function freeAt(path: string): number | undefined {
  try {
    const { bavail, bsize } = statfsSync(nearestAbove(path));
    return Math.floor((bavail * bsize) / BYTES_PER_MEGABYTE);
  } catch {
    return undefined;
  }
}

function refused(code: string, at: string): FolderFacts['writing'] {
  const owner = statsOf(at)?.uid;
  return { kind: 'refused', code, at, isOurs: owner === process.getuid?.() };
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

const OTHERS_BITS = 0o077;

/** The folder of sockets, as a session would have it, and what in it is not as we make it. */
export function gatherRuntime(
  environment: Readonly<Record<string, string | undefined>>,
): RuntimeFacts {
  const found = runtimeDirectory(environment);
  if (found.kind === 'refused') {
    const { message } = found;
    // It begins with the path that is meant.
    const path = /^(?<path>.+?) (?:can't|is|belongs|can)\b/u.exec(message)?.groups?.path ?? '';
    return { kind: 'refused', message, path, odd: oddFolder(path) };
  }
  const { path } = found;
  const sockets = readdirSync(path).filter((name) => name.endsWith('.sock'));
  const odd = sockets.flatMap((name) => oddSocket(join(path, name)));
  return { kind: 'ready', path, sockets: sockets.length, odd };
}

function oddFolder(path: string): Extract<RuntimeFacts, { kind: 'refused' }>['odd'] {
  const found = statsOf(path, lstatSync);
  if (found === undefined) return 'not-made';
  if (!found.isDirectory()) return 'in-the-way';
  return found.uid === process.getuid?.() ? 'open-to-others' : 'of-another-user';
}

function oddSocket(path: string): readonly OddSocket[] {
  const found = statsOf(path, lstatSync);
  // It has ended meanwhile.
  if (found === undefined) return [];
  if (found.uid !== process.getuid?.()) return [{ path, odd: 'of-another-user' }];
  if (!found.isSocket()) return [{ path, odd: 'no-socket' }];
  return (found.mode & OTHERS_BITS) === 0 ? [] : [{ path, odd: 'open-to-others' }];
}
