// A server's socket under a name that lasts, in a private folder: taken over in one step from a predecessor
// that was killed, left to a successor, and made again where the folder was wiped. What is said there is its
// user's business.
import { randomBytes } from 'node:crypto';
import { lstatSync, mkdirSync, renameSync, rmSync, type Stats, writeFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { dirname, join } from 'node:path';

/** Bytes of a passing name; in hex it is no longer than the lasting ones, as a socket's path is bounded. */
const NAME_BYTES = 4;
/** Between two looks at what lies in the folder, in ms: two questions to the system. */
const LOOK_EVERY_MS = 3_000;
const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;
const OTHERS_BITS = 0o077;

export interface LastingSocketParts {
  /** Of mode 0700. */
  readonly folder: string;
  readonly name: string;
  /** Connections at one time. */
  readonly connections: number;
  readonly connected: (socket: Socket) => void;
  readonly failed: (why: string) => void;
  /** What others read in the folder, by its name: written anew with it. */
  readonly files?: ReadonlyMap<string, Buffer>;
  readonly lookEveryMs?: number;
}

/** Dispose it: nobody listens any more; who is connected is its user's to leave. */
export class LastingSocket implements Disposable {
  readonly #parts: LastingSocketParts;
  readonly #looks: NodeJS.Timeout;
  #server: Server | undefined;
  /** Which file is ours. */
  #inode: number | undefined;
  #wasMissing = false;

  /** Throws where the folder is not ours alone. */
  constructor(parts: LastingSocketParts) {
    const { folder, lookEveryMs = LOOK_EVERY_MS } = parts;
    refuseShared(folder);
    this.#parts = parts;
    this.#bind();
    this.#looks = setInterval(() => this.#look(), lookEveryMs).unref();
  }

  [Symbol.dispose](): void {
    clearInterval(this.#looks);
    // A successor may have put its own in this place.
    const found = this.#found();
    if (this.#inode !== undefined && found !== 'unread' && found?.ino === this.#inode) {
      removeIfPossible(this.#path);
    }
    this.#server?.close();
  }

  /** `unread`: the system does not tell what lies there, just now. */
  #found(): Stats | 'unread' | undefined {
    try {
      return lstatSync(this.#path, { throwIfNoEntry: false });
    } catch {
      return 'unread';
    }
  }

  get #path(): string {
    return join(this.#parts.folder, this.#parts.name);
  }

  #bind(): void {
    const { folder, connections, connected, failed } = this.#parts;
    const server = createServer(connected);
    server.maxConnections = connections;
    server.on('error', (error) => failed(error.message));
    this.#server = server;
    // Closing removes the name that was bound, whoever has it by then: the lasting one is ours to remove.
    const bound = join(folder, `.${randomBytes(NAME_BYTES).toString('hex')}`);
    server.listen(bound);
    // What is not bound is told as an error.
    if (!server.listening) return;
    this.#inode = lstatSync(bound).ino;
    renameSync(bound, this.#path);
  }

  #look(): void {
    if (this.#inode === undefined) return;
    const found = this.#found();
    // The next look may tell more.
    if (found === 'unread') return;
    if (found !== undefined) {
      // A successor's is not looked after by us.
      if (found.ino !== this.#inode) clearInterval(this.#looks);
      this.#wasMissing = false;
      return;
    }
    // Whoever ends the session removes the folder as well, and us in the same moment.
    if (this.#wasMissing) this.#restore();
    this.#wasMissing = true;
  }

  #restore(): void {
    const { folder, files = new Map() } = this.#parts;
    try {
      for (const path of [dirname(folder), folder]) makePrivate(path);
      for (const [name, bytes] of files) writeIfGone(join(folder, name), bytes);
      // Who is connected stays so.
      this.#server?.close();
      this.#bind();
    } catch {
      // A folder that can't be used now may be there at the next look.
    }
  }
}

/** A socket that stays is one that nobody listens at. */
function removeIfPossible(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {}
}

/** Throws where the folder is not ours alone. */
export function refuseShared(folder: string): void {
  if (!isPrivate(folder)) throw new RangeError(`folder: ${folder} is not a folder of mode 0700`);
}

function isPrivate(path: string): boolean {
  const found = lstatSync(path);
  const isOurs = process.getuid === undefined || found.uid === process.getuid();
  return found.isDirectory() && isOurs && (found.mode & OTHERS_BITS) === 0;
}

/** Throws where it is not ours alone. */
function makePrivate(path: string): void {
  unlessThere(() => mkdirSync(path, { mode: FOLDER_MODE }));
  refuseShared(path);
}

function writeIfGone(path: string, bytes: Buffer): void {
  unlessThere(() => writeFileSync(path, bytes, { mode: FILE_MODE, flag: 'wx' }));
}

function unlessThere(make: () => void): void {
  try {
    make();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
}
