// The spool's file: what is asked of it is written before it is answered, and read again where another
// process has written. When something is kept, and to whom it is handed, is its owner's.
import {
  closeSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { makeFolder } from '@codex-voice/folders';
import {
  type KeptPrompt,
  keepRecord,
  lineOf,
  recordOf,
  type SpoolRecord,
  SpoolState,
  TEXT_LIMIT,
} from './spool-record.ts';

/** Only the owner may read what was said. */
const FILE_MODE = 0o600;
const DIRECTORY_MODE = 0o700;

/** Prompts that are kept: eight full queues. Beyond it the oldest falls out. */
export const PROMPT_LIMIT = 256;
/** Text that is kept, in UTF-16 units: four full queues of the longest texts. */
export const SPOOL_TEXT_LIMIT = 1_048_576;
/** A file longer than this, in bytes, is begun anew: all that may be kept takes less than half of it. */
export const COMPACT_BYTES = 8 * 1_048_576;
/** A file longer than this, in bytes, was not written by us. */
const FOREIGN_BYTES = 64 * 1_048_576;

export type NewPrompt = Omit<KeptPrompt, 'number' | 'keptAtMs' | 'to' | 'unkept'>;

/** `message`: the system's reason; nothing has changed. */
export type SpoolFailure = { readonly kind: 'failed'; readonly message: string };

export type SpoolKept =
  | { readonly kind: 'kept'; readonly prompt: KeptPrompt; readonly fellOut: readonly KeptPrompt[] }
  /** It was kept before, and may have gone since. */
  | { readonly kind: 'known' }
  | { readonly kind: 'too-long' }
  | SpoolFailure;

export type SpoolChange =
  | { readonly kind: 'done'; readonly prompt: KeptPrompt }
  | { readonly kind: 'missing' }
  /** It is under way to this session. */
  | { readonly kind: 'under-way'; readonly to: string }
  | { readonly kind: 'too-long' }
  | SpoolFailure;

export interface SpoolParts {
  /** Wall clock. */
  readonly nowMs?: () => number;
  /** The file as text, opened to be appended to, and as it stands; for tests, another disk. */
  readonly read?: (path: string) => string;
  readonly open?: (path: string) => number;
  readonly look?: (path: string) => { readonly size: number; readonly ino: number } | undefined;
}

export class Spool {
  readonly #path: string;
  readonly #parts: Required<SpoolParts>;
  #state = new SpoolState();
  /** What was read, told from what another process has made of it. */
  #known = { bytes: -1, inode: -1 };
  #isTorn = false;
  #problem: string | undefined;

  /** Its file is made with the first thing to keep. */
  constructor(path: string, parts: SpoolParts = {}) {
    this.#path = path;
    this.#parts = {
      nowMs: Date.now,
      read: (file) => readFileSync(file, 'utf8'),
      open: (file) => openSync(file, 'a', FILE_MODE),
      look: (file) => statSync(file, { throwIfNoEntry: false }),
      ...parts,
    };
  }

  /** The oldest first. */
  get prompts(): readonly KeptPrompt[] {
    this.#refresh();
    return [...this.#state.kept.values()];
  }

  /** How many fell out since nothing was kept. */
  get fellOut(): number {
    this.#refresh();
    return this.#state.fellOut;
  }

  /** Why nothing can be read; undefined: it can. */
  get problem(): string | undefined {
    this.#refresh();
    return this.#problem;
  }

  /** By its number, as `k3` or `3`, or by its id. */
  find(name: string): KeptPrompt | undefined {
    this.#refresh();
    const number = /^k?(\d{1,15})$/iu.exec(name)?.[1];
    const byNumber = (prompt: KeptPrompt): boolean => prompt.number === Number(number);
    return this.#state.kept.get(name) ?? [...this.#state.kept.values()].find(byNumber);
  }

  keep(given: NewPrompt): SpoolKept {
    this.#refresh();
    if (this.#problem !== undefined) return { kind: 'failed', message: this.#problem };
    if (given.text.length > TEXT_LIMIT) return { kind: 'too-long' };
    if (!this.#state.isNews(given)) return { kind: 'known' };
    const prompt = { ...given, number: this.#state.next, keptAtMs: this.#parts.nowMs() };
    const fellOut = this.#beyond(prompt);
    // A disk that takes only a part of it leaves one too many, and none too few.
    const failed = this.#append([
      keepRecord(prompt),
      ...fellOut.map(({ id }) => ({ do: 'fall-out' as const, id })),
    ]);
    return failed ?? { kind: 'kept', prompt, fellOut };
  }

  edit(name: string, text: string): SpoolChange {
    if (text.length > TEXT_LIMIT) return { kind: 'too-long' };
    return this.#change(name, ({ id }) => ({ do: 'edit', id, text }));
  }

  /** It is about to be handed to this session. */
  hand(name: string, to: string): SpoolChange {
    const prompt = this.find(name);
    // Said again to the same one it is taken once.
    if (prompt?.to === to) return { kind: 'done', prompt };
    return this.#change(name, ({ id }) => ({ do: 'hand', id, to }));
  }

  /** The session it is under way to has it, and can't write that down: should that be forgotten, nobody knows. */
  unkept(name: string): SpoolChange {
    const prompt = this.find(name);
    if (prompt?.unkept === true) return { kind: 'done', prompt };
    return this.#settle(name, ({ id }) => ({ do: 'unkept', id }));
  }

  /** The session it was under way to has it. */
  handedOver(name: string): SpoolChange {
    const { to } = this.find(name) ?? {};
    if (to === undefined) return this.#nowhere;
    return this.#settle(name, ({ id }) => ({ do: 'handed', id, to }));
  }

  /** The session has not taken it; `perhaps`: nobody can say whether it has. */
  takeBack(name: string, reached?: 'perhaps'): SpoolChange {
    return this.#settle(name, ({ id }) => ({
      do: 'back',
      id,
      ...(reached === undefined ? {} : { reached }),
    }));
  }

  /** Also one that is under way: the person wants it no more. */
  drop(name: string): SpoolChange {
    return this.#settle(name, ({ id }) => ({ do: 'drop', id }));
  }

  #change(name: string, record: (prompt: KeptPrompt) => SpoolRecord): SpoolChange {
    const { to } = this.find(name) ?? {};
    return to === undefined ? this.#settle(name, record) : { kind: 'under-way', to };
  }

  #settle(name: string, record: (prompt: KeptPrompt) => SpoolRecord): SpoolChange {
    const prompt = this.find(name);
    if (prompt === undefined) return this.#nowhere;
    const failed = this.#append([record(prompt)]);
    return failed ?? { kind: 'done', prompt: this.#state.kept.get(prompt.id) ?? prompt };
  }

  /** What can't be found just now is not missing. */
  get #nowhere(): SpoolChange {
    const message = this.#problem;
    return message === undefined ? { kind: 'missing' } : { kind: 'failed', message };
  }

  /** The oldest that have to go for one more. */
  #beyond(prompt: { readonly text: string }): readonly KeptPrompt[] {
    const kept = [...this.#state.kept.values()];
    let count = kept.length + 1;
    let units = kept.reduce((sum, { text }) => sum + text.length, prompt.text.length);
    return kept.filter(({ to, text }) => {
      if (to !== undefined || (count <= PROMPT_LIMIT && units <= SPOOL_TEXT_LIMIT)) return false;
      count -= 1;
      units -= text.length;
      return true;
    });
  }

  /** All of them in one write. */
  #append(records: readonly SpoolRecord[]): SpoolFailure | undefined {
    try {
      makeFolder(dirname(this.#path), DIRECTORY_MODE);
      const fd = this.#parts.open(this.#path);
      try {
        const before = this.#isTorn ? '\n' : '';
        this.#isTorn = true;
        writeWhole(fd, before + records.map(lineOf).join(''));
        this.#isTorn = false;
      } finally {
        closeSync(fd);
      }
    } catch (error) {
      // What was written of it may be whole lines: they count as they stand.
      this.#known = { bytes: -1, inode: -1 };
      return { kind: 'failed', message: messageOf(error) };
    }
    for (const record of records) this.#state.apply(record);
    this.#lookAfter();
    return undefined;
  }

  /** What is written is written, whatever can't be found out about it: it is read again the next time. */
  #lookAfter(): void {
    try {
      this.#look();
      if (this.#known.bytes > COMPACT_BYTES) this.#compact();
    } catch {
      this.#known = { bytes: -1, inode: -1 };
    }
  }

  /** Notes how the file stands; whether it is as it was known. */
  #look(): 'same' | 'other' {
    const found = this.#parts.look(this.#path);
    const now = { bytes: found?.size ?? 0, inode: found?.ino ?? 0 };
    const isSame = now.bytes === this.#known.bytes && now.inode === this.#known.inode;
    this.#known = now;
    return isSame ? 'same' : 'other';
  }

  #refresh(): void {
    try {
      if (this.#look() === 'same') return;
      this.#state = new SpoolState();
      this.#problem = undefined;
      const { bytes } = this.#known;
      if (bytes > FOREIGN_BYTES) {
        this.#problem = `${this.#path} is too large to be ours: move it away`;
        return;
      }
      const lines = bytes === 0 ? [] : this.#parts.read(this.#path).split('\n');
      this.#isTorn = (lines.at(-1) ?? '') !== '';
      for (const line of lines) {
        const record = line === '' ? undefined : recordOf(line);
        if (record !== undefined) this.#state.apply(record);
      }
      if (bytes > COMPACT_BYTES) this.#compact();
    } catch (error) {
      // It is read again the next time, though nobody has changed it.
      this.#known = { bytes: -1, inode: -1 };
      this.#problem = messageOf(error);
    }
  }

  /** Puts a file with what is known in the old one's place; without room for it the old one goes on. */
  #compact(): void {
    const fresh = `${this.#path}.new`;
    try {
      const fd = openSync(fresh, 'w', FILE_MODE);
      try {
        writeWhole(fd, this.#state.records.map(lineOf).join(''));
      } finally {
        closeSync(fd);
      }
      renameSync(fresh, this.#path);
      this.#isTorn = false;
      this.#look();
    } catch {
      rmSync(fresh, { force: true });
    }
  }
}

/** A write may take only a part of it. */
function writeWhole(fd: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let offset = 0; offset < bytes.length; )
    offset += writeSync(fd, bytes, offset, bytes.length - offset);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
