// Bytes being written, in one growing array: a snapshot is a million of them, and strings cost more.

const FIRST_BYTES = 4096;

export class ByteWriter {
  #bytes = new Uint8Array(FIRST_BYTES);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** Code points of ASCII only. */
  ascii(text: string): this {
    this.#reserve(text.length);
    for (let at = 0; at < text.length; at += 1) this.#bytes[this.#length++] = text.charCodeAt(at);
    return this;
  }

  text(text: string): this {
    for (const character of text) this.point(character.codePointAt(0) ?? 0);
    return this;
  }

  /** One code point, in UTF-8. */
  point(point: number): void {
    this.#reserve(4);
    const bytes = this.#bytes;
    if (point < 0x80) {
      bytes[this.#length++] = point;
      return;
    }
    if (point < 0x800) bytes[this.#length++] = 0xc0 | (point >> 6);
    else {
      if (point < 0x10000) bytes[this.#length++] = 0xe0 | (point >> 12);
      else {
        bytes[this.#length++] = 0xf0 | (point >> 18);
        bytes[this.#length++] = 0x80 | ((point >> 12) & 0x3f);
      }
      bytes[this.#length++] = 0x80 | ((point >> 6) & 0x3f);
    }
    bytes[this.#length++] = 0x80 | (point & 0x3f);
  }

  bytes(bytes: Uint8Array): this {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
    return this;
  }

  /** A copy of all that was written, which then is forgotten. */
  take(): Uint8Array<ArrayBuffer> {
    const taken = this.#bytes.slice(0, this.#length);
    this.#length = 0;
    return taken;
  }

  #reserve(count: number): void {
    const needed = this.#length + count;
    if (needed <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(needed, 2 * this.#bytes.length));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }
}
