// The files of a model on their way into a staging folder: downloaded, copied from another folder, or
// there already; each is noted once it is checked, so that whoever comes next need not fetch it again.
import {
  appendFile,
  constants,
  copyFile,
  link,
  readFile,
  rename,
  rm,
  stat,
} from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { makeFolder } from '@codex-voice/folders';
import * as v from 'valibot';
import type { CatalogueFile } from '../catalogue/model-entry.ts';
import { type Clock, downloadFile } from '../download/download-file.ts';
import type { Transport } from '../download/transport.ts';
import { diskError, ModelError } from '../model-error.ts';
import type { Manifest } from './manifest.ts';
import type { OnModelEvent } from './model-event.ts';
import { sha256Of } from './verify.ts';

export type ManifestFile = Manifest['files'][number];

const NOTE_NAME = '.checked.jsonl';
/** As others may read models. */
const DIRECTORY_MODE = 0o777;

const noteSchema = v.object({
  name: v.string(),
  bytes: v.number(),
  sha256: v.string(),
  checkedAgainst: v.picklist(['catalogue', 'publisher', 'publisher-git', 'nothing']),
});
type CheckedNote = v.InferOutput<typeof noteSchema>;

export interface StagedFilesOptions {
  readonly folder: string;
  readonly onEvent: OnModelEvent;
}

export interface FromNetwork {
  readonly transport: Transport;
  readonly address: string;
  readonly signal: AbortSignal;
  readonly clock: Clock;
}

export class StagedFiles {
  readonly #folder: string;
  readonly #onEvent: OnModelEvent;
  readonly #files: ManifestFile[] = [];
  #notes: ReadonlyMap<string, CheckedNote> = new Map();
  #bytes = 0;

  constructor({ folder, onEvent }: StagedFilesOptions) {
    this.#folder = folder;
    this.#onEvent = onEvent;
  }

  get files(): ManifestFile[] {
    return this.#files;
  }

  /** Reads what an earlier process has checked. */
  async begin(): Promise<void> {
    const text = await readFile(join(this.#folder, NOTE_NAME), 'utf8').catch(() => '');
    const notes = text.split('\n').flatMap((line) => {
      // The last line may be torn.
      const result = v.safeParse(v.pipe(v.string(), v.parseJson(), noteSchema), line);
      return result.success ? [[result.output.name, result.output] as const] : [];
    });
    this.#notes = new Map(notes);
  }

  /** Bytes of the file that are in the folder already, whole or as a part. */
  async hasBytes(name: string): Promise<number> {
    for (const each of [name, `${name}.part`]) {
      const found = await stat(join(this.#folder, each)).catch(() => undefined);
      if (found !== undefined) return found.size;
    }
    return 0;
  }

  /** Takes what an earlier process has checked; false: there is none, or it is not that any more. */
  async takeChecked(file: CatalogueFile): Promise<boolean> {
    const note = this.#notes.get(file.name);
    if (note === undefined) return false;
    const sha256 = await sha256Of(join(this.#folder, file.name)).catch(() => undefined);
    const wanted = file.sha256 ?? note.sha256;
    if (sha256 !== note.sha256 || sha256 !== wanted) return false;
    this.#add(file, note);
    this.#onEvent({ type: 'kept', name: file.name, bytes: note.bytes });
    return true;
  }

  /** Takes a file of the same model that is installed and was just found to be intact. */
  async takeInstalled(path: string, file: ManifestFile): Promise<void> {
    const to = join(this.#folder, file.name);
    this.#makeFolderOf(file.name);
    try {
      await rm(to, { force: true });
      await link(path, to).catch(async () => await copyFile(path, to));
    } catch (error) {
      throw diskError(error, to);
    }
    this.#add(file, file);
    this.#onEvent({ type: 'kept', name: file.name, bytes: file.bytes });
  }

  async download(file: CatalogueFile, from: FromNetwork): Promise<void> {
    const { name } = file;
    const path = join(this.#folder, name);
    this.#makeFolderOf(name);
    const onEvent = this.#onEvent;
    const before = this.#bytes;
    const got = await downloadFile({
      ...from,
      partPath: `${path}.part`,
      pinned: {
        ...(file.bytes === undefined ? {} : { bytes: file.bytes }),
        ...(file.sha256 === undefined ? {} : { sha256: file.sha256 }),
      },
      onEvent: (event) => {
        if (event.type !== 'bytes') {
          onEvent({ name, ...event });
          return;
        }
        const { haveBytes, ofBytes } = event;
        const modelBytes = before + haveBytes;
        onEvent({ type: 'bytes', name, fileBytes: haveBytes, ofFileBytes: ofBytes, modelBytes });
      },
    });
    await this.#keep(file, { part: `${path}.part`, ...got });
  }

  /** Copies a file from a folder of the person's and checks it against the catalogue, where that has it. */
  async copy(file: CatalogueFile, from: string): Promise<void> {
    const path = join(this.#folder, file.name);
    const part = `${path}.part`;
    this.#makeFolderOf(file.name);
    try {
      await rm(part, { force: true });
      await copyFile(from, part, constants.COPYFILE_FICLONE);
    } catch (error) {
      throw diskError(error, path);
    }
    const sha256 = await sha256Of(part);
    if (file.sha256 !== undefined && file.sha256 !== sha256) {
      await rm(part, { force: true });
      throw new ModelError(
        'wrong-hash',
        `${basename(from)} is not the file it should be (SHA-256 ${sha256}): get it again, or leave the model's name away to add the folder as your own`,
      );
    }
    const { size } = await stat(part);
    const checkedAgainst = file.sha256 === undefined ? 'nothing' : 'catalogue';
    await this.#keep(file, { part, bytes: size, sha256, checkedAgainst });
  }

  /** Removes what is no part of the model. */
  async end(): Promise<void> {
    await rm(join(this.#folder, NOTE_NAME), { force: true });
  }

  async #keep(
    file: CatalogueFile,
    got: Omit<CheckedNote, 'name'> & { readonly part: string },
  ): Promise<void> {
    const { part, bytes, sha256, checkedAgainst } = got;
    const note = { name: file.name, bytes, sha256, checkedAgainst };
    try {
      await rename(part, join(this.#folder, file.name));
      await appendFile(join(this.#folder, NOTE_NAME), `${JSON.stringify(note)}\n`);
    } catch (error) {
      throw diskError(error, this.#folder);
    }
    this.#add(file, note);
    const { name } = file;
    this.#onEvent({ type: 'checked', name, bytes, sha256, against: checkedAgainst });
  }

  /** Some models have their files in folders below their own. */
  #makeFolderOf(name: string): void {
    const folder = dirname(join(this.#folder, name));
    try {
      makeFolder(folder, DIRECTORY_MODE);
    } catch (error) {
      throw diskError(error, folder);
    }
  }

  #add(file: Pick<CatalogueFile, 'role' | 'name'>, note: Omit<CheckedNote, 'name'>): void {
    const { bytes, sha256, checkedAgainst } = note;
    this.#files.push({ role: file.role, name: file.name, bytes, sha256, checkedAgainst });
    this.#bytes += bytes;
  }
}
