// Tells which entries of a project changed. On Linux each folder is watched by itself, so that ignored
// ones cost nothing; elsewhere the system watches the whole tree. What a change means is told elsewhere.
import { type FSWatcher, watch } from 'node:fs';
import { join } from 'node:path';

export interface FolderWatchParts {
  /** Absolute. */
  readonly folder: string;
  readonly mostFolders: number;
  /** The changed entry, relative to the folder, with `/`; of a folder itself when it is not known what in it. */
  readonly onChange: (path: string) => void;
}

/** Systems whose own watching covers a tree. */
const WATCHES_TREES: ReadonlySet<NodeJS.Platform> = new Set(['darwin', 'win32']);

export class FolderWatch {
  readonly #parts: FolderWatchParts;
  readonly #watchers = new Map<string, FSWatcher>();
  readonly #wholeTree = WATCHES_TREES.has(process.platform);
  #missed = false;
  #ended = false;

  constructor(parts: FolderWatchParts) {
    this.#parts = parts;
  }

  get folders(): number {
    return this.#watchers.size;
  }

  /** Whether some folder could not be watched: changes in it are not seen. */
  get coverage(): 'full' | 'partial' {
    return this.#missed ? 'partial' : 'full';
  }

  add(folder: string): void {
    if (this.#ended || this.#watchers.has(folder)) return;
    if (this.#wholeTree && folder !== '') return;
    if (this.#watchers.size >= this.#parts.mostFolders) {
      this.#missed = true;
      return;
    }
    try {
      const options = { persistent: false, recursive: this.#wholeTree } as const;
      const watcher = watch(join(this.#parts.folder, folder), options, (_event, name) => {
        const inside = name === null ? '' : name.replaceAll('\\', '/');
        this.#parts.onChange([folder, inside].filter((part) => part !== '').join('/'));
      });
      watcher.on('error', () => this.#drop(folder));
      this.#watchers.set(folder, watcher);
    } catch {
      // Gone again, not ours to read, or the system's watches are used up.
      this.#missed = true;
    }
  }

  /** Ends the watching of a folder and of those in it. */
  remove(folder: string): void {
    for (const path of this.#watchers.keys()) {
      if (path === folder || path.startsWith(`${folder}/`)) this.#drop(path);
    }
  }

  dispose(): void {
    this.#ended = true;
    for (const path of this.#watchers.keys()) this.#drop(path);
  }

  #drop(folder: string): void {
    this.#watchers.get(folder)?.close();
    this.#watchers.delete(folder);
  }
}
