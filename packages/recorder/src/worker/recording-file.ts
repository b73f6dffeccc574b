// The file of a recording: ours alone, never over another, cut back to its last whole line where a write fails.
import {
  closeSync,
  constants,
  fstatSync,
  ftruncateSync,
  openSync,
  readSync,
  writeSync,
} from 'node:fs';

const PIECE_BYTES = 256 * 1024;
const FILE_MODE = 0o600;
const { O_APPEND, O_CREAT, O_EXCL, O_NOFOLLOW = 0, O_RDWR } = constants;

export class RecordingFile {
  readonly #file: number;
  #bytes: number;

  /** Throws the system's error. */
  constructor(path: string, how: 'new' | 'append') {
    const create = how === 'new' ? O_CREAT | O_EXCL : 0;
    this.#file = openSync(path, O_RDWR | O_APPEND | O_NOFOLLOW | create, FILE_MODE);
    this.#bytes = fstatSync(this.#file).size;
    if (how === 'append' && !this.#endsWithLine()) this.write('\n');
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** What is there already, a piece at a time. */
  *pieces(): Generator<string> {
    const decoder = new TextDecoder();
    const piece = new Uint8Array(PIECE_BYTES);
    for (let at = 0; at < this.#bytes; ) {
      const count = readSync(this.#file, piece, 0, piece.length, at);
      if (count === 0) return;
      at += count;
      yield decoder.decode(piece.subarray(0, count), { stream: true });
    }
  }

  /** Whole lines. Throws the system's error; then the file ends with the last line that was whole. */
  write(lines: string): void {
    const bytes = Buffer.from(lines);
    let written = 0;
    try {
      while (written < bytes.length) written += writeSync(this.#file, bytes, written);
    } catch (error) {
      const kept = bytes.lastIndexOf(0x0a, written - 1) + 1;
      try {
        ftruncateSync(this.#file, this.#bytes + (written === 0 ? 0 : kept));
      } catch {
        // A torn last line is read as one.
      }
      throw error;
    }
    this.#bytes += bytes.length;
  }

  close(): void {
    closeSync(this.#file);
  }

  #endsWithLine(): boolean {
    if (this.#bytes === 0) return true;
    const last = new Uint8Array(1);
    readSync(this.#file, last, 0, 1, this.#bytes - 1);
    return last[0] === 0x0a;
  }
}
