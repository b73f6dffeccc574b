// The agent's output on disk, bounded: two files take turns. Never waited for, never in the way: what a
// slow disk can't take in time, or a full one at all, is left out and said.
import { close, open, rename, write } from 'node:fs';
import { promisify } from 'node:util';

// Of the calls with callbacks: the module of those with promises would cost each keeper a megabyte.
const [openFile, writeFile] = [promisify(open), promisify(write)];
const [closeFile, renameFile] = [promisify(close), promisify(rename)];

/** Between output and its write, in ms: what a killed keeper loses, and a typist's echoes in one write. */
const GATHER_MS = 4;

/** Output that is written without waiting for more, in bytes: what a flood costs is the number of its
 *  writes. Room for it is kept; grown where the disk is slow, and given back. */
const FULL_WRITE_BYTES = 64 * 1024;

/** Output that may be on its way to the disk, in bytes; beyond it output is left out. */
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
  #buffer = new Uint8Array(FULL_WRITE_BYTES);
  #length = 0;
  /** Bytes of the write that is under way. */
  #writingBytes = 0;
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
    if (this.#closed) return;
    const isFull = this.#length > 0 && this.#length + bytes.length > FULL_WRITE_BYTES;
    if (isFull && this.#writing === undefined && !this.#isFailing) this.#start();
    if (!this.#makeRoom(bytes.length)) return;
    this.#buffer.set(bytes, this.#length);
    this.#length += bytes.length;
    if (this.#writing === undefined) this.#startSoon();
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
    if (needed + this.#writingBytes > WAITING_BYTES) {
      if (!this.#isFailing) this.#fail('the disk is too slow for the output');
      return false;
    }
    if (needed <= this.#buffer.length) return true;
    const grown = new Uint8Array(
      Math.min(WAITING_BYTES, Math.max(needed, 2 * this.#buffer.length)),
    );
    grown.set(this.#buffer.subarray(0, this.#length));
    this.#buffer = grown;
    return true;
  }

  #startSoon(): void {
    this.#timer ??= setTimeout(() => this.#start(), this.#isFailing ? RETRY_MS : GATHER_MS);
  }

  #start(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writing = this.#write().finally(() => {
      this.#writing = undefined;
      if (this.#closed || this.#length === 0) return;
      // What comes after a failure waits for the next attempt.
      if (this.#length >= FULL_WRITE_BYTES && !this.#isFailing) this.#start();
      else this.#startSoon();
    });
  }

  async #write(): Promise<void> {
    const full = this.#buffer;
    const bytes = full.subarray(0, this.#length);
    this.#buffer = this.#spare ?? new Uint8Array(FULL_WRITE_BYTES);
    this.#spare = undefined;
    this.#length = 0;
    this.#writingBytes = bytes.length;
    try {
      await this.#put(bytes);
      this.#isFailing = false;
    } catch (error) {
      this.#fail(error instanceof Error ? error.message : String(error));
    }
    this.#writingBytes = 0;
    this.#spare = full.length === FULL_WRITE_BYTES ? full : undefined;
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
