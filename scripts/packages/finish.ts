// What a release has beside its archives: the description, its signature and sums, the install script that
// knows its place, and the recipes.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeRelease } from './describe.ts';
import { writeRecipes } from './recipes.ts';

export interface Finishing {
  readonly root: string;
  /** With the archives in it, and nothing else that ends as they do. */
  readonly folder: string;
  readonly version: string;
  /** The place of releases; absent: nobody will look for them. */
  readonly releases?: string;
  /** Ed25519, PEM; absent: the release is not signed. */
  readonly privateKey?: string;
}

/** Paths of the archives it found. */
export function finishRelease({
  root,
  folder,
  version,
  releases,
  privateKey,
}: Finishing): readonly string[] {
  const names = readdirSync(folder).filter((name) => /\.(?:tgz|tar\.gz|deb)$/.test(name));
  const paths = names.sort().map((name) => join(folder, name));
  const files = describeRelease(folder, version, paths, privateKey);
  const installer = readFileSync(join(root, 'packaging/install.sh'), 'utf8');
  writeFileSync(join(folder, 'install.sh'), installer.replace('@RELEASES@', releases ?? ''));
  if (releases !== undefined)
    writeRecipes({ root, into: join(folder, 'recipes'), version, files, releases });
  return paths;
}
