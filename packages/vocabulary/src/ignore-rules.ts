// Which paths of a project are ignored: the `.gitignore` of each folder and git's own exclude file, as
// git reads them, and folders that are left out whatever they say.
import { basename, dirname } from 'node:path/posix';
import ignore, { type Ignore } from 'ignore';
import { isLeftOutFolder } from './file-kinds.ts';

/** Rules by folder; paths are relative to the project, with `/`, and `''` is the project itself. */
export class IgnoreRules {
  readonly #byFolder = new Map<string, readonly Ignore[]>();

  /** Sets the rules that stand in a folder; empty text takes them away. */
  set(folder: string, ...texts: readonly string[]): void {
    const rules = texts.filter((text) => text.trim() !== '').map((text) => ignore().add(text));
    if (rules.length === 0) this.#byFolder.delete(folder);
    else this.#byFolder.set(folder, rules);
  }

  /** Whether an entry is ignored. That its own folder is not is for the caller to know. */
  ignores(path: string, kind: 'file' | 'folder'): boolean {
    if (kind === 'folder' && isLeftOutFolder(basename(path))) return true;
    const asked = kind === 'folder' ? `${path}/` : path;
    // The rules of the innermost folder come last, and the last that says anything decides.
    for (let folder = dirname(path); ; folder = dirname(folder)) {
      const own = folder === '.' ? '' : folder;
      for (const rules of this.#byFolder.get(own) ?? []) {
        const said = rules.test(own === '' ? asked : asked.slice(own.length + 1));
        if (said.ignored || said.unignored) return said.ignored;
      }
      if (own === '') return false;
    }
  }

  /** Whether an entry, or a folder it is in, is ignored. */
  ignoresAnywhere(path: string, kind: 'file' | 'folder'): boolean {
    for (let at = path.indexOf('/'); at > 0; at = path.indexOf('/', at + 1)) {
      if (this.ignores(path.slice(0, at), 'folder')) return true;
    }
    return this.ignores(path, kind);
  }
}
