// How much of a project is looked at. Beyond a bound the rest is left out, and the status says so.

export interface VocabularyBounds {
  /** Files and folders whose names are taken. */
  readonly entries: number;
  /** Folders below the project's own. */
  readonly depth: number;
  /** Files whose text is read, those that changed last first. */
  readonly readFiles: number;
  /** Bytes of all texts that are read. */
  readonly readBytes: number;
  /** A longer file is not read: it is generated, or data. */
  readonly fileBytes: number;
  /** Folders that are watched; files in others are found changed at the next opening. */
  readonly watchedFolders: number;
}

/** A project of ten thousand files fits; a home folder or a monorepo of millions costs no more than this. */
export const DEFAULT_BOUNDS: VocabularyBounds = {
  entries: 20_000,
  depth: 24,
  readFiles: 3000,
  readBytes: 32 * 1024 * 1024,
  fileBytes: 128 * 1024,
  watchedFolders: 2000,
};
