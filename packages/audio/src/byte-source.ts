// Reads a file or a pipe front to back in bounded pieces. It never seeks, so that
// `--audio <(sox …)` works, and it gives no meaning to the bytes.

/** What bytes are read from, front to back: a file handle is one. */
export interface ByteReader {
  read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: null,
  ): Promise<{ readonly bytesRead: number }>;
}

/** Bytes asked of the system at a time: a third of a second of CD audio, and far below any limit. */
const READ_BYTES = 65_536;

/** Sequential reading with a small look-ahead. */
export class ByteSource {
  readonly #file: ByteReader;
  #buffered: Buffer = Buffer.alloc(0);
  #position = 0;
  #ended = false;

  constructor(file: ByteReader) {
    this.#file = file;
  }

  /** Bytes consumed so far. */
  get positionBytes(): number {
    return this.#position;
  }

  /** The next bytes without consuming them; fewer than asked for only at the end. */
  async peek(count: number): Promise<Buffer> {
    while (this.#buffered.length < count && !this.#ended) await this.#fill();
    return this.#buffered.subarray(0, count);
  }

  /** The next bytes; fewer than asked for only at the end. */
  async take(count: number): Promise<Buffer> {
    const bytes = await this.peek(count);
    this.#buffered = this.#buffered.subarray(bytes.length);
    this.#position += bytes.length;
    return bytes;
  }

  /** Whatever is there, at least one byte and at most `READ_BYTES`; empty at the end. */
  async takeSome(): Promise<Buffer> {
    if (this.#buffered.length === 0 && !this.#ended) await this.#fill();
    return this.take(Math.min(READ_BYTES, this.#buffered.length));
  }

  /** Passes over bytes; returns how many there were. */
  async skip(count: number): Promise<number> {
    let left = count;
    while (left > 0) {
      const bytes = await this.take(Math.min(left, READ_BYTES));
      if (bytes.length === 0) break;
      left -= bytes.length;
    }
    return count - left;
  }

  async #fill(): Promise<void> {
    const piece = Buffer.allocUnsafe(READ_BYTES);
    const { bytesRead } = await this.#file.read(piece, 0, READ_BYTES, null);
    if (bytesRead === 0) this.#ended = true;
    else this.#buffered = Buffer.concat([this.#buffered, piece.subarray(0, bytesRead)]);
  }
}
