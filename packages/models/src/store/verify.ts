// Reads every file of an installed model again and tells what is not as it was installed.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { systemCode } from '../model-error.ts';
import type { Manifest } from './manifest.ts';

export type FileState = 'intact' | 'missing' | 'wrong-size' | 'wrong-hash' | 'unreadable';

export interface VerifiedFile {
  readonly name: string;
  readonly state: FileState;
}

/** Each file of the manifest, in its order. Rejects once `signal` is aborted. */
export async function verifyFiles(
  folder: string,
  manifest: Manifest,
  signal?: AbortSignal,
): Promise<readonly VerifiedFile[]> {
  const files: VerifiedFile[] = [];
  for (const { name, bytes, sha256 } of manifest.files) {
    files.push({ name, state: await stateOfFile(join(folder, name), { bytes, sha256 }, signal) });
  }
  return files;
}

interface Expected {
  readonly bytes: number;
  readonly sha256: string;
}

async function stateOfFile(
  path: string,
  { bytes, sha256 }: Expected,
  signal: AbortSignal | undefined,
): Promise<FileState> {
  try {
    const { size } = await stat(path);
    if (size !== bytes) return 'wrong-size';
    return (await sha256Of(path, signal)) === sha256 ? 'intact' : 'wrong-hash';
  } catch (error) {
    signal?.throwIfAborted();
    return systemCode(error) === 'ENOENT' ? 'missing' : 'unreadable';
  }
}

/** Lower-case hexadecimal. */
export async function sha256Of(path: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  const stream = createReadStream(path, signal === undefined ? {} : { signal });
  for await (const chunk of stream) hash.update(chunk);
  return hash.digest('hex');
}
