// The vocabulary of one project: gathered once, kept fresh as files change, ranked anew when it matters.
// Reading, watching and ranking are each told elsewhere; this says when.
import { lstat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { basename, dirname } from 'node:path/posix';
import type { VocabularyTerm } from '@codex-voice/speech';
import { isName, TermRanking } from '@codex-voice/terms';
import { DEFAULT_BOUNDS, type VocabularyBounds } from './bounds.ts';
import { systemVocabularyClock, type VocabularyClock } from './clock.ts';
import { isSecretFile } from './file-kinds.ts';
import { FolderWatch } from './folder-watch.ts';
import { findGitFolders, type GitFolders, readExcludes, readGitNames } from './git-names.ts';
import { IgnoreRules } from './ignore-rules.ts';
import { type KnownName, NameLedger } from './name-ledger.ts';
import { type LeftOut, ProjectReader, textSource } from './project-reader.ts';
import { ShownNames } from './shown-names.ts';
import { TimeSlices } from './time-slices.ts';

export interface VocabularyOptions {
  /** The project's folder. */
  readonly folder: string;
  /** The terms are others than before. Never called after `dispose`. */
  readonly onChange: (terms: readonly VocabularyTerm[]) => void;
  /** Some name has come or gone, whether it is among the terms or not. Never called after `dispose`. */
  readonly onNames?: () => void;
  /** Gathering met what it can't deal with; it goes on with the next change. */
  readonly onTrouble?: (error: unknown) => void;
  readonly clock?: VocabularyClock;
  readonly bounds?: Partial<VocabularyBounds>;
}

export interface VocabularyStatus {
  readonly state: 'gathering' | 'ready' | 'disposed';
  readonly names: number;
  /** Files and folders, and texts read of them. */
  readonly entries: number;
  readonly texts: number;
  readonly leftOut: LeftOut;
  readonly watching: 'full' | 'partial';
}

/** Changes are waited for so long, so that a save or a checkout is one. */
const SETTLE_MS = 300;
/** More changes than this at once are a checkout: the folder is read anew. */
const MOST_CHANGES = 500;
const GIT_FILES: ReadonlySet<string> = new Set(['HEAD', 'packed-refs', 'config']);

export class ProjectVocabulary {
  /** All has been read for the first time. Never rejects. */
  readonly ready: Promise<void>;
  readonly #options: VocabularyOptions;
  readonly #folder: string;
  readonly #clock: VocabularyClock;
  readonly #ledger = new NameLedger();
  readonly #rules = new IgnoreRules();
  readonly #ranking = new TermRanking();
  readonly #slices = new TimeSlices();
  readonly #watch: FolderWatch;
  readonly #reader: ProjectReader;
  readonly #gitWatches: FolderWatch[] = [];
  #git: GitFolders | undefined;
  #state: VocabularyStatus['state'] = 'gathering';
  #terms: readonly VocabularyTerm[] = [];
  #toldChanges = 0;
  #screen = '';
  #shown = new ShownNames('');
  #changed = new Set<string>();
  #gitChanged = false;
  #cancelTimer: (() => void) | undefined;
  #work: Promise<void>;

  constructor(options: VocabularyOptions) {
    this.#options = options;
    this.#folder = resolve(options.folder);
    this.#clock = options.clock ?? systemVocabularyClock;
    const bounds = { ...DEFAULT_BOUNDS, ...options.bounds };
    this.#watch = new FolderWatch({
      folder: this.#folder,
      mostFolders: bounds.watchedFolders,
      onChange: (path) => this.#entryChanged(path),
    });
    this.#reader = new ProjectReader({
      folder: this.#folder,
      bounds,
      ledger: this.#ledger,
      rules: this.#rules,
      slices: this.#slices,
      onFolder: (path) => this.#watch.add(path),
      onNames: (names) => this.#ranking.prepare(names),
      excludes: async () => (this.#git === undefined ? '' : await readExcludes(this.#git)),
    });
    this.#work = this.#doing(() => this.#gather());
    this.ready = this.#work;
  }

  /** At most 100, the likeliest first: the same list until `onChange` tells another. */
  terms(): readonly VocabularyTerm[] {
    return this.#terms;
  }

  /** Whether a word, in any case, is a name of the project, or a word in one that is no English. */
  knows(word: string): boolean {
    return this.#ledger.knows(word.toLowerCase());
  }

  /** Every name there is, in no order: files to be written by their names, for one. Read it at once. */
  names(): Iterable<KnownName> {
    return this.#ledger.uses();
  }

  /** What the agent's screen shows now: its names come first, and are forgotten with the next screen. */
  setScreen(text: string): void {
    if (text === this.#screen || this.#state === 'disposed') return;
    this.#screen = text;
    this.#settleLater();
  }

  status(): VocabularyStatus {
    const { entries, texts, leftOut } = this.#reader.counts;
    const names = this.#ledger.size;
    return { state: this.#state, names, entries, texts, leftOut, watching: this.#watch.coverage };
  }

  dispose(): void {
    this.#state = 'disposed';
    this.#slices.end();
    this.#cancelTimer?.();
    this.#watch.dispose();
    for (const watch of this.#gitWatches) watch.dispose();
  }

  async #gather(): Promise<void> {
    this.#git = await findGitFolders(this.#folder);
    await this.#readGit();
    this.#watchGit();
    await this.#reader.readFolder('', () => this.#rank());
    if (this.#state === 'gathering') this.#state = 'ready';
    this.#rank();
  }

  async #readGit(): Promise<void> {
    if (this.#git === undefined) return;
    const { branches, remotes } = await readGitNames(this.#git);
    const changedMs = this.#clock.wallMs();
    const named = (names: readonly string[]) =>
      new Map(names.filter(isName).map((name) => [name, 1] as const));
    // A branch's name is its last part; what stands before it sorts.
    const short = branches.map((branch) => branch.split('/').at(-1) ?? branch);
    this.#ledger.set('branches', { kind: 'branch', changedMs, names: named(short) });
    this.#ledger.set('remotes', { kind: 'remote', changedMs: 0, names: named(remotes) });
  }

  #watchGit(): void {
    if (this.#git === undefined || this.#state === 'disposed') return;
    const { own, shared } = this.#git;
    const changed = (): void => {
      this.#gitChanged = true;
      this.#settleLater();
    };
    for (const folder of new Set([own, shared, join(shared, 'refs', 'heads')])) {
      const isBranches = folder.endsWith('heads');
      const watch = new FolderWatch({
        folder,
        mostFolders: 1,
        onChange: (path) => {
          if (isBranches || GIT_FILES.has(path)) changed();
        },
      });
      watch.add('');
      this.#gitWatches.push(watch);
    }
  }

  #entryChanged(path: string): void {
    if (path !== '' && this.#rules.ignoresAnywhere(path, this.#reader.kindOf(path) ?? 'file'))
      return;
    this.#changed.add(this.#changed.size >= MOST_CHANGES ? '' : path);
    this.#settleLater();
  }

  #settleLater(): void {
    if (this.#state === 'disposed' || this.#cancelTimer !== undefined) return;
    this.#cancelTimer = this.#clock.after(SETTLE_MS, () => {
      this.#cancelTimer = undefined;
      const work = () => this.#settle();
      this.#work = this.#work.then(() => this.#doing(work));
    });
  }

  async #settle(): Promise<void> {
    const changed = this.#changed;
    this.#changed = new Set();
    if (this.#gitChanged) {
      this.#gitChanged = false;
      await this.#readGit();
    }
    for (const path of changed.has('') ? [''] : changed) {
      if (!(await this.#slices.goOn())) return;
      await this.#readAgain(path);
    }
    this.#takeScreen();
    this.#rank();
  }

  async #readAgain(path: string): Promise<void> {
    if (basename(path) === '.gitignore') return await this.#readFolderAgain(dirname(path));
    if (path === '') return await this.#readFolderAgain('');
    const stats = await lstat(join(this.#folder, path)).catch(() => undefined);
    const kind = stats?.isDirectory() ? 'folder' : stats?.isFile() ? 'file' : undefined;
    const had = this.#reader.kindOf(path);
    if (had !== undefined && kind !== had) {
      this.#reader.remove(path);
      this.#watch.remove(path);
    }
    if (kind === undefined || this.#rules.ignoresAnywhere(path, kind) || isSecretFile(path)) return;
    if (kind === 'file') await this.#reader.readFile(path);
    else if (had !== kind) await this.#reader.readFolder(path);
  }

  async #readFolderAgain(folder: string): Promise<void> {
    const path = folder === '.' ? '' : folder;
    this.#reader.remove(path);
    await this.#reader.readFolder(path);
  }

  #takeScreen(): void {
    this.#shown = new ShownNames(this.#screen);
    const changedMs = this.#clock.wallMs();
    this.#ledger.set('screen', { kind: 'screen', changedMs, names: this.#shown.names });
  }

  #rank(): void {
    if (this.#state === 'disposed') return;
    const paths = this.#reader.pathsNamed(this.#shown.files());
    this.#shown.takeFileNames(paths.flatMap((path) => [...this.#ledger.namesOf(textSource(path))]));
    const terms = this.#ranking.rank({
      uses: this.#ledger.uses(),
      closeness: (name) => this.#shown.closeness(name),
      nowMs: this.#clock.wallMs(),
    });
    if (!sameTerms(terms, this.#terms)) {
      this.#terms = terms;
      this.#options.onChange(terms);
    }
    const { changes } = this.#ledger;
    if (changes === this.#toldChanges) return;
    this.#toldChanges = changes;
    this.#options.onNames?.();
  }

  async #doing(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#options.onTrouble?.(error);
    }
  }
}

/** Begins to gather at once; until then there are no terms. */
export function openVocabulary(options: VocabularyOptions): ProjectVocabulary {
  return new ProjectVocabulary(options);
}

function sameTerms(left: readonly VocabularyTerm[], right: readonly VocabularyTerm[]): boolean {
  return (
    left.length === right.length && left.every(({ text }, index) => text === right[index]?.text)
  );
}
