// Bytes to our own standard output, in order: a terminal is written without ever blocking the
// process, a pipe or file through its stream. What the bytes are is left to the callers.
import { closeSync, constants, openSync } from 'node:fs';
import type { Writable } from 'node:stream';
import { ReadStream } from 'node:tty';
import { attemptOn, clockWaiter } from './descriptor.ts';
import { HIGH_WATER_BYTES, OrderedWriter, type RoomWaiter } from './ordered-writer.ts';

export interface TerminalOutput {
  /** Accepts all of `bytes`. False: pause the source until `onDrain`. */
  write(bytes: Uint8Array): boolean;
  /** Sets the one listener for "all accepted bytes are written"; also called when the reader is gone. */
  onDrain(listener: () => void): void;
  /** Resolves when all accepted bytes are written, or the reader is gone. */
  flush(): Promise<void>;
  /** Last resort on the way out: writes what is kept, then `bytes`, waiting at most `FINAL_WRITE_MS`. */
  writeFinal(bytes: Uint8Array): void;
  /** After a `writeFinal` that was not the last: what it left is written as there is room, and the drain is told. */
  goOn(): void;
  /** Bytes accepted and not yet written. */
  readonly pendingBytes: number;
  /** True once the reader is lost (closed terminal, EPIPE); bytes are then dropped. */
  readonly gone: boolean;
  close(): void;
}

/** How long the way out waits for a terminal that takes nothing: long enough for a slow link to take
 *  a few hundred bytes, short enough that a frozen one does not keep us from ending. */
export const FINAL_WRITE_MS = 500;

/** The pause between two attempts of a final write, in milliseconds. */
const FINAL_RETRY_MS = 1;

/**
 * Output to a terminal. Its own open file description is made non-blocking, not the one shared with
 * the shell; where that cannot be opened, writes block as a plain program's would.
 */
export function terminalOutput(fd: number): TerminalOutput {
  const opened = openNonBlocking(fd);
  const room = opened === undefined ? undefined : terminalRoom(opened);
  const waiting: (() => void)[] = [];
  let drained = () => {};
  const writer = new OrderedWriter({
    attempt: attemptOn(opened ?? fd),
    room: room ?? clockWaiter,
    onDrain: () => {
      drained();
      for (const resolve of waiting.splice(0)) resolve();
    },
  });
  let closed = false;
  return {
    write: (bytes) => writer.write(bytes),
    onDrain: (listener) => {
      drained = listener;
    },
    flush: () =>
      writer.pendingBytes === 0
        ? Promise.resolve()
        : new Promise((resolve) => {
            waiting.push(resolve);
          }),
    writeFinal: (bytes) => {
      writer.write(bytes);
      const deadlineMs = performance.now() + FINAL_WRITE_MS;
      while (!writer.pump() && performance.now() < deadlineMs) sleepSync(FINAL_RETRY_MS);
    },
    goOn: () => writer.goOn(),
    get pendingBytes() {
      return writer.pendingBytes;
    },
    get gone() {
      return writer.gone;
    },
    close: () => {
      writer.close();
      if (opened === undefined || closed) return;
      closed = true;
      room?.close();
      closeSync(opened);
    },
  };
}

/** Output to a pipe, a file or any other stream: its own buffer keeps what does not fit. */
export function streamOutput(stream: Writable): TerminalOutput {
  let drained = () => {};
  let gone = false;
  stream.on('drain', () => drained());
  stream.on('error', () => {
    gone = true;
    drained();
  });
  const write = (bytes: Uint8Array): boolean => {
    if (gone) return true;
    // Copied, not by `slice`, which of a Buffer is a view: the stream may keep them longer than we may.
    stream.write(new Uint8Array(bytes));
    return stream.writableLength <= HIGH_WATER_BYTES;
  };
  return {
    write,
    onDrain: (listener) => {
      drained = listener;
    },
    flush: () =>
      new Promise((resolve) => {
        if (gone) resolve();
        else stream.write(new Uint8Array(), () => resolve());
      }),
    writeFinal: write,
    goOn: () => {},
    get pendingBytes() {
      return gone ? 0 : stream.writableLength;
    },
    get gone() {
      return gone;
    },
    close: () => {},
  };
}

function openNonBlocking(fd: number): number | undefined {
  // Elsewhere than on Linux opening a descriptor's path duplicates it, and the shell would inherit
  // the non-blocking mode.
  if (process.platform !== 'linux') return undefined;
  try {
    return openSync(
      `/proc/self/fd/${fd}`,
      constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY,
    );
  } catch {
    return undefined;
  }
}

/** Bytes given to the event loop at a time: a flood's rest is then written step by step, a few KiB each,
 *  as the terminal makes room, and costs us one turn instead of one for each step. */
const LENT_BYTES = 64 * 1024;

/**
 * Waits for room the way the event loop can: it writes the next bytes as there is some. Where it does
 * not tell how many of them are still unwritten only one is given to it: a last write on the way out
 * could not tell what it has to write.
 */
function terminalRoom(fd: number): RoomWaiter & { close(): void } {
  // The runtime's write side for terminals blocks the process; its read side is a full socket over
  // the same device, opened anew by path, and does not.
  let stream: (ReadStream & QueueSize) | undefined;
  const opened = (): ReadStream & QueueSize => {
    stream ??= new ReadStream(fd).pause().on('error', () => {});
    return stream;
  };
  return {
    get takesBytes() {
      return opened()._handle?.writeQueueSize === undefined ? 1 : LENT_BYTES;
    },
    wait: ({ next, ready }) => {
      let wanted = true;
      opened().write(next, () => {
        if (wanted) ready();
      });
      return () => {
        wanted = false;
        const unwritten = stream?._handle?.writeQueueSize ?? 0;
        // With it goes what it has not written; the descriptor that it was made of stays.
        stream?.destroy();
        stream = undefined;
        return unwritten;
      };
    },
    close: () => stream?.destroy(),
  };
}

/** The runtime's own streams tell it; it is no promised part of them. */
interface QueueSize {
  readonly _handle?: { readonly writeQueueSize?: number } | null;
}

function sleepSync(durationMs: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, durationMs);
}
