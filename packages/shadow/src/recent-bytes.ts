// Holds the most recent bytes of a stream, up to a bound; older ones are let go. A ring, so that a
// flood costs one copy and no memory of its own.

export class RecentBytes {
  readonly #limitBytes: number;
  #ring: Uint8Array | undefined;
  /** Where the next byte goes. */
  #end = 0;
  #length = 0;

  /** @param limitBytes What is kept; the oldest bytes beyond it are let go. */
  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  /** A copy is kept. */
  push(bytes: Uint8Array): void {
    this.#ring ??= new Uint8Array(this.#limitBytes);
    const kept =
      bytes.length > this.#limitBytes ? bytes.subarray(bytes.length - this.#limitBytes) : bytes;
    const fits = Math.min(kept.length, this.#limitBytes - this.#end);
    this.#ring.set(fits < kept.length ? kept.subarray(0, fits) : kept, this.#end);
    if (fits < kept.length) this.#ring.set(kept.subarray(fits), 0);
    this.#end = (this.#end + kept.length) % this.#limitBytes;
    this.#length = Math.min(this.#length + kept.length, this.#limitBytes);
  }

  /** Empties it, and gives its memory back. */
  take(): Uint8Array {
    const ring = this.#ring;
    const all = new Uint8Array(this.#length);
    if (ring !== undefined) {
      const start = (this.#end - this.#length + this.#limitBytes) % this.#limitBytes;
      const first = Math.min(this.#length, this.#limitBytes - start);
      all.set(ring.subarray(start, start + first), 0);
      all.set(ring.subarray(0, this.#length - first), first);
    }
    this.#ring = undefined;
    this.#end = 0;
    this.#length = 0;
    return all;
  }
}
