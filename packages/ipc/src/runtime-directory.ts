// The folder of the sockets and tokens: where it lies, that it is ours alone, and which sessions have a
// socket in it. What is said over the sockets is left to others.
import { lstatSync, mkdirSync, readdirSync, rmSync, type Stats } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { makeFolder } from '@codex-voice/folders';

const DIRECTORY_MODE = 0o700;
const OTHERS_BITS = 0o077;
const NAME = 'codex-voice';
/** What a session's id may be: it becomes part of a file's name. */
const SESSION_ID = /^[a-z0-9][a-z0-9-]{0,63}$/u;
const KEEPER_SOCKET = /^keeper-([a-z0-9][a-z0-9-]{0,63})\.sock$/u;

/** Longest path of a socket, in bytes: the systems give 108 and 104 with the ending zero. */
const LONGEST_SOCKET_PATH_BYTES = process.platform === 'linux' ? 107 : 103;

export type RuntimeDirectory =
  | { readonly kind: 'ready'; readonly path: string }
  | { readonly kind: 'refused'; readonly message: string };

/**
 * `codex-voice` under `XDG_RUNTIME_DIR`, else `codex-voice-UID` under the system's temporary folder;
 * made if it is missing. Refused, in one line, unless it is a folder of ours that nobody else can enter.
 */
export function runtimeDirectory(environment: {
  readonly [name: string]: string | undefined;
}): RuntimeDirectory {
  const given = environment.XDG_RUNTIME_DIR;
  const named = given !== undefined && given !== '' && isAbsolute(given);
  const path = named ? join(given, NAME) : join(tmpdir(), `${NAME}-${ownUserId()}`);
  const unmade = whyUnmade(path, named ? 'and what is above it' : 'alone');
  if (unmade !== undefined) return { kind: 'refused', message: unmade };
  try {
    const message = whyForeign(path, lstatSync(path));
    return message === undefined ? { kind: 'ready', path } : { kind: 'refused', message };
  } catch (error) {
    return { kind: 'refused', message: `${path} can't be used: ${reasonOf(error)}` };
  }
}

/** Undefined: something is there now. */
function whyUnmade(path: string, what: 'alone' | 'and what is above it'): string | undefined {
  try {
    if (what === 'and what is above it') makeFolder(dirname(path), DIRECTORY_MODE);
  } catch (error) {
    return `${path} can't be made: ${reasonOf(error)}`;
  }
  try {
    mkdirSync(path, { mode: DIRECTORY_MODE });
  } catch (error) {
    if (!isErrno(error, 'EEXIST')) return `${path} can't be made: ${reasonOf(error)}`;
  }
  return undefined;
}

/** Makes the folder where it has gone. Throws where it is not ours alone. */
export function makePrivate(path: string): void {
  try {
    mkdirSync(path, { mode: DIRECTORY_MODE });
  } catch (error) {
    if (!isErrno(error, 'EEXIST')) throw error;
  }
  const message = whyForeign(path, lstatSync(path));
  if (message !== undefined) throw new Error(message);
}

function whyForeign(path: string, found: Stats): string | undefined {
  if (found.isSymbolicLink()) return `${path} is a symbolic link: remove it`;
  if (!found.isDirectory()) return `${path} is no folder: remove it`;
  if (found.uid !== ownUserId()) return `${path} belongs to another user: have it removed`;
  if ((found.mode & OTHERS_BITS) !== 0) {
    return `${path} can be entered by other users: run chmod 700 on it`;
  }
  return undefined;
}

export function ownUserId(): number {
  return process.getuid?.() ?? 0;
}

/** Ids of the sessions that have a socket here; whether a keeper answers on it, connecting tells. */
export function runningKeepers(runtimeDirectory: string): string[] {
  let names: string[];
  try {
    names = readdirSync(runtimeDirectory);
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return [];
    throw error;
  }
  return names.flatMap((name) => KEEPER_SOCKET.exec(name)?.[1] ?? []).sort();
}

/** Socket and token file of one server. */
export interface ServerFiles {
  readonly socket: string;
  readonly token: string;
}

/** Throws one line where the id is none or the path is longer than the system lets a socket's be. */
export function keeperFiles(runtimeDirectory: string, sessionId: string): ServerFiles {
  if (!SESSION_ID.test(sessionId)) throw new Error(`"${sessionId}" is no session`);
  return filesOf(runtimeDirectory, `keeper-${sessionId}`);
}

/** As `keeperFiles`. */
export function hostFiles(runtimeDirectory: string): ServerFiles {
  return filesOf(runtimeDirectory, 'host');
}

/**
 * The folder of what a session's agent is spoken to through, which its keeper makes and removes. Throws
 * as `keeperFiles`, for a socket of this name in it.
 */
export function driverFolder(session: {
  readonly runtimeDirectory: string;
  readonly sessionId: string;
  readonly socketName: string;
}): string {
  const { runtimeDirectory, sessionId, socketName } = session;
  if (!SESSION_ID.test(sessionId)) throw new Error(`"${sessionId}" is no session`);
  const folder = join(runtimeDirectory, `driver-${sessionId}`);
  requireSocketPath(join(folder, socketName));
  return folder;
}

/** What a keeper that was killed has left there. */
export function removeDriverFolder(runtimeDirectory: string, sessionId: string): void {
  if (!SESSION_ID.test(sessionId)) return;
  rmSync(join(runtimeDirectory, `driver-${sessionId}`), { recursive: true, force: true });
}

function filesOf(runtimeDirectory: string, name: string): ServerFiles {
  const socket = join(runtimeDirectory, `${name}.sock`);
  requireSocketPath(socket);
  return { socket, token: join(runtimeDirectory, `${name}.token`) };
}

function requireSocketPath(socket: string): void {
  const bytes = Buffer.byteLength(socket);
  if (bytes > LONGEST_SOCKET_PATH_BYTES) {
    throw new Error(
      `${socket} is ${bytes} bytes long, a socket's path has at most ${LONGEST_SOCKET_PATH_BYTES}: set XDG_RUNTIME_DIR to a shorter folder`,
    );
  }
}

/** Whether it is an error of the system with this code. */
export function isErrno(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

/** The reason of a failure, in one line. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
