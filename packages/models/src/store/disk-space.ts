// Room on the disk that holds a folder, as a port: tests pass a small disk.
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ModelError } from '../model-error.ts';

/** Bytes that this user may still write there; undefined where the system does not say. */
export type FreeBytes = (folder: string) => Promise<number | undefined>;

/** Looks at the folder, or at the nearest one above it that is there. */
export async function freeBytesOf(folder: string): Promise<number | undefined> {
  for (let path = folder; ; path = dirname(path)) {
    const found = await statfs(path).catch(() => undefined);
    if (found !== undefined) return found.bavail * found.bsize;
    if (dirname(path) === path) return undefined;
  }
}

/** Left free beside the model, so that a disk is not filled to its last block. */
const RESERVE_BYTES = 16_000_000;

/** Throws `ModelError` `disk-full` where so much more can't come. */
export async function requireRoom(
  freeBytes: FreeBytes,
  wanted: { readonly folder: string; readonly bytes: number },
): Promise<void> {
  const { folder, bytes } = wanted;
  const free = await freeBytes(folder);
  if (free === undefined || bytes === 0 || bytes + RESERVE_BYTES <= free) return;
  const missing = Math.ceil((bytes + RESERVE_BYTES - free) / BYTES_PER_MEGABYTE);
  throw new ModelError(
    'disk-full',
    `the disk with ${folder} lacks ${missing} MB for it: free some room, remove a model, or name another data folder with XDG_DATA_HOME`,
  );
}

const BYTES_PER_MEGABYTE = 1_000_000;
