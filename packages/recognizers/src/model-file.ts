// Finds the model files that come inside installed packages and checks that each is, byte for byte,
// the file it should be. Native code ends the process on a bad model file, so nothing goes to it unchecked.

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import { RecognizerError } from './failure.ts';

/** A file inside an installed package, and what it must be. */
export interface PackagedModel {
  readonly packageName: string;
  /** Path inside the package, with `/`. */
  readonly path: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}

/** Silero VAD 6.2 (MIT), as decibri 5.7 carries it. */
export const SILERO_MODEL: PackagedModel = {
  packageName: 'decibri',
  path: 'models/silero_vad.onnx',
  sizeBytes: 2_327_524,
  sha256: '1a153a22f4509e292a94e67d6f9b85e8deb25b4988682b7e174c65279d8788e3',
};

const requireHere = createRequire(import.meta.url);

/**
 * Path of the installed file after checking size and SHA-256.
 * @throws RecognizerError `missing-model` or `damaged-model`.
 */
export async function locateModel(model: PackagedModel): Promise<string> {
  const path = join(packageFolder(model.packageName), ...model.path.split('/'));
  await verifyModel(path, model);
  return path;
}

/** Throws RecognizerError `missing-model` or `damaged-model` unless the file at `path` is `expected`. */
export async function verifyModel(
  path: string,
  expected: Pick<PackagedModel, 'sizeBytes' | 'sha256'>,
): Promise<void> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new RecognizerError('missing-model', `no model file at ${path}`, { cause });
  });
  if (bytes.byteLength !== expected.sizeBytes) {
    throw new RecognizerError(
      'damaged-model',
      `${path} has ${bytes.byteLength} bytes, not ${expected.sizeBytes}`,
    );
  }
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (sha256 !== expected.sha256) {
    throw new RecognizerError(
      'damaged-model',
      `${path} has SHA-256 ${sha256}, not ${expected.sha256}`,
    );
  }
}

/** Resolves the package's entry without loading it: decibri's needs a sound library, its files don't. */
function packageFolder(name: string): string {
  let entry: string;
  try {
    entry = requireHere.resolve(name);
  } catch (cause) {
    throw new RecognizerError('missing-model', `the package ${name} is not installed`, { cause });
  }
  const marker = join('node_modules', name) + sep;
  const at = entry.lastIndexOf(marker);
  return at === -1 ? dirname(entry) : entry.slice(0, at + marker.length);
}
