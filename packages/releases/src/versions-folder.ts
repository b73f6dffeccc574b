// The folder in which versions lie side by side, and the two links that say which one is used.
import { execFile } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { makeFolder } from '@codex-voice/folders';
import { x as extract, list, type ReadEntry } from 'tar';
import { ReleaseError } from './release-error.ts';
import { isVersion } from './versions.ts';

/** Folders are the person's own, and readable as other programs are. */
const FOLDER_MODE = 0o755;
/** A version that can't say its own name within this, in ms, is no version to switch to. */
const TRIAL_MS = 20_000;
/** Begins the names of what is not whole; no version's name does. */
const UNFINISHED = '.unpacking-';
/** What is not whole after this long, in ms, nobody is unpacking any more: the slowest disk takes minutes. */
const UNFINISHED_MS = 3_600_000;

export interface Unpacking {
  /** The archive, whole and verified. */
  readonly archive: string;
  readonly version: string;
}

export class VersionsFolder {
  readonly root: string;

  /** Creates nothing yet. `root`: an absolute path. */
  constructor(root: string) {
    this.root = root;
  }

  /** The version that starts, undefined where there is none. */
  get current(): string | undefined {
    return this.#target('current');
  }

  get previous(): string | undefined {
    return this.#target('previous');
  }

  /** Whole ones, in no order. */
  get versions(): readonly string[] {
    const folder = join(this.root, 'versions');
    return existsSync(folder) ? readdirSync(folder).filter(isVersion) : [];
  }

  folderOf(version: string): string {
    return join(this.root, 'versions', version);
  }

  /**
   * Puts a version beside the others, tried and whole; one that is there already is left. Throws a
   * `ReleaseError`, and leaves nothing behind then.
   */
  async unpack({ archive, version }: Unpacking): Promise<void> {
    if (!isVersion(version)) throw new ReleaseError(`${version} is no version`);
    if (this.versions.includes(version)) return;
    const versions = join(this.root, 'versions');
    makeFolder(versions, FOLDER_MODE);
    const unfinished = mkdtempSync(join(versions, UNFINISHED));
    try {
      await refuseOutsiders(archive);
      await extract({ file: archive, cwd: unfinished, strict: true, strip: 1 });
      await tried(unfinished, version);
      renameSync(unfinished, this.folderOf(version));
    } catch (error) {
      rmSync(unfinished, { recursive: true, force: true });
      // Somebody else was quicker with the same one.
      if (this.versions.includes(version)) return;
      throw explained(error, version);
    }
  }

  /** From now on this one starts. Throws a `ReleaseError` where it is not there. */
  switchTo(version: string): void {
    if (!this.versions.includes(version))
      throw new ReleaseError(`${version} is not installed: there is ${this.versions.join(', ')}`);
    const before = this.current;
    if (before === version) return;
    if (before !== undefined) this.#link('previous', before);
    this.#link('current', version);
  }

  /** Back to what was current before; the version then. Throws a `ReleaseError` where there is nothing to go back to. */
  back(): string {
    const { previous } = this;
    if (previous === undefined) throw new ReleaseError('there is no earlier version to go back to');
    this.switchTo(previous);
    return previous;
  }

  /** Removes what is neither current nor previous nor used, and what was left half unpacked long ago; tells what went. */
  prune(isUsed: (folder: string) => boolean, nowMs: number = Date.now()): readonly string[] {
    const kept = [this.current, this.previous];
    const gone = this.versions.filter(
      (version) => !kept.includes(version) && !isUsed(this.folderOf(version)),
    );
    for (const version of gone) rmSync(this.folderOf(version), { recursive: true, force: true });
    const versions = join(this.root, 'versions');
    for (const name of existsSync(versions) ? readdirSync(versions) : [])
      if (name.startsWith(UNFINISHED) && isLeft(join(versions, name), nowMs))
        rmSync(join(versions, name), { recursive: true, force: true });
    return gone;
  }

  #target(link: 'current' | 'previous'): string | undefined {
    try {
      const version = basename(readlinkSync(join(this.root, link)));
      return this.versions.includes(version) ? version : undefined;
    } catch {
      return undefined;
    }
  }

  /** A link can't be changed, only replaced: by a name of its own that is then given the right one. */
  #link(name: 'current' | 'previous', version: string): void {
    const path = join(this.root, name);
    const fresh = join(this.root, `.${name}-${process.pid}`);
    rmSync(fresh, { force: true });
    symlinkSync(join('versions', version), fresh);
    renameSync(fresh, path);
  }
}

function isLeft(unfinished: string, nowMs: number): boolean {
  const changed = statSync(unfinished, { throwIfNoEntry: false });
  return changed !== undefined && nowMs - changed.mtimeMs > UNFINISHED_MS;
}

/** Every entry lies in the archive's one folder, and every link leads into it. */
async function refuseOutsiders(archive: string): Promise<void> {
  const folders = new Set<string>();
  let outsider: string | undefined;
  await list({
    file: archive,
    strict: true,
    onReadEntry: (entry: ReadEntry) => {
      const parts = entry.path.split('/').filter((part) => part !== '');
      folders.add(parts[0] ?? '');
      const leaves = entry.path.startsWith('/') || parts.includes('..') || parts[0] === '.';
      if (leaves || leadsOut(entry, parts)) outsider ??= entry.path;
    },
  });
  if (outsider !== undefined || folders.size !== 1)
    throw new ReleaseError(
      `the archive has ${outsider === undefined ? `${folders.size} folders` : JSON.stringify(outsider)} where one folder should be: it is not used`,
    );
}

function leadsOut({ linkpath, type }: ReadEntry, parts: readonly string[]): boolean {
  if (type !== 'SymbolicLink' && type !== 'Link') return !['File', 'Directory'].includes(type);
  if (linkpath === undefined || linkpath.startsWith('/')) return true;
  // A hard link's target counts from the archive's root, a symbolic one's from where it lies.
  let depth = type === 'Link' ? 0 : parts.length - 1;
  for (const part of linkpath.split('/')) {
    if (part === '..') depth -= 1;
    else if (part !== '' && part !== '.') depth += 1;
    if (depth < 1 && part === '..') return true;
  }
  return false;
}

async function tried(folder: string, version: string): Promise<void> {
  const program = join(folder, 'bin', 'codex-voice');
  if (!lstatSync(program, { throwIfNoEntry: false })?.isFile())
    throw new ReleaseError(`the archive of ${version} has no bin/codex-voice: it is not used`);
  const { stdout } = await promisify(execFile)(program, ['--version'], { timeout: TRIAL_MS });
  if (stdout.trim() !== `codex-voice ${version}`)
    throw new ReleaseError(
      `the archive of ${version} calls itself ${JSON.stringify(stdout.trim().slice(0, 80))}: it is not used`,
    );
}

function explained(error: unknown, version: string): ReleaseError {
  if (error instanceof ReleaseError) return error;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOSPC')
    return new ReleaseError(`no room to unpack ${version}: free some and try again`);
  const reason = error instanceof Error ? error.message.split('\n', 1)[0] : String(error);
  return new ReleaseError(`${version} can't be used here: ${reason}`);
}
