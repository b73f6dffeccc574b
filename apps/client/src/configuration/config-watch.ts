// Notices that a config file has another text, however that came to be: written in place, renamed into its
// place, taken away, or behind a link. What the text means is left to whoever is told.
import { type FSWatcher, readFileSync, realpathSync, watch } from 'node:fs';
import { basename, dirname } from 'node:path';

/** Editors write in several steps: the text is read once this long nothing has happened, in ms. */
const SETTLE_MS = 120;

export interface ConfigWatchParts {
  readonly path: string;
  /** As it was last read. */
  readonly text: string;
  readonly onText: (text: string) => void;
}

export class ConfigWatch {
  readonly #parts: ConfigWatchParts;
  readonly #watchers: FSWatcher[] = [];
  #text: string;
  #timer: NodeJS.Timeout | undefined;

  /** A folder that can't be watched, or is not there, is left alone: the file then counts at the next start. */
  constructor(parts: ConfigWatchParts) {
    this.#parts = parts;
    this.#text = parts.text;
    for (const file of new Set([parts.path, realPath(parts.path)])) this.#watch(file);
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

  #watch(file: string): void {
    const name = basename(file);
    try {
      const watcher = watch(dirname(file), { persistent: false }, (_, changed) => {
        if (changed === null || changed === name) this.#look();
      });
      watcher.on('error', () => watcher.close());
      this.#watchers.push(watcher);
    } catch {}
  }

  #look(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#read(), SETTLE_MS);
    this.#timer.unref();
  }

  #read(): void {
    const text = textOf(this.#parts.path);
    if (text === undefined || text === this.#text) return;
    this.#text = text;
    this.#parts.onText(text);
  }
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
