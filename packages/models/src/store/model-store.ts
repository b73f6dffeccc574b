// The store of models on disk: `MODELS/ID/` with a manifest, put together in a staging folder and moved
// into place as a whole. What is in the catalogue and which model suits is not its business.
import { existsSync, statSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import {
  type CatalogueFile,
  type Decoding,
  entryBytes,
  fileAddress,
  isOtherLayout,
  KINDS_OF_OTHERS,
  type ModelEntry,
} from '../catalogue/model-entry.ts';
import type { Clock } from '../download/download-file.ts';
import type { Transport } from '../download/transport.ts';
import { diskError, ModelError } from '../model-error.ts';
import { type FreeBytes, freeBytesOf, requireRoom } from './disk-space.ts';
import { type InstalledModel, installedIn, installedModel, isModelId } from './installed.ts';
import { type AnyLayout, guessLayout } from './layout-guess.ts';
import { MANIFEST_NAME, MANIFEST_VERSION, type Manifest, manifestBytes } from './manifest.ts';
import type { OnModelEvent } from './model-event.ts';
import { filesIn, idFrom, ownModel, refuseNoFile, removeOthers } from './model-folder.ts';
import { StagedFiles } from './staged-files.ts';
import {
  claimStaging,
  folderBytes,
  STAGING_FOLDER,
  type Staging,
  sweepStaging,
  unfinished,
} from './staging.ts';
import { type VerifiedFile, verifyFiles } from './verify.ts';

export interface ModelStoreOptions {
  /** `…/codex-voice/models`; made when something is added. */
  readonly folder: string;
  readonly clock: Clock;
  readonly freeBytes?: FreeBytes;
}

export interface Added {
  readonly kind: 'installed' | 'already';
  readonly manifest: Manifest;
  readonly folder: string;
}

export interface Verification {
  readonly id: string;
  readonly isIntact: boolean;
  /** Empty where the manifest itself is damaged. */
  readonly files: readonly VerifiedFile[];
}

export class ModelStore {
  readonly folder: string;
  readonly #clock: Clock;
  readonly #freeBytes: FreeBytes;

  constructor({ folder, clock, freeBytes = freeBytesOf }: ModelStoreOptions) {
    this.folder = folder;
    this.#clock = clock;
    this.#freeBytes = freeBytes;
  }

  /** All that is installed, by id. Reads manifests only. */
  installed(): readonly InstalledModel[] {
    return installedIn(this.folder);
  }

  find(id: string): InstalledModel | undefined {
    return installedModel(this.folder, id);
  }

  /** What is being added by another process, or was begun and left. */
  async unfinished(): ReturnType<typeof unfinished> {
    return await unfinished(this.folder);
  }

  /** Downloads a model of the catalogue, or what is missing or damaged of it. Throws `ModelError`. */
  async add(entry: ModelEntry, adding: AddFromNetwork): Promise<Added> {
    const { mirror, transport, signal, onEvent } = adding;
    return await this.#build(entry.id, async (staging) => {
      const from = sourceOf(entry, mirror);
      const files = new StagedFiles({ folder: staging.path, onEvent });
      await files.begin();
      const intact = await this.#intactFiles(entry);
      const installed = this.find(entry.id);
      if (installed?.manifest?.layout === entry.layout && intact.size === entry.files.length) {
        return { kind: 'already', manifest: installed.manifest, folder: installed.folder };
      }
      await this.#requireRoom(entry, files);
      const count = entry.files.length;
      onEvent({ type: 'started', id: entry.id, files: count, bytes: entryBytes(entry), from });
      for (const file of entry.files) {
        const old = intact.get(file.name);
        if (old !== undefined) {
          await files.takeInstalled(join(this.folder, entry.id, file.name), old);
        } else if (!(await files.takeChecked(file))) {
          const address = fileAddress(entry.place, file.name, mirror);
          const network = { transport, address, signal, clock: this.#clock };
          await files.download(file, network);
        }
      }
      return await this.#finish({ staging, files, told: entry, source: from, onEvent });
    });
  }

  /** Copies a model of the catalogue out of a folder that has its files. Throws `ModelError`. */
  async addFrom(entry: ModelEntry, adding: AddFromFolder): Promise<Added> {
    const { directory, onEvent } = adding;
    const names = await filesIn(directory);
    const missing = entry.files.filter((file) => !names.includes(file.name));
    if (missing.length > 0) {
      const list = missing.map((file) => file.name).join(', ');
      throw new ModelError(
        'bad-folder',
        `${directory} lacks ${list}: these are the files of ${entry.id}, see ${entry.about}`,
      );
    }
    return await this.#copyAll({ told: entry, files: entry.files, directory, onEvent });
  }

  /** Copies a folder with sherpa-onnx files as a model of the person's own. Throws `ModelError`. */
  async addFolder(adding: AddOwnFolder): Promise<Added> {
    const { directory, layout, languages, onEvent } = adding;
    const own = ownModel(resolve(directory));
    const names = own.file === undefined ? await filesIn(own.folder) : [own.file];
    const guess = guessLayout({ name: own.name, files: names }, layout);
    if (guess.kind === 'ambiguous') {
      throw new ModelError(
        'unknown-layout',
        `${directory} could be ${guess.layouts.join(' or ')}: say which with --layout`,
      );
    }
    if (guess.kind === 'none') {
      const lacks = guess.missing.length === 0 ? '' : ` (it lacks ${guess.missing.join(', ')})`;
      throw new ModelError(
        'bad-folder',
        `${directory} has no files of a model that we know${lacks}: unpack it first, or say with --layout what it is`,
      );
    }
    const id = idFrom(own.name);
    const told: Told = {
      ...{ id, title: own.name, ...kindOf(guess.layout), languages: languages ?? 'any' },
    };
    return await this.#copyAll({ told, files: guess.files, directory: own.folder, onEvent });
  }

  /** Returns the bytes that were freed. Throws `ModelError` where there is nothing of it. */
  async remove(id: string): Promise<number> {
    const folder = join(this.folder, id);
    const left = isModelId(id) ? await this.unfinished() : [];
    const part = left.find((each) => each.id === id);
    const isThere = isModelId(id) && existsSync(folder);
    if (!isThere && part === undefined) throw notInstalled(id);
    let freed = part?.bytes ?? 0;
    if (isThere) freed += await folderBytes(folder);
    const staging = await claimStaging(this.folder, id).catch((error: unknown) => {
      // A claim needs a little room; to make room is what is asked for here.
      if (error instanceof ModelError && error.code === 'disk-full') return undefined;
      throw error;
    });
    try {
      // Out of sight first: nobody meets half a model.
      if (isThere && staging !== undefined) await rename(folder, join(staging.path, 'removed'));
      await staging?.giveUp('remove');
      await rm(folder, { recursive: true, force: true });
      await rm(join(this.folder, STAGING_FOLDER, id), { recursive: true, force: true });
    } catch (error) {
      await staging?.giveUp('keep');
      throw diskError(error, folder);
    }
    return freed;
  }

  /** Throws `ModelError` where it is not installed, and the signal's reason once that is aborted. */
  async verify(id: string, signal?: AbortSignal): Promise<Verification> {
    const model = this.find(id);
    if (model === undefined) throw notInstalled(id);
    if (model.manifest === undefined) return { id, isIntact: false, files: [] };
    const files = await verifyFiles(model.folder, model.manifest, signal);
    return { id, isIntact: files.every(({ state }) => state === 'intact'), files };
  }

  async #build(id: string, build: (staging: Staging) => Promise<Added>): Promise<Added> {
    if (!isModelId(id)) throw new RangeError(`id is ${id}: not a model's`);
    await sweepStaging(this.folder);
    const staging = await claimStaging(this.folder, id);
    let added: Added;
    try {
      added = await build(staging);
    } catch (error) {
      await staging.giveUp('keep');
      throw error;
    }
    if (added.kind === 'already') await staging.giveUp('remove');
    return added;
  }

  /** Files of the installed model that are what the catalogue wants, by name. */
  async #intactFiles(entry: ModelEntry): Promise<ReadonlyMap<string, Manifest['files'][number]>> {
    const model = this.find(entry.id);
    if (model?.manifest === undefined) return new Map();
    const states = await verifyFiles(model.folder, model.manifest);
    const found = model.manifest.files.filter((file) => {
      const wanted = entry.files.find(({ name }) => name === file.name);
      const isIntact = states.some(({ name, state }) => name === file.name && state === 'intact');
      return isIntact && wanted !== undefined && (wanted.sha256 ?? file.sha256) === file.sha256;
    });
    return new Map(found.map((file) => [file.name, file]));
  }

  async #requireRoom(entry: ModelEntry, files: StagedFiles): Promise<void> {
    let bytes = entryBytes(entry) ?? 0;
    for (const { name } of entry.files) bytes -= await files.hasBytes(name);
    const wanted = { folder: this.folder, bytes: Math.max(0, bytes) };
    await requireRoom(this.#freeBytes, wanted);
  }

  async #copyAll({ told, files, directory, onEvent }: CopyAll): Promise<Added> {
    for (const file of files) await refuseNoFile(directory, file.name);
    const sizes = files.map((file) => statSync(join(directory, file.name)).size);
    const bytes = sizes.reduce((sum, size) => sum + size, 0);
    await requireRoom(this.#freeBytes, { folder: this.folder, bytes });
    return await this.#build(told.id, async (staging) => {
      const staged = new StagedFiles({ folder: staging.path, onEvent });
      onEvent({ type: 'started', id: told.id, files: files.length, bytes, from: directory });
      for (const file of files) await staged.copy(file, join(directory, file.name));
      return await this.#finish({ staging, files: staged, told, source: directory, onEvent });
    });
  }

  async #finish({ staging, files, told, source, onEvent }: Finishing): Promise<Added> {
    const { id, title, kind, layout, decoding, languages, licence } = told;
    const manifest: Manifest = {
      version: MANIFEST_VERSION,
      ...{ id, title, kind, layout },
      ...(decoding === undefined ? {} : { decoding }),
      languages: languages === 'any' ? 'any' : [...languages],
      ...(licence === undefined ? {} : { licence }),
      source,
      installedAt: new Date(this.#clock.nowMs()).toISOString(),
      files: files.files,
    };
    const folder = join(this.folder, id);
    try {
      await files.end();
      await removeOthers(staging.path, manifest);
      const text = `${JSON.stringify(manifest, undefined, 2)}\n`;
      await writeFile(join(staging.path, MANIFEST_NAME), text, { flush: true });
    } catch (error) {
      throw diskError(error, staging.path);
    }
    await staging.install(folder);
    onEvent({ type: 'installed', id, bytes: manifestBytes(manifest), folder });
    return { kind: 'installed', manifest, folder };
  }
}

function kindOf(layout: AnyLayout): Pick<Told, 'kind' | 'layout' | 'decoding'> {
  if (isOtherLayout(layout)) return { kind: KINDS_OF_OTHERS[layout], layout };
  const decoding = layout.startsWith('streaming') ? 'while-speaking' : 'afterwards';
  return { kind: 'recogniser', layout, decoding };
}

interface Adding {
  readonly onEvent: OnModelEvent;
}

export interface AddFromNetwork extends Adding {
  readonly transport: Transport;
  /** Stands in place of scheme and host of each address. */
  readonly mirror?: string;
  readonly signal: AbortSignal;
}

export interface AddFromFolder extends Adding {
  readonly directory: string;
}

export interface AddOwnFolder extends Adding {
  readonly directory: string;
  /** Absent: told from the names of the files. */
  readonly layout?: AnyLayout;
  /** Absent: not known, so any. */
  readonly languages?: readonly string[];
}

/** What a manifest takes over from what is known of a model. */
type Told = Pick<ModelEntry, 'id' | 'title' | 'kind' | 'layout' | 'languages' | 'licence'> & {
  readonly decoding?: Decoding;
};

interface CopyAll extends Adding {
  readonly told: Told;
  readonly files: readonly CatalogueFile[];
  readonly directory: string;
}

interface Finishing extends Adding {
  readonly staging: Staging;
  readonly files: StagedFiles;
  readonly told: Told;
  readonly source: string;
}

function sourceOf(entry: ModelEntry, mirror: string | undefined): string {
  return fileAddress(entry.place, '', mirror).replace(/\/$/, '');
}

function notInstalled(id: string): ModelError {
  return new ModelError(
    'not-installed',
    `${id} is not installed: codex-voice models list shows what is`,
  );
}
