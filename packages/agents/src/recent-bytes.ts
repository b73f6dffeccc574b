// Holds the most recent bytes of a stream, up to a bound; older ones are let go.

export class RecentBytes {
  readonly #limitBytes: number;
  #chunks: Uint8Array[] = [];
  #length = 0;

  /** @param limitBytes What is kept; whole chunks beyond it are let go, the oldest first. */
  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  /** A copy is kept. */
  push(bytes: Uint8Array): void {
    this.#chunks.push(bytes.slice(Math.max(0, bytes.length - this.#limitBytes)));
    this.#length += this.#chunks.at(-1)?.length ?? 0;
    while (this.#length > this.#limitBytes) this.#length -= this.#chunks.shift()?.length ?? 0;
  }

  /** Empties it. */
  take(): Uint8Array {
    const all = new Uint8Array(this.#length);
    let offset = 0;
    for (const chunk of this.#chunks) {
      all.set(chunk, offset);
      offset += chunk.length;
    }
    this.clear();
    return all;
  }

  clear(): void {
    this.#chunks = [];
    this.#length = 0;
  }
}
