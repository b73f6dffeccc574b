// Cuts one direction of a connection into its frames, as they are: header and payload in one piece. What they
// say is not read.

/** Length of the payload, four bytes, and the kind. */
const HEADER_BYTES = 5;

export interface WholeFrame {
  readonly kind: number;
  readonly bytes: Buffer;
}

export class FrameCutter {
  #pending: Buffer = Buffer.alloc(0);

  /** The frames that are whole now, in order. */
  accept(chunk: Buffer): readonly WholeFrame[] {
    this.#pending = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    const frames: WholeFrame[] = [];
    while (this.#pending.length >= HEADER_BYTES) {
      const length = HEADER_BYTES + this.#pending.readUInt32BE(0);
      if (this.#pending.length < length) break;
      const kind = this.#pending[HEADER_BYTES - 1] ?? 0;
      frames.push({ kind, bytes: this.#pending.subarray(0, length) });
      this.#pending = this.#pending.subarray(length);
    }
    return frames;
  }

  /** What there is of a frame that never became whole. */
  rest(): Buffer {
    return this.#pending;
  }
}
