// The description of a release, its signature and the sums, from the files that it consists of.
import { createHash, createPrivateKey } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type ReleaseDescription, type ReleaseFile, signed } from '@codex-voice/releases';

/** An archive's name tells its platform; others are for all. */
const OF_PLATFORM = /-((?:linux|darwin|win)-(?:x64|arm64))\.tar\.gz$/;

export function describeFile(path: string): ReleaseFile {
  const name = basename(path);
  const platform = OF_PLATFORM.exec(name)?.[1];
  const sha256 = createHash('sha256').update(readFileSync(path)).digest('hex');
  const file = { name, bytes: statSync(path).size, sha256 };
  return platform === undefined ? file : { ...file, platform };
}

/**
 * Writes `release.json` and `SHA256SUMS` into `folder`, and `release.json.sig` where there is a private key
 * (Ed25519, PEM).
 */
export function describeRelease(
  folder: string,
  version: string,
  paths: readonly string[],
  privateKey: string | undefined,
): readonly ReleaseFile[] {
  const files = paths.map(describeFile);
  const description: ReleaseDescription = { format: 1, version, files };
  const text = `${JSON.stringify(description, undefined, 2)}\n`;
  writeFileSync(join(folder, 'release.json'), text);
  const sums = files.map(({ sha256, name }) => `${sha256}  ${name}\n`);
  writeFileSync(join(folder, 'SHA256SUMS'), sums.join(''));
  if (privateKey !== undefined) {
    const signature = signed(createPrivateKey(privateKey), Buffer.from(text));
    writeFileSync(join(folder, 'release.json.sig'), `${signature}\n`);
  }
  return files;
}
