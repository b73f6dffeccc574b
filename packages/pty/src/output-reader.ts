// Reads the master side of a PTY: chunks in order, pause and resume, and a last drain that loses
// nothing after the child's death. Who the child is, and when it died, is left to spawnPty.
import { ReadStream } from 'node:tty';
import { readNow } from './descriptor.ts';

export interface OutputReaderPorts {
  readonly fd: number;
  /** A view of the reader's own buffer, valid until the call returns. */
  readonly onChunk: (chunk: Uint8Array) => void;
  /** Everything that was written before `finish` has been delivered; the descriptor is closed. */
  readonly onFinished: () => void;
  /** The descriptor is closed: nobody may use its number any more. */
  readonly onClosed: () => void;
}

/** Most bytes of one read from a PTY: the kernel hands them on in steps of this size. */
const KERNEL_STEP_BYTES = 4095;

/** Steps handed on together. A flood's cost is the number of its pieces; this many, with what is put
 *  before them, are still one read of a local socket, and are there within a millisecond. */
const CHUNK_BYTES = 14 * KERNEL_STEP_BYTES;

/** A kernel's PTY holds well under this. More can only come from a process that outlives the child
 *  on the same terminal, and that is not waited for. */
const LAST_DRAIN_LIMIT_BYTES = 1024 * 1024;

export class OutputReader {
  readonly #ports: OutputReaderPorts;
  // No Buffer: `slice` of one is a view, and receivers copy what they keep with it.
  readonly #buffer = new Uint8Array(CHUNK_BYTES);
  readonly #stream: ReadStream;
  #paused = true;
  #state: 'reading' | 'finishing' | 'finished' = 'reading';
  #drainedBytes = 0;

  constructor(ports: OutputReaderPorts) {
    this.#ports = ports;
    this.#stream = new ReadStream(ports.fd, {
      onread: {
        buffer: this.#buffer,
        callback: (length) => this.#deliver(length),
      },
    });
    this.#stream.pause();
    // Where the slave could not be held open, its closing arrives as an end or as EIO: what the
    // kernel still has is then read before the stream closes the descriptor.
    this.#stream.on('end', () => this.#readRest());
    this.#stream.on('error', () => {});
    this.#stream.on('close', ports.onClosed);
  }

  /** Starts, or starts again after `pause`. */
  resume(): void {
    if (!this.#paused) return;
    this.#paused = false;
    if (this.#state === 'finishing') this.#drainAndClose();
    else if (this.#state === 'reading') this.#stream.resume();
  }

  /** No chunk arrives until `resume`; the kernel's buffer fills and the child waits. */
  pause(): void {
    this.#paused = true;
    this.#stream.pause();
  }

  /** The child is dead: delivers what it left behind (after `resume`, when paused), then closes. */
  finish(): void {
    if (this.#state !== 'reading') return;
    this.#state = 'finishing';
    this.#stream.pause();
    if (!this.#paused) this.#drainAndClose();
  }

  #deliver(length: number): boolean {
    if (length > 0) this.#ports.onChunk(this.#buffer.subarray(0, this.#filled(length)));
    return !this.#paused && this.#state === 'reading';
  }

  /** Reads on while each step is a whole one, so that more is likely there; what was typed is not. */
  #filled(firstBytes: number): number {
    let length = firstBytes;
    let stepBytes = firstBytes;
    while (stepBytes >= KERNEL_STEP_BYTES && length + KERNEL_STEP_BYTES <= CHUNK_BYTES) {
      const read = readNow(this.#ports.fd, this.#buffer, length);
      if (typeof read !== 'number') break;
      stepBytes = read;
      length += read;
    }
    return length;
  }

  #drainAndClose(): void {
    this.#readRest();
    if (this.#paused || this.#state !== 'finishing') return;
    this.#state = 'finished';
    this.#stream.destroy();
    this.#ports.onFinished();
  }

  #readRest(): void {
    if (this.#stream.destroyed) return;
    while (!this.#paused && this.#drainedBytes < LAST_DRAIN_LIMIT_BYTES) {
      const length = readNow(this.#ports.fd, this.#buffer);
      if (typeof length !== 'number') return;
      this.#drainedBytes += length;
      this.#ports.onChunk(this.#buffer.subarray(0, length));
    }
  }
}
