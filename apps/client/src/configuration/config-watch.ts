// Notices that a config file has another text, however that came to be: written in place, renamed into its
// place, taken away, behind a link, or where there was not even a folder. What the text means is left to
// whoever is told.
import { existsSync, type FSWatcher, readFileSync, realpathSync, watch } from 'node:fs';
import { basename, dirname } from 'node:path';

/** Editors write in several steps: the text is read once this long nothing has happened, in ms. */
const SETTLE_MS = 120;

export interface ConfigWatchParts {
  /** The first of these that is there is the config file. */
  readonly paths: readonly string[];
  /** As it was last read. */
  readonly text: string;
  readonly onText: (text: string, path: string) => void;
}

/** What is looked at for a file: the nearest folder that is there, and the next name on the way. */
interface Spot {
  readonly folder: string;
  readonly name: string;
}

export class ConfigWatch {
  readonly #parts: ConfigWatchParts;
  readonly #watchers: FSWatcher[] = [];
  #spots: readonly Spot[] = [];
  #text: string;
  #timer: NodeJS.Timeout | undefined;

  /** A folder that can't be watched is left alone: the file then counts at the next start. */
  constructor(parts: ConfigWatchParts) {
    this.#parts = parts;
    this.#text = parts.text;
    this.#arm(this.#wanted());
    // It may have changed since it was read.
    this.#look();
  }

  /** The text is this one now, and nobody need be told. */
  expect(text: string): void {
    this.#text = text;
  }

  close(): void {
    clearTimeout(this.#timer);
    for (const watcher of this.#watchers.splice(0)) watcher.close();
  }

  #wanted(): readonly Spot[] {
    const { paths } = this.#parts;
    return [...new Set([...paths, ...paths.map(realPath)])].map(spotOf);
  }

  #arm(spots: readonly Spot[]): void {
    for (const watcher of this.#watchers.splice(0)) watcher.close();
    this.#spots = spots;
    for (const { folder, name } of spots) {
      try {
        const watcher = watch(folder, { persistent: false }, (_, changed) => {
          if (changed === null || changed === name) this.#look();
        });
        watcher.on('error', () => watcher.close());
        this.#watchers.push(watcher);
      } catch {}
    }
  }

  #look(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#read(), SETTLE_MS);
    this.#timer.unref();
  }

  #read(): void {
    const spots = this.#wanted();
    if (!areSame(spots, this.#spots)) {
      // Folders have come or gone; what happened until they are watched is seen by looking once more.
      this.#arm(spots);
      this.#look();
    }
    const { paths } = this.#parts;
    const path = paths.find((each) => existsSync(each)) ?? paths[0];
    const text = path === undefined ? undefined : textOf(path);
    if (path === undefined || text === undefined || text === this.#text) return;
    this.#text = text;
    this.#parts.onText(text, path);
  }
}

function spotOf(file: string): Spot {
  let spot: Spot = { folder: dirname(file), name: basename(file) };
  while (!existsSync(spot.folder) && dirname(spot.folder) !== spot.folder) {
    spot = { folder: dirname(spot.folder), name: basename(spot.folder) };
  }
  return spot;
}

function areSame(some: readonly Spot[], others: readonly Spot[]): boolean {
  return (
    some.length === others.length &&
    some.every(({ folder, name }, at) => folder === others[at]?.folder && name === others[at]?.name)
  );
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** Of a file that is not there, nothing; undefined: it can't be read just now. */
function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const isAbsent = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return isAbsent ? '' : undefined;
  }
}
