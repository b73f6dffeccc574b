// How this program came to be where it is, told from its path alone.
import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

export type Installation =
  | { readonly kind: 'archive'; readonly root: string; readonly version: string }
  | { readonly kind: 'npm'; readonly folder: string }
  | { readonly kind: 'sources'; readonly folder: string }
  | { readonly kind: 'unknown'; readonly folder: string };

/** `home`: the folder with `bin/` and `dist/`, its links resolved. */
export function installationOf(
  home: string,
  exists: (path: string) => boolean = existsSync,
): Installation {
  const versions = dirname(home);
  if (basename(versions) === 'versions' && exists(join(dirname(versions), 'current')))
    return { kind: 'archive', root: dirname(versions), version: basename(home) };
  if (basename(versions) === 'node_modules') return { kind: 'npm', folder: home };
  if (exists(join(home, 'apps', 'client', 'src'))) return { kind: 'sources', folder: home };
  return { kind: 'unknown', folder: home };
}
