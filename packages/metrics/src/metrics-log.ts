// The log of what was measured: gathered, appended, bounded. It may be written by several processes at
// once, and never stands in anybody's way.
import { appendFileSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '@codex-voice/folders';
import { formatRecord, type MetricRecord, parseRecord } from './record.ts';

/** A file longer than this, in bytes, becomes the first of the older ones. */
const MAXIMUM_BYTES = 1_048_576;
const OLDER_FILES = 3;
/** Records are gathered for this long, in ms. */
const GATHER_MS = 1_000;
/** More records than these are not kept waiting for a disk that refuses. */
const WAITING_RECORDS = 1_000;
const FILE_MODE = 0o600;
const DIRECTORY_MODE = 0o700;
const FILE = 'metrics.log';

export class MetricsLog {
  readonly #directory: string;
  readonly #path: string;
  readonly #waiting: string[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(directory: string) {
    this.#directory = directory;
    this.#path = join(directory, FILE);
  }

  /** Takes it; it is on disk a second later. */
  record(record: MetricRecord): void {
    this.#timer ??= setTimeout(() => this.flush(), GATHER_MS).unref();
    if (this.#waiting.length < WAITING_RECORDS) this.#waiting.push(`${formatRecord(record)}\n`);
  }

  /** Everything taken so far goes to disk, or waits for a disk that takes it. Never throws. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#waiting.length === 0) return;
    try {
      makeFolder(this.#directory, DIRECTORY_MODE);
      this.#rotate();
      appendFileSync(this.#path, this.#waiting.join(''), { mode: FILE_MODE });
      this.#waiting.length = 0;
    } catch {
      // The next record tries again.
    }
  }

  #rotate(): void {
    if ((statSync(this.#path, { throwIfNoEntry: false })?.size ?? 0) < MAXIMUM_BYTES) return;
    for (let older = OLDER_FILES; older > 0; older -= 1) {
      const from = older === 1 ? this.#path : `${this.#path}.${older - 1}`;
      if (statSync(from, { throwIfNoEntry: false }) !== undefined)
        renameSync(from, `${this.#path}.${older}`);
    }
  }
}

export interface ReadMetrics {
  /** Oldest first, as they were written. */
  readonly records: readonly MetricRecord[];
  /** Lines that are no records. */
  readonly unreadable: number;
}

/** Throws the system's error where a file is there and can't be read. */
export function readMetrics(directory: string, sinceMs: number): ReadMetrics {
  const records: MetricRecord[] = [];
  let unreadable = 0;
  for (let older = OLDER_FILES; older >= 0; older -= 1) {
    const path = join(directory, older === 0 ? FILE : `${FILE}.${older}`);
    const file = statSync(path, { throwIfNoEntry: false });
    if (file === undefined || file.mtimeMs < sinceMs) continue;
    for (const line of readFileSync(path, 'utf8').split('\n')) {
      if (line === '') continue;
      const record = parseRecord(line);
      if (record === undefined) unreadable += 1;
      else if (record.atMs >= sinceMs) records.push(record);
    }
  }
  return { records, unreadable };
}
