// Cuts a byte stream into frames, wherever it was cut before. A frame that lies whole in a chunk is
// handed on without being copied; what its payload means is left to others.
import { FRAME_HEADER_BYTES, type FrameKind, frameKindOf, MAXIMUM_FRAME_BYTES } from './frame.ts';

/** Why a stream can't be read on: nothing after this is understood, so the connection ends. */
export type FrameFault =
  | { readonly kind: 'oversized'; readonly bytes: number; readonly maximumBytes: number }
  | { readonly kind: 'unknown-kind'; readonly number: number };

export interface FrameDecoderOptions {
  /** Called once for each frame, in order. The payload is valid during the call only. */
  readonly onFrame: (kind: FrameKind, payload: Uint8Array) => void;
  /** Longest payload that is taken, in bytes. */
  readonly maximumBytes?: number;
}

/** First memory given to an unfinished payload, in bytes: a length alone, without bytes, costs no more. */
const FIRST_ASSEMBLY_BYTES = 4096;
/** Memory kept for the next unfinished payload, in bytes: what holds one read of the agent's output. */
const KEPT_ASSEMBLY_BYTES = 1 << 17;

/** Decoder of one direction of a stream. Holds at most `maximumBytes` and a header. */
export class FrameDecoder {
  readonly #onFrame: (kind: FrameKind, payload: Uint8Array) => void;
  #maximumBytes: number;
  readonly #header = new Uint8Array(FRAME_HEADER_BYTES);
  /** Bytes of the header that are here; a whole one means that a payload is being assembled. */
  #headerBytes = 0;
  #assembly = new Uint8Array(0);
  #assembledBytes = 0;
  #fault: FrameFault | undefined;
  #stopped = false;

  constructor(options: FrameDecoderOptions) {
    this.#onFrame = options.onFrame;
    this.#maximumBytes = options.maximumBytes ?? MAXIMUM_FRAME_BYTES;
  }

  /** Holds from the next frame on: a peer that has shown who it is may say more. */
  set maximumBytes(bytes: number) {
    this.#maximumBytes = bytes;
  }

  /** Nothing is handed on any more; what comes is dropped. */
  stop(): void {
    this.#stopped = true;
    this.#assembly = new Uint8Array(0);
  }

  /** Takes the next bytes of the stream. After a fault everything is dropped, and the fault told again. */
  accept(chunk: Uint8Array): FrameFault | undefined {
    let at = 0;
    while (at < chunk.length && !this.#stopped && this.#fault === undefined) {
      const whole = this.#headerBytes === 0 ? this.#wholeFrame(chunk, at) : undefined;
      at = whole ?? this.#continue(chunk, at);
    }
    return this.#fault;
  }

  /** Hands on the frame at `at` if all of it is in the chunk, and says where the next one starts. */
  #wholeFrame(chunk: Uint8Array, at: number): number | undefined {
    const start = at + FRAME_HEADER_BYTES;
    if (start > chunk.length) return undefined;
    const end = start + lengthAt(chunk, at);
    if (end > chunk.length) return undefined;
    const kind = this.#judge(end - start, chunk[at + 4] ?? 0);
    if (kind === undefined) return chunk.length;
    this.#onFrame(kind, chunk.subarray(start, end));
    return end;
  }

  /** Takes what the chunk has of an unfinished frame, and says how far that went. */
  #continue(chunk: Uint8Array, from: number): number {
    let at = from;
    while (this.#headerBytes < FRAME_HEADER_BYTES && at < chunk.length) {
      this.#header[this.#headerBytes] = chunk[at] ?? 0;
      this.#headerBytes += 1;
      at += 1;
    }
    if (this.#headerBytes < FRAME_HEADER_BYTES) return at;
    const length = lengthAt(this.#header, 0);
    const kind = this.#judge(length, this.#header[4] ?? 0);
    if (kind === undefined) return chunk.length;
    const missing = length - this.#assembledBytes;
    if (this.#assembledBytes === 0 && chunk.length - at >= missing) {
      this.#headerBytes = 0;
      this.#onFrame(kind, chunk.subarray(at, at + missing));
      return at + missing;
    }
    const part = chunk.subarray(at, at + missing);
    this.#assemble(part, length);
    if (this.#assembledBytes === length) this.#finish(kind, length);
    return at + part.length;
  }

  #assemble(part: Uint8Array, length: number): void {
    const needed = this.#assembledBytes + part.length;
    if (needed > this.#assembly.length) {
      const bytes = Math.min(length, Math.max(needed * 2, FIRST_ASSEMBLY_BYTES));
      const larger = new Uint8Array(bytes);
      larger.set(this.#assembly.subarray(0, this.#assembledBytes));
      this.#assembly = larger;
    }
    this.#assembly.set(part, this.#assembledBytes);
    this.#assembledBytes = needed;
  }

  #finish(kind: FrameKind, length: number): void {
    const payload = this.#assembly.subarray(0, length);
    if (this.#assembly.length > KEPT_ASSEMBLY_BYTES) this.#assembly = new Uint8Array(0);
    this.#headerBytes = 0;
    this.#assembledBytes = 0;
    this.#onFrame(kind, payload);
  }

  #judge(bytes: number, number: number): FrameKind | undefined {
    const kind = frameKindOf(number);
    if (kind === undefined) this.#fault = { kind: 'unknown-kind', number };
    else if (bytes > this.#maximumBytes && this.#assembledBytes === 0) {
      this.#fault = { kind: 'oversized', bytes, maximumBytes: this.#maximumBytes };
    }
    if (this.#fault === undefined) return kind;
    this.stop();
    return undefined;
  }
}

function lengthAt(bytes: Uint8Array, at: number): number {
  const high = ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
  const low = ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0);
  return high * 0x10000 + low;
}

/** A fault in words. */
export function faultText(fault: FrameFault): string {
  switch (fault.kind) {
    case 'oversized':
      return `a frame of ${fault.bytes} bytes, where ${fault.maximumBytes} is the most`;
    case 'unknown-kind':
      return `a frame of unknown kind ${fault.number}`;
  }
}
