// The agent's most recent output by number: every byte since the session's start has an offset, and
// the newest of them are kept up to a bound. Who reads them, and how fast, is left to others.

/** Output kept when nobody says otherwise, in bytes: minutes of an agent's screen, or a whole flood's end. */
export const LOG_MEMORY_BYTES = 2 * 1024 * 1024;

/** Memory that somebody else reads as well: output with offset `o` lies at `o` modulo its length. */
export interface SharedLogMemory {
  readonly bytes: Uint8Array;
  /** Called before bytes are written: everything up to this offset is about to be. */
  reserve(offset: number): void;
}

/** A ring: appending costs one copy, and memory is what was asked for, whatever flows through. */
export class OutputLog {
  readonly #ring: Uint8Array;
  readonly #shared: SharedLogMemory | undefined;
  #endOffset = 0;

  /**
   * @param capacityBytes What is kept; beyond it the oldest bytes are let go. At least 1.
   * @param shared Where it is kept, instead of memory of its own.
   */
  constructor(capacityBytes: number = LOG_MEMORY_BYTES, shared?: SharedLogMemory) {
    if (!Number.isInteger(capacityBytes) || capacityBytes < 1) {
      throw new RangeError(`capacityBytes must be >= 1: ${capacityBytes}`);
    }
    this.#shared = shared;
    this.#ring = shared?.bytes ?? new Uint8Array(capacityBytes);
  }

  /** Offset of the next byte, which is the number of bytes so far. */
  get endOffset(): number {
    return this.#endOffset;
  }

  /** Offset of the oldest byte that is still kept. */
  get oldestOffset(): number {
    return Math.max(0, this.#endOffset - this.#ring.length);
  }

  /** Takes a copy. */
  append(bytes: Uint8Array): void {
    const { length } = this.#ring;
    this.#shared?.reserve(this.#endOffset + bytes.length);
    const kept = bytes.length > length ? bytes.subarray(bytes.length - length) : bytes;
    const at = (this.#endOffset + bytes.length - kept.length) % length;
    const fits = Math.min(kept.length, length - at);
    this.#ring.set(fits < kept.length ? kept.subarray(0, fits) : kept, at);
    if (fits < kept.length) this.#ring.set(kept.subarray(fits), 0);
    this.#endOffset += bytes.length;
  }

  /**
   * A view of what follows `fromOffset`: at most `limitBytes`, less where the ring turns over, nothing
   * at the end. Valid until the next `append`. Throws `RangeError` for an offset that is not kept.
   */
  read(fromOffset: number, limitBytes: number): Uint8Array {
    if (fromOffset < this.oldestOffset || fromOffset > this.#endOffset) {
      throw new RangeError(
        `fromOffset must be ${this.oldestOffset}..${this.#endOffset}: ${fromOffset}`,
      );
    }
    const at = fromOffset % this.#ring.length;
    const available = Math.min(this.#endOffset - fromOffset, this.#ring.length - at);
    return this.#ring.subarray(at, at + Math.min(available, Math.max(0, limitBytes)));
  }
}
