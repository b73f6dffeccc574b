// Frames on one duplex stream: a key or its echo leaves at once, what else is said within one turn of
// the event loop in one write; what comes is cut into frames, and a peer that does not read can't make
// us keep more than a bound.
import { Buffer } from 'node:buffer';
import { writeSync } from 'node:fs';
import type { Duplex } from 'node:stream';
import {
  FrameDecoder,
  FrameEncoder,
  type FrameKind,
  faultText,
  MAXIMUM_FRAME_BYTES,
} from '@codex-voice/protocol';

/** Unsent bytes beyond which a connection ends: the peer has stopped reading. */
export const MAXIMUM_UNSENT_BYTES = 4 << 20;
/** Gathered bytes that leave at once: enough to make the cost of a write small beside its bytes. */
const FULL_WRITE_BYTES = 64 << 10;
/** Time to read the last words before a connection that we end is cut, in ms. */
const LAST_WORDS_MS = 1000;

export interface FramedStreamEvents {
  /** A frame; the payload is valid during the call only. */
  readonly onFrame: (kind: FrameKind, payload: Uint8Array) => void;
  /** The connection is over, told once: why, in words. Not told of an ending by our own `close`. */
  readonly onEnded: (why: string) => void;
  /** Says why what came can't be read, before the connection ends for it; absent: nothing is said. */
  readonly onFault?: (why: string) => void;
}

/** Both directions of one connection. */
export class FramedStream {
  readonly #stream: Duplex;
  readonly #onEnded: (why: string) => void;
  readonly #onFault: ((why: string) => void) | undefined;
  readonly #decoder: FrameDecoder;
  readonly #encoder = new FrameEncoder();
  #flushing = false;
  #over = false;
  #allowanceBytes = 0;
  #cut: NodeJS.Timeout | undefined;

  /** Owns the stream from here on. `maximumBytes` bounds what the peer may say in one frame. */
  constructor(stream: Duplex, options: FramedStreamEvents & { readonly maximumBytes?: number }) {
    this.#stream = stream;
    this.#onEnded = options.onEnded;
    this.#onFault = options.onFault;
    this.#decoder = new FrameDecoder({
      onFrame: options.onFrame,
      maximumBytes: options.maximumBytes ?? MAXIMUM_FRAME_BYTES,
    });
    stream.on('error', (error: Error) => this.end(error.message));
    stream.on('end', () => this.end('the other side has closed the connection'));
    stream.on('close', () => {
      clearTimeout(this.#cut);
      this.end('the connection is gone');
    });
  }

  /** Reads from the stream itself; else its bytes are given to `accept`. */
  listen(): void {
    this.#stream.on('data', (chunk: Uint8Array) => this.accept(chunk));
  }

  /** Reads nothing until `resume`: what is said meanwhile waits on the side that says it. */
  pause(): void {
    if (!this.#over) this.#stream.pause();
  }

  resume(): void {
    if (!this.#over) this.#stream.resume();
  }

  accept(chunk: Uint8Array): void {
    if (this.#over) return;
    const fault = this.#decoder.accept(chunk);
    if (fault === undefined || this.#over) return;
    this.#onFault?.(`this was refused: ${faultText(fault)}`);
    this.finish(`the other side sent ${faultText(fault)}`);
  }

  /** The peer has shown who it is: its frames may be as long as frames are. */
  trust(): void {
    this.#decoder.maximumBytes = MAXIMUM_FRAME_BYTES;
  }

  /** Says something. `write` puts frames into the encoder, and may not keep it. */
  say(write: (encoder: FrameEncoder) => void): void {
    if (this.#over) return;
    write(this.#encoder);
    if (this.#encoder.pendingBytes >= FULL_WRITE_BYTES) {
      this.#flush();
    } else if (!this.#flushing) {
      this.#flushing = true;
      queueMicrotask(() => {
        this.#flushing = false;
        this.#flush();
      });
    }
  }

  /** Says something that somebody waits for, with all that was said before it. */
  sayAtOnce(write: (encoder: FrameEncoder) => void): void {
    if (this.#over) return;
    write(this.#encoder);
    this.#flush();
  }

  /** Bytes that were said and that the system has not taken yet. */
  get waitingBytes(): number {
    return this.#over ? 0 : this.#stream.writableLength + this.#encoder.pendingBytes;
  }

  /** Lets this many bytes more be unsent until all is sent: an answer that is long, and bounded by itself. */
  allow(bytes: number): void {
    if (this.#stream.writableLength === 0) this.#allowanceBytes = 0;
    if (this.waitingBytes > MAXIMUM_UNSENT_BYTES) {
      this.end('the other side has stopped reading');
    }
    this.#allowanceBytes = bytes;
  }

  /** Ends what we say and reads nothing any more. Nothing is told afterwards. */
  close(): void {
    if (this.#over) return;
    this.#flush();
    this.#over = true;
    this.#decoder.stop();
    if (this.#stream.destroyed) return;
    this.#stream.end();
    this.#stream.resume();
    this.#cut = setTimeout(() => this.#stream.destroy(), LAST_WORDS_MS);
    this.#cut.unref();
  }

  /** As `close`, and our side is told, as it is of every other ending. */
  finish(why: string): void {
    if (this.#over) return;
    this.close();
    queueMicrotask(() => this.#onEnded(why));
  }

  /** Ends the connection for a reason that our side is told. */
  end(why: string): void {
    if (this.#over) return;
    this.#over = true;
    this.#decoder.stop();
    this.#stream.destroy();
    this.#onEnded(why);
  }

  #flush(): void {
    if (this.#over || this.#encoder.pendingBytes === 0) return;
    const bytes = this.#encoder.take();
    const waiting = this.#stream.writableLength;
    const rest = waiting === 0 ? bytes.subarray(writtenNow(this.#stream, bytes)) : bytes;
    if (waiting + rest.length > MAXIMUM_UNSENT_BYTES + this.#allowanceBytes) {
      this.end('the other side has stopped reading');
      return;
    }
    if (rest.length > 0) {
      this.#stream.write(Buffer.from(rest.buffer, rest.byteOffset, rest.byteLength));
    }
    // Nothing unsent: the system has taken the bytes, so that their memory is free again.
    if (this.#stream.writableLength === 0) this.#encoder.reuse(bytes);
  }
}

/**
 * Bytes that the system takes at once of a stream to which nothing else waits: the way of a key without
 * the queue of a general stream. What is not taken, and every error, is left to the stream.
 */
function writtenNow(stream: Duplex & Descriptor, bytes: Uint8Array): number {
  const descriptor = stream.destroyed ? undefined : stream._handle?.fd;
  if (descriptor === undefined || descriptor < 0) return 0;
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return writeSync(descriptor, bytes);
  } catch {
    return 0;
  } finally {
    Error.stackTraceLimit = limit;
  }
}

/** The runtime's own sockets have one; where it is called something else, the stream writes. */
interface Descriptor {
  readonly _handle?: { readonly fd?: number } | null;
}
