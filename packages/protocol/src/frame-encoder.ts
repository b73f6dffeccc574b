// Writes frames one behind the other into one buffer, so that many of them leave in one write and no
// byte given to it is looked at after the call. Sending and reading are left to others.
import {
  FRAME_HEADER_BYTES,
  FRAME_KINDS,
  type FrameKind,
  INPUT_FLAGS,
  MAXIMUM_FRAME_BYTES,
} from './frame.ts';
import type { DeliverHeader } from './keeper.ts';
import type { InputState } from './keeper-port.ts';

/** First memory of an encoder, in bytes: holds every frame of a key press and its echo. */
const FIRST_BYTES = 4096;
/** Memory that is used again, in bytes; what one long burst needed is let go. */
const KEPT_BYTES = 1 << 17;
/** Bytes of an output offset and of an acknowledgement: one float64. */
const OFFSET_BYTES = 8;
const NOTHING = new Uint8Array(0);

/** Gathers frames until they are taken. */
export class FrameEncoder {
  #bytes = new Uint8Array(0);
  #view = new DataView(this.#bytes.buffer);
  #used = 0;
  readonly #text = new TextEncoder();

  /** Bytes gathered and not taken yet. */
  get pendingBytes(): number {
    return this.#used;
  }

  /**
   * Everything gathered, in order. The memory is the receiver's until it is given back with `reuse`;
   * if it never is, the next frame gets new memory.
   */
  take(): Uint8Array<ArrayBuffer> {
    const taken = this.#bytes.subarray(0, this.#used);
    this.#adopt(NOTHING);
    return taken;
  }

  /** Gives memory back that `take` gave out and that nobody looks at any more. */
  reuse(taken: Uint8Array<ArrayBuffer>): void {
    const { byteLength } = taken.buffer;
    if (this.#used > 0 || byteLength < this.#bytes.length || byteLength > KEPT_BYTES) return;
    this.#adopt(new Uint8Array(taken.buffer));
  }

  /** Throws a `RangeError` where the message is longer than a frame. */
  message(message: object): void {
    this.#frame('message', [this.#text.encode(JSON.stringify(message))]);
  }

  /** On a link. Throws a `RangeError` where the message is longer than a frame. */
  onLink(kind: 'host' | 'link', message: object): void {
    this.#frame(kind, [this.#text.encode(JSON.stringify(message))]);
  }

  /** Bytes longer than a frame leave in several; the state is that after the last. */
  input(bytes: Uint8Array, state: InputState): void {
    const most = MAXIMUM_FRAME_BYTES - 1;
    let from = 0;
    while (bytes.length - from > most) {
      this.#flaggedInput(bytes.subarray(from, from + most), { ...state, atRest: false });
      from += most;
    }
    this.#flaggedInput(bytes.subarray(from), state);
  }

  acknowledge(outputOffset: number): void {
    this.#header('acknowledge', OFFSET_BYTES);
    this.#offset(outputOffset);
  }

  /** Throws a `RangeError` where header and bytes are longer than a frame. */
  deliver(header: DeliverHeader, bytes: Uint8Array): void {
    const json = this.#text.encode(JSON.stringify(header));
    const length = Uint8Array.of(json.length >> 8, json.length & 0xff);
    this.#frame('deliver', [length, json, bytes]);
  }

  /** Bytes longer than a frame leave in several. */
  output(offset: number, bytes: Uint8Array): void {
    const most = MAXIMUM_FRAME_BYTES - OFFSET_BYTES;
    for (let from = 0; from < bytes.length; from += most) {
      const part = bytes.length <= most ? bytes : bytes.subarray(from, from + most);
      this.#header('output', OFFSET_BYTES + part.length);
      this.#offset(offset + from);
      this.#append(part);
    }
  }

  snapshot(bytes: Uint8Array): void {
    this.#parts('snapshot', bytes);
  }

  picture(bytes: Uint8Array): void {
    this.#parts('picture', bytes);
  }

  #parts(kind: FrameKind, bytes: Uint8Array): void {
    for (let from = 0; from < bytes.length; from += MAXIMUM_FRAME_BYTES) {
      this.#frame(kind, [bytes.subarray(from, from + MAXIMUM_FRAME_BYTES)]);
    }
  }

  #flaggedInput(bytes: Uint8Array, state: InputState): void {
    const flags =
      (state.atRest ? INPUT_FLAGS.atRest : 0) |
      (state.insidePaste ? INPUT_FLAGS.insidePaste : 0) |
      (state.report === true ? INPUT_FLAGS.report : 0);
    this.#header('input', 1 + bytes.length);
    this.#bytes[this.#used] = flags;
    this.#used += 1;
    this.#append(bytes);
  }

  #frame(kind: FrameKind, parts: readonly Uint8Array[]): void {
    const length = parts.reduce((sum, part) => sum + part.length, 0);
    if (length > MAXIMUM_FRAME_BYTES) {
      throw new RangeError(`${kind} of ${length} bytes: a frame holds ${MAXIMUM_FRAME_BYTES}`);
    }
    this.#header(kind, length);
    for (const part of parts) this.#append(part);
  }

  /** Makes room for a whole frame and writes its header. */
  #header(kind: FrameKind, length: number): void {
    const needed = this.#used + FRAME_HEADER_BYTES + length;
    if (needed > this.#bytes.length) this.#grow(needed);
    this.#view.setUint32(this.#used, length);
    this.#bytes[this.#used + 4] = FRAME_KINDS[kind];
    this.#used += FRAME_HEADER_BYTES;
  }

  #offset(offset: number): void {
    this.#view.setFloat64(this.#used, offset);
    this.#used += OFFSET_BYTES;
  }

  #append(bytes: Uint8Array): void {
    this.#bytes.set(bytes, this.#used);
    this.#used += bytes.length;
  }

  #grow(needed: number): void {
    const larger = new Uint8Array(Math.max(FIRST_BYTES, needed, this.#used * 2));
    larger.set(this.#bytes.subarray(0, this.#used));
    const used = this.#used;
    this.#adopt(larger);
    this.#used = used;
  }

  #adopt(bytes: Uint8Array<ArrayBuffer>): void {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#used = 0;
  }
}
