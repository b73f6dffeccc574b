// Writes bytes in order to a descriptor that takes only what fits: what does not fit is kept and
// tried again. Knows no descriptor and no clock; both are passed in.

/** One attempt: how many bytes were taken, 'full' when none fit now, 'gone' when none ever will. */
export type WriteAttempt = (bytes: Uint8Array) => number | 'full' | 'gone';

export interface OrderedWriterPorts {
  readonly attempt: WriteAttempt;
  /** Runs `action` once after `delayMs` (0: as soon as other input was looked at); returns a cancel. */
  readonly later: (action: () => void, delayMs: number) => () => void;
  /** Called when everything that had been kept is written, and once when the other side is gone. */
  readonly onDrain: () => void;
}

/** Above this many kept bytes `write` answers false, which asks the caller to stop for a while. */
export const HIGH_WATER_BYTES = 256 * 1024;

/** The waits between attempts that made no progress, in milliseconds; the last one repeats. The first
 *  is a turn of the event loop: a reader that is awake has usually made room by then. */
const RETRY_DELAYS_MS = [0, 0, 1, 1, 2, 4, 8] as const;

/** Most bytes offered in one attempt, so that a long queue is not offered whole again and again. */
const ATTEMPT_BYTES = 64 * 1024;

/** Bytes in, bytes out, same order, none lost while the other side lives. */
export class OrderedWriter {
  readonly #ports: OrderedWriterPorts;
  #kept: Uint8Array[] = [];
  #keptBytes = 0;
  #fruitless = 0;
  #cancelRetry: (() => void) | undefined;
  #gone = false;

  constructor(ports: OrderedWriterPorts) {
    this.#ports = ports;
  }

  /** Bytes accepted and not yet written. */
  get pendingBytes(): number {
    return this.#keptBytes;
  }

  /** True once the other side has been lost; further bytes are dropped. */
  get gone(): boolean {
    return this.#gone;
  }

  /** Takes `bytes` (copied where they must be kept). False: pause until `onDrain`. */
  write(bytes: Uint8Array): boolean {
    if (this.#gone) return true;
    const rest = this.#keptBytes === 0 ? this.#push(bytes) : bytes;
    if (rest.length > 0 && !this.#gone) {
      this.#kept.push(rest.slice());
      this.#keptBytes += rest.length;
      this.#scheduleRetry();
    }
    return this.#keptBytes <= HIGH_WATER_BYTES;
  }

  /** Tries once more, now, to write what is kept; true when nothing is left. */
  pump(): boolean {
    while (this.#keptBytes > 0 && !this.#gone) {
      const head = this.#kept[0];
      if (head === undefined) break;
      const rest = this.#push(head);
      if (this.#gone) break;
      this.#keptBytes -= head.length - rest.length;
      if (rest.length === head.length) return false;
      this.#fruitless = 0;
      if (rest.length > 0) {
        this.#kept[0] = rest;
        return false;
      }
      this.#kept.shift();
    }
    return true;
  }

  /** Forgets what is kept and stops trying. */
  close(): void {
    this.#gone = true;
    this.#kept = [];
    this.#keptBytes = 0;
    this.#cancelRetry?.();
    this.#cancelRetry = undefined;
  }

  #push(bytes: Uint8Array): Uint8Array {
    let offset = 0;
    while (offset < bytes.length) {
      const taken = this.#ports.attempt(bytes.subarray(offset, offset + ATTEMPT_BYTES));
      if (taken === 'gone') {
        this.close();
        this.#ports.onDrain();
        return bytes.subarray(bytes.length);
      }
      if (taken === 'full') break;
      offset += taken;
    }
    return bytes.subarray(offset);
  }

  #scheduleRetry(): void {
    if (this.#cancelRetry !== undefined) return;
    const step = Math.min(this.#fruitless, RETRY_DELAYS_MS.length - 1);
    this.#fruitless += 1;
    this.#cancelRetry = this.#ports.later(() => this.#retry(), RETRY_DELAYS_MS[step] ?? 0);
  }

  #retry(): void {
    this.#cancelRetry = undefined;
    if (this.#gone) return;
    if (this.pump()) {
      this.#fruitless = 0;
      if (!this.#gone) this.#ports.onDrain();
      return;
    }
    this.#scheduleRetry();
  }
}
