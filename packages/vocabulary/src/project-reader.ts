// Reads the names of a project's folder into the ledger: entry names, manifests, and the texts that
// changed last, within bounds. When to read what again is for its owner to say.
import { lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { basename } from 'node:path/posix';
import { isName, namesInText } from '@codex-voice/terms';
import type { VocabularyBounds } from './bounds.ts';
import { isSecretFile, isWrittenText, textKindOf } from './file-kinds.ts';
import type { IgnoreRules } from './ignore-rules.ts';
import { isManifest, manifestNames } from './manifest.ts';
import type { NameLedger } from './name-ledger.ts';
import type { TimeSlices } from './time-slices.ts';

/** Files that are asked for their time at once. */
const STATS_AT_ONCE = 32;
const MANIFEST_KINDS = ['package', 'script', 'dependency'] as const;

export interface ReaderParts {
  /** Absolute. */
  readonly folder: string;
  readonly bounds: VocabularyBounds;
  readonly ledger: NameLedger;
  readonly rules: IgnoreRules;
  readonly slices: TimeSlices;
  /** Called before a folder is read, so that no change falls between reading and watching. */
  readonly onFolder: (path: string) => void;
  /** Called with the names of each text, so that what depends on them can be worked out in slices too. */
  readonly onNames: (names: Iterable<string>) => void;
  /** Text of git's exclude file for the folder itself. */
  readonly excludes: () => Promise<string>;
}

/** What was left out, and why. */
export interface LeftOut {
  /** Entries beyond `entries` or `depth`. */
  readonly entries: number;
  /** Texts beyond `readFiles`, `readBytes` or `fileBytes`. */
  readonly texts: number;
}

interface FoundFile {
  readonly path: string;
  readonly changedMs: number;
  readonly bytes: number;
}

export class ProjectReader {
  readonly #parts: ReaderParts;
  readonly #entries = new Map<string, 'file' | 'folder'>();
  /** The texts that stand in the ledger. */
  readonly #read = new Map<string, FoundFile>();
  #readBytes = 0;
  #entriesLeftOut = 0;
  readonly #textsLeftOut = new Set<string>();

  constructor(parts: ReaderParts) {
    this.#parts = parts;
  }

  get counts(): { readonly entries: number; readonly texts: number; readonly leftOut: LeftOut } {
    return {
      entries: this.#entries.size,
      texts: this.#read.size,
      leftOut: { entries: this.#entriesLeftOut, texts: this.#textsLeftOut.size },
    };
  }

  kindOf(path: string): 'file' | 'folder' | undefined {
    return path === '' ? 'folder' : this.#entries.get(path);
  }

  /** The files that are called one of `names`. */
  pathsNamed(names: ReadonlySet<string>): readonly string[] {
    if (names.size === 0) return [];
    return [...this.#entries.keys()].filter((path) => names.has(basename(path)));
  }

  /** Everything in a folder that is not ignored, texts that changed last first. */
  async readFolder(folder: string, onNames: () => void = () => {}): Promise<void> {
    if (folder !== '' && !this.#entries.has(folder)) {
      if (!this.#admit(folder, 'folder')) return;
      this.#takeName(folder, 'folder', 0);
    }
    const paths: string[] = [];
    const waiting = [folder];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (!(await this.#parts.slices.goOn())) return;
      const found = await this.#list(next);
      waiting.push(...found.folders);
      paths.push(...found.files);
    }
    const files = await this.#ages(paths);
    for (const file of files) this.#takePath(file);
    for (const { path } of files) if (isManifest(basename(path))) await this.#readManifest(path);
    onNames();
    files.sort((left, right) => right.changedMs - left.changedMs);
    for (const file of files) {
      if (!(await this.#parts.slices.goOn())) return;
      await this.#readText(file);
    }
  }

  /** One file anew, or for the first time. */
  async readFile(path: string): Promise<void> {
    const [file] = await this.#ages([path]);
    if (file === undefined) return;
    if (!this.#entries.has(path) && !this.#admit(path, 'file')) return;
    this.#takePath(file);
    await this.#readManifest(path);
    await this.#readText(file);
  }

  /** An entry, and all that was in it, is gone. */
  remove(path: string): void {
    const gone = [...this.#entries.keys()].filter(
      (entry) => path === '' || entry === path || entry.startsWith(`${path}/`),
    );
    for (const entry of gone) {
      this.#entries.delete(entry);
      this.#textsLeftOut.delete(entry);
      this.#forgetText(entry);
      this.#parts.ledger.remove(pathSource(entry));
      for (const kind of MANIFEST_KINDS) this.#parts.ledger.remove(manifestSource(kind, entry));
    }
    if (path === '') this.#entriesLeftOut = 0;
  }

  /** The entries of one folder: those to look into and those to read. */
  async #list(
    folder: string,
  ): Promise<{ readonly folders: readonly string[]; readonly files: readonly string[] }> {
    const { rules, onFolder } = this.#parts;
    onFolder(folder);
    const absolute = join(this.#parts.folder, folder);
    const entries = await readdir(absolute, { withFileTypes: true }).catch(() => []);
    const own = entries.some(({ name }) => name === '.gitignore')
      ? await readFile(join(absolute, '.gitignore'), 'utf8').catch(() => '')
      : '';
    rules.set(folder, own, folder === '' ? await this.#parts.excludes() : '');
    const folders: string[] = [];
    const files: string[] = [];
    for (const entry of entries) {
      // Neither kind: a symbolic link, which may lead anywhere, a socket, a device.
      const kind = entry.isDirectory() ? 'folder' : entry.isFile() ? 'file' : undefined;
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (kind === undefined || this.#isLeftAlone(path, kind) || !this.#admit(path, kind)) continue;
      if (kind === 'folder') {
        folders.push(path);
        this.#takeName(path, 'folder', 0);
      } else files.push(path);
    }
    return { folders, files };
  }

  #isLeftAlone(path: string, kind: 'file' | 'folder'): boolean {
    if (kind === 'file' && (isSecretFile(path) || basename(path) === '.git')) return true;
    return this.#parts.rules.ignores(path, kind);
  }

  #admit(path: string, kind: 'file' | 'folder'): boolean {
    const { entries, depth } = this.#parts.bounds;
    if (this.#entries.size >= entries || path.split('/').length > depth) {
      this.#entriesLeftOut += 1;
      return false;
    }
    this.#entries.set(path, kind);
    return true;
  }

  async #ages(paths: readonly string[]): Promise<FoundFile[]> {
    const files: FoundFile[] = [];
    for (let at = 0; at < paths.length; at += STATS_AT_ONCE) {
      if (!(await this.#parts.slices.goOn())) return files;
      const some = paths.slice(at, at + STATS_AT_ONCE).map(async (path) => {
        const stats = await lstat(join(this.#parts.folder, path)).catch(() => undefined);
        return stats?.isFile() === true
          ? [{ path, changedMs: stats.mtimeMs, bytes: stats.size }]
          : [];
      });
      files.push(...(await Promise.all(some)).flat());
    }
    return files;
  }

  #takePath({ path, changedMs }: FoundFile): void {
    this.#takeName(path, 'file', changedMs);
  }

  #takeName(path: string, kind: 'file' | 'folder', changedMs: number): void {
    const name = basename(path);
    const stem = kind === 'file' ? name.replace(/(?<=.)\..*$/, '') : name;
    const names = [...new Set([name, stem])].filter(isName);
    this.#parts.ledger.set(pathSource(path), {
      kind,
      changedMs,
      names: new Map(names.map((text) => [text, 1])),
    });
  }

  async #readManifest(path: string): Promise<void> {
    if (!isManifest(basename(path))) return;
    const text = await readFile(join(this.#parts.folder, path), 'utf8').catch(() => '');
    if (text.length > this.#parts.bounds.fileBytes) return;
    const names = manifestNames(basename(path), text);
    for (const kind of MANIFEST_KINDS) {
      const own = names.filter((name) => name.kind === kind && isName(name.text));
      this.#parts.ledger.set(manifestSource(kind, path), {
        kind,
        changedMs: 0,
        names: new Map(own.map(({ text: name }) => [name, 1])),
      });
    }
  }

  async #readText({ path, changedMs, bytes }: FoundFile): Promise<void> {
    const kind = textKindOf(path);
    if (kind === undefined || isManifest(basename(path))) return;
    const { bounds, ledger } = this.#parts;
    this.#forgetText(path);
    if (bytes > bounds.fileBytes || !this.#makeRoom({ path, changedMs, bytes })) {
      this.#textsLeftOut.add(path);
      return;
    }
    const content = await readFile(join(this.#parts.folder, path)).catch(() => undefined);
    // It may have grown since it was asked for its size.
    if (content === undefined || content.length > bounds.fileBytes || !isWrittenText(content))
      return;
    this.#textsLeftOut.delete(path);
    this.#read.set(path, { path, changedMs, bytes: content.length });
    this.#readBytes += content.length;
    const names = namesInText(content.toString('utf8'), kind);
    this.#parts.onNames(names.keys());
    ledger.set(textSource(path), { kind: 'identifier', changedMs, names });
  }

  /** Texts that changed earlier give way, as many as must; false when that is not enough. */
  #makeRoom({ changedMs, bytes }: FoundFile): boolean {
    const { readFiles, readBytes } = this.#parts.bounds;
    while (this.#read.size >= readFiles || this.#readBytes + bytes > readBytes) {
      let oldest: FoundFile | undefined;
      for (const file of this.#read.values()) {
        if (oldest === undefined || file.changedMs < oldest.changedMs) oldest = file;
      }
      if (oldest === undefined || oldest.changedMs >= changedMs) return false;
      this.#forgetText(oldest.path);
      this.#textsLeftOut.add(oldest.path);
    }
    return true;
  }

  #forgetText(path: string): void {
    this.#readBytes -= this.#read.get(path)?.bytes ?? 0;
    this.#read.delete(path);
    this.#parts.ledger.remove(textSource(path));
  }
}

/** The source of the names in a file's text. */
export function textSource(path: string): string {
  return `text:${path}`;
}

function pathSource(path: string): string {
  return `path:${path}`;
}

function manifestSource(kind: (typeof MANIFEST_KINDS)[number], path: string): string {
  return `${kind}:${path}`;
}
