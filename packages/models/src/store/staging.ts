// The folder a model is put together in before it is installed, and the claim on it. A claim is a folder
// inside that appears with its owner in it or not at all, so exactly one process has it; one whose owner is
// dead is taken away, and what had come stays.
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeFolder } from '@codex-voice/folders';
import { diskError, ModelError, systemCode } from '../model-error.ts';
import { type Owner, readOwner, stateOf, thisOwner } from './owner.ts';

/** Below the models' folder; a model's id never begins with a dot. */
export const STAGING_FOLDER = '.staging';
const CLAIM = '.claim';
const OWNER_NAME = 'owner.json';
/** As others may read models. */
const DIRECTORY_MODE = 0o777;

/** An owner that can't be asked is taken for dead once nothing has changed for so long, in ms. */
const ELSEWHERE_MS = 10 * 60_000;
/** What a dead process left is kept so long for the next one to go on with, in ms. */
const KEPT_MS = 7 * 24 * 3_600_000;
/** A claim that was being made or moved is done with long before this, in ms. */
const PASSING_MS = 10 * 60_000;
/** Another may take a claim while it is looked at; then it is looked at again, after so long, in ms. */
const CLAIM_TRIES = 8;
const LOOK_AGAIN_MS = 5;

export interface Staging {
  readonly path: string;
  /** Puts it in its place as a whole, instead of what is there. Throws `ModelError`. */
  install(target: string): Promise<void>;
  /** Gives the claim up. `keep`: what has come is there for the next one. */
  giveUp(what: 'keep' | 'remove'): Promise<void>;
}

/** Claims the staging folder of a model. Throws `ModelError`: `busy` where a living process has it. */
export async function claimStaging(modelsFolder: string, id: string): Promise<Staging> {
  const root = join(modelsFolder, STAGING_FOLDER);
  const path = join(root, id);
  const nonce = randomUUID();
  try {
    for (let attempt = 0; attempt < CLAIM_TRIES; attempt += 1) {
      makeFolder(path, DIRECTORY_MODE);
      if (await putClaim(root, path, nonce)) return new ClaimedStaging(path, nonce);
      await removeDeadClaim(root, path);
      await sleep(LOOK_AGAIN_MS);
    }
  } catch (error) {
    throw diskError(error, root);
  }
  throw busy(id, readOwner(ownerPath(path)));
}

function busy(id: string, owner: Owner | undefined): ModelError {
  const who = owner === undefined ? 'another process' : `process ${owner.pid}`;
  return new ModelError(
    'busy',
    `${who} is at work on ${id} already: let it end, then say it again if you need to`,
  );
}

function ownerPath(path: string): string {
  return join(path, CLAIM, OWNER_NAME);
}

/** False: another claim stands there, as a folder with something in it is never replaced. */
async function putClaim(root: string, path: string, nonce: string): Promise<boolean> {
  const made = join(root, `.new-${randomUUID()}`);
  try {
    await mkdir(made);
    await writeFile(join(made, OWNER_NAME), JSON.stringify(thisOwner(nonce)));
    await rename(made, join(path, CLAIM));
    return true;
  } catch (error) {
    await rm(made, { recursive: true, force: true });
    // `ENOENT`: the folder has just been installed or removed.
    if (TAKEN_CODES.has(systemCode(error) ?? '')) return false;
    throw error;
  }
}

const TAKEN_CODES: ReadonlySet<string> = new Set(['ENOTEMPTY', 'EEXIST', 'EPERM', 'ENOENT']);

/** Throws `busy` where the owner lives. */
async function removeDeadClaim(root: string, path: string): Promise<void> {
  const id = path.slice(root.length + 1);
  const owner = readOwner(ownerPath(path));
  if (owner !== undefined && (await isAtWork(owner, path))) throw busy(id, owner);
  const taken = join(root, `.dead-${randomUUID()}`);
  try {
    // Of several who try, one has it.
    await rename(join(path, CLAIM), taken);
  } catch {
    return;
  }
  const found = readOwner(join(taken, OWNER_NAME));
  if (found !== undefined && found.nonce !== owner?.nonce) {
    // Somebody had just taken it over: it is theirs, and who has lost a claim finds out before it installs.
    await rename(taken, join(path, CLAIM)).catch(() => undefined);
    throw busy(id, found);
  }
  await rm(taken, { recursive: true, force: true });
}

async function isAtWork(owner: Owner, path: string): Promise<boolean> {
  const state = stateOf(owner);
  if (state !== 'elsewhere') return state === 'alive';
  return Date.now() - (await lastChangeMs(path)) < ELSEWHERE_MS;
}

async function lastChangeMs(path: string): Promise<number> {
  const names = await readdir(path).catch(() => []);
  const times = await Promise.all(
    [path, ...names.map((name) => join(path, name))].map(async (each) =>
      stat(each).then(
        ({ mtimeMs }) => mtimeMs,
        () => 0,
      ),
    ),
  );
  return Math.max(...times);
}

class ClaimedStaging implements Staging {
  readonly path: string;
  readonly #root: string;
  readonly #nonce: string;

  constructor(path: string, nonce: string) {
    this.path = path;
    this.#root = dirname(path);
    this.#nonce = nonce;
  }

  async install(target: string): Promise<void> {
    this.#requireClaim();
    const old = join(this.#root, `.old-${randomUUID()}`);
    try {
      await syncFolder(this.path);
      if (existsSync(target)) await rename(target, old);
      await rename(this.path, target);
      await syncFolder(dirname(target));
      await rm(join(target, CLAIM), { recursive: true, force: true });
      await rm(old, { recursive: true, force: true });
    } catch (error) {
      throw diskError(error, target);
    }
  }

  async giveUp(what: 'keep' | 'remove'): Promise<void> {
    const out = join(this.#root, `.dead-${randomUUID()}`);
    const from = what === 'remove' ? this.path : join(this.path, CLAIM);
    await rename(from, out).catch(() => undefined);
    await rm(out, { recursive: true, force: true });
  }

  #requireClaim(): void {
    const owner = readOwner(ownerPath(this.path));
    if (owner?.nonce !== this.#nonce) throw busy(this.path.slice(this.#root.length + 1), owner);
  }
}

/** So that a rename outlives a power failure; where a folder can't be synchronised, it is not. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => undefined);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}

export interface Unfinished {
  readonly id: string;
  readonly bytes: number;
  readonly state: 'at-work' | 'left';
}

/** What is being put together, and what was left by who stopped or died. */
export async function unfinished(modelsFolder: string): Promise<readonly Unfinished[]> {
  const root = join(modelsFolder, STAGING_FOLDER);
  const names = (await readdir(root).catch(() => [])).filter((name) => !name.startsWith('.'));
  const all = await Promise.all(
    names.toSorted().map(async (id): Promise<Unfinished> => {
      const path = join(root, id);
      const owner = readOwner(ownerPath(path));
      const isBusy = owner !== undefined && (await isAtWork(owner, path));
      return { id, bytes: await folderBytes(path), state: isBusy ? 'at-work' : 'left' };
    }),
  );
  // Of a try that brought nothing only an empty folder is left.
  return all.filter(({ bytes, state }) => bytes > 0 || state === 'at-work');
}

/** Removes what dead processes left: half-made claims after minutes, parts of models after a week. */
export async function sweepStaging(modelsFolder: string): Promise<void> {
  const root = join(modelsFolder, STAGING_FOLDER);
  for (const name of await readdir(root).catch(() => [])) {
    const path = join(root, name);
    const owner = readOwner(ownerPath(path));
    if (owner !== undefined && (await isAtWork(owner, path))) continue;
    const ageMs = Date.now() - (await lastChangeMs(path));
    const keptMs = name.startsWith('.') ? PASSING_MS : KEPT_MS;
    if (ageMs > keptMs) await rm(path, { recursive: true, force: true });
  }
}

export async function folderBytes(path: string): Promise<number> {
  const names = await readdir(path, { recursive: true }).catch(() => []);
  const sizes = await Promise.all(
    names.map(async (name) =>
      stat(join(path, name)).then(
        (found) => (found.isFile() ? found.size : 0),
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
