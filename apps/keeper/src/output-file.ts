// The agent's output on disk, bounded: two files take turns. Never waited for, never in the way: what a
// slow disk can't take in time, or a full one at all, is left out and said.
import { close, open, rename, write } from 'node:fs';
import { promisify } from 'node:util';

// Of the calls with callbacks: the module of those with promises would cost each keeper a megabyte.
const [openFile, writeFile] = [promisify(open), promisify(write)];
const [closeFile, renameFile] = [promisify(close), promisify(rename)];

/** Between output and its write, in ms: what a killed keeper loses, and a typist's echoes in one write. */
const GATHER_MS = 4;

/** Room that is kept between writes, in bytes; grown for a flood and given back. */
const SMALL_BUFFER_BYTES = 64 * 1024;

/** Output that may wait for the disk, in bytes; beyond it output is left out. */
const WAITING_BYTES = 4 * 1024 * 1024;

/** After a failed write, in ms: a full disk may have room again. */
const RETRY_MS = 5_000;

const FILE_MODE = 0o600;

export interface OutputFileOptions {
  /** The newer part; the older has `.1` behind its name. */
  readonly path: string;
  /** Of both files together, in bytes. */
  readonly limitBytes: number;
  /** Something was left out; told once for each run of failures. */
  readonly onProblem: (message: string) => void;
}

export class OutputFile {
  readonly #options: OutputFileOptions;
  #buffer = new Uint8Array(SMALL_BUFFER_BYTES);
  #length = 0;
  /** The other buffer, when nothing of it is being written. */
  #spare: Uint8Array<ArrayBuffer> | undefined;
  /** Descriptor of the current file. */
  #file: number | undefined;
  #fileBytes = 0;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> | undefined;
  #isFailing = false;
  #closed = false;

  constructor(options: OutputFileOptions) {
    this.#options = options;
  }

  /** Takes a copy. */
  append(bytes: Uint8Array): void {
    if (this.#closed || !this.#makeRoom(bytes.length)) return;
    this.#buffer.set(bytes, this.#length);
    this.#length += bytes.length;
    if (this.#writing === undefined) {
      this.#timer ??= setTimeout(() => this.#start(), this.#isFailing ? RETRY_MS : GATHER_MS);
    }
  }

  /** Writes what waits and closes the file. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#writing;
    if (this.#length > 0) await this.#write();
    await this.#closeFile().catch(() => undefined);
  }

  #makeRoom(bytes: number): boolean {
    const needed = this.#length + bytes;
    if (needed <= this.#buffer.length) return true;
    if (needed > WAITING_BYTES) {
      if (!this.#isFailing) this.#fail('the disk is too slow for the output');
      return false;
    }
    const grown = new Uint8Array(
      Math.min(WAITING_BYTES, Math.max(needed, 2 * this.#buffer.length)),
    );
    grown.set(this.#buffer.subarray(0, this.#length));
    this.#buffer = grown;
    return true;
  }

  #start(): void {
    this.#timer = undefined;
    this.#writing = this.#writeAll().finally(() => {
      this.#writing = undefined;
    });
  }

  async #writeAll(): Promise<void> {
    while (this.#length > 0) {
      await this.#write();
      // What comes meanwhile waits for the next attempt.
      if (this.#isFailing) return;
    }
  }

  async #write(): Promise<void> {
    const full = this.#buffer;
    const bytes = full.subarray(0, this.#length);
    this.#buffer = this.#spare ?? new Uint8Array(SMALL_BUFFER_BYTES);
    this.#spare = undefined;
    this.#length = 0;
    try {
      await this.#put(bytes);
      this.#isFailing = false;
    } catch (error) {
      this.#fail(error instanceof Error ? error.message : String(error));
    }
    this.#spare = full.length === SMALL_BUFFER_BYTES ? full : undefined;
  }

  /** Writes into the current file, and goes on in a new one where half of the bound is reached. */
  async #put(bytes: Uint8Array): Promise<void> {
    const { path, limitBytes } = this.#options;
    const partBytes = Math.max(1, Math.floor(limitBytes / 2));
    let at = Math.max(0, bytes.length - limitBytes);
    while (at < bytes.length) {
      if (this.#fileBytes >= partBytes) {
        await this.#closeFile();
        await renameFile(path, `${path}.1`);
      }
      if (this.#file === undefined) {
        this.#file = await openFile(path, 'w', FILE_MODE);
        this.#fileBytes = 0;
      }
      const room = partBytes - this.#fileBytes;
      const count = Math.min(room, bytes.length - at);
      const { bytesWritten } = await writeFile(this.#file, bytes, at, count);
      at += bytesWritten;
      this.#fileBytes += bytesWritten;
    }
  }

  async #closeFile(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    if (file !== undefined) await closeFile(file);
  }

  #fail(reason: string): void {
    if (!this.#isFailing) this.#options.onProblem(reason);
    this.#isFailing = true;
  }
}
