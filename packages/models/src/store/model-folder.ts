// The folder that a model comes from or is put together in: which files it has, also in folders below it,
// what it is to be called, and what in it is left from an earlier try.
import { statSync } from 'node:fs';
import { open, readdir, rm } from 'node:fs/promises';
import { basename, dirname, extname, join, relative, sep } from 'node:path';
import { diskError, ModelError } from '../model-error.ts';
import { PRONUNCIATIONS } from './layout-guess.ts';
import type { Manifest } from './manifest.ts';

/** What is named is a folder, or, as models of speakers are published, a single file. */
export function ownModel(path: string): {
  readonly folder: string;
  readonly name: string;
  readonly file?: string;
} {
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true)
    return { folder: path, name: basename(path) };
  return { folder: dirname(path), name: basename(path, extname(path)), file: basename(path) };
}

/** What a clone of a repository has in the place of large files, until they are fetched. */
const LFS_POINTER = 'version https://git-lfs';

/** Throws `ModelError` for what is plainly no model's file: nothing, what stands for one, a page of the web. */
export async function refuseNoFile(directory: string, name: string): Promise<void> {
  const path = join(directory, name);
  const start = await beginningOf(path, LFS_POINTER.length).catch((error: unknown) => {
    throw diskError(error, path);
  });
  const what = start === '' ? 'is empty' : undefined;
  if (start === LFS_POINTER) {
    throw new ModelError(
      'bad-folder',
      `${path} only stands for the file (Git LFS): fetch it with git lfs pull`,
    );
  }
  const isPage = /^\s*<(?:!doctype|html)/iu.test(start);
  if (what === undefined && !isPage) return;
  throw new ModelError(
    'bad-folder',
    `${path} ${what ?? 'is a web page, and no file of a model'}: get it again`,
  );
}

async function beginningOf(path: string, bytes: number): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, 0);
    return buffer.toString('latin1', 0, bytesRead);
  } finally {
    await file.close();
  }
}

/** Names of the files in it, and in the one folder below it that models have: `espeak-ng-data/en_dict`. */
export async function filesIn(directory: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(directory, { withFileTypes: true });
    const names = entries.filter((entry) => !entry.isDirectory()).map(({ name }) => name);
    const below = entries.some((entry) => entry.isDirectory() && entry.name === PRONUNCIATIONS)
      ? await namesBelow(directory, PRONUNCIATIONS)
      : [];
    return [...names, ...below];
  } catch (error) {
    throw new ModelError(
      'bad-folder',
      `${directory} is no folder that can be read: name the folder with the model's files`,
      { cause: error },
    );
  }
}

/** Files below a folder of `directory`, as `directory` names them, with `/`. */
async function namesBelow(directory: string, folder: string): Promise<readonly string[]> {
  const entries = await readdir(join(directory, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)).replaceAll(sep, '/'))
    .toSorted();
}

/** A folder's name as a model's. */
export function idFrom(name: string): string {
  const id = name.toLowerCase().replaceAll(/[^a-z0-9.-]+/g, '-');
  const trimmed = id.replace(/^[.-]+/, '').replace(/[.-]+$/, '');
  return trimmed === '' ? 'own-model' : trimmed;
}

/** Parts and files of an earlier try that the model does not have any more. */
export async function removeOthers(folder: string, manifest: Manifest): Promise<void> {
  const kept = new Set(manifest.files.map(({ name }) => name));
  const tops = new Set([...kept].map((name) => name.split('/', 1)[0]));
  for (const top of await readdir(folder)) {
    if (!tops.has(top) && !top.startsWith('.')) {
      await rm(join(folder, top), { recursive: true, force: true });
    } else if (!kept.has(top) && !top.startsWith('.')) {
      for (const name of await namesBelow(folder, top)) {
        if (!kept.has(name)) await rm(join(folder, name), { force: true });
      }
    }
  }
}
