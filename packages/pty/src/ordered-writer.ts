// Writes bytes in order to a descriptor that takes only what fits: what does not fit is kept until
// there is room. Knows no descriptor and no clock; both are passed in.

/** One attempt: how many bytes were taken, 'full' when none fit now, 'gone' when none ever will. */
export type WriteAttempt = (bytes: Uint8Array) => number | 'full' | 'gone';

/** Waits until another attempt makes sense. */
export interface RoomWaiter {
  /** How many of the next bytes, at most, the wait itself writes as room comes; 0: none. */
  readonly takesBytes: number;
  /**
   * Calls `ready` once, later, with `next` written; `fruitless` waits went before without progress.
   * `next` is not changed meanwhile.
   */
  wait(request: {
    readonly next: Uint8Array;
    readonly fruitless: number;
    readonly ready: () => void;
  }): CancelWait;
}

/** Ends a wait for good: how many bytes at the end of `next` were not written and will not be. */
export type CancelWait = () => number;

export interface OrderedWriterPorts {
  readonly attempt: WriteAttempt;
  readonly room: RoomWaiter;
  /** Called when everything that had been kept is written, and once when the other side is gone. */
  readonly onDrain: () => void;
}

/** Above this many kept bytes `write` answers false, which asks the caller to stop for a while. */
export const HIGH_WATER_BYTES = 256 * 1024;

/** Most bytes offered in one attempt, so that a long queue is not offered whole again and again. */
const ATTEMPT_BYTES = 64 * 1024;

const NOTHING = new Uint8Array(0);

/** Bytes in, bytes out, same order, none lost while the other side lives. */
export class OrderedWriter {
  readonly #ports: OrderedWriterPorts;
  #kept: Uint8Array[] = [];
  #keptBytes = 0;
  #fruitless = 0;
  #cancelWait: CancelWait | undefined;
  /** What a running wait writes. */
  #lent: Uint8Array = NOTHING;
  #gone = false;

  constructor(ports: OrderedWriterPorts) {
    this.#ports = ports;
  }

  /** Bytes accepted and not yet written. */
  get pendingBytes(): number {
    return this.#keptBytes + this.#lent.length;
  }

  /** True once the other side has been lost; further bytes are dropped. */
  get gone(): boolean {
    return this.#gone;
  }

  /** Takes `bytes` (copied where they must be kept). False: pause until `onDrain`. */
  write(bytes: Uint8Array): boolean {
    if (this.#gone) return true;
    const rest = this.pendingBytes === 0 ? this.#push(bytes) : bytes;
    if (rest.length > 0 && !this.#gone) {
      // Not `slice`: of a Buffer that is a view.
      this.#kept.push(new Uint8Array(rest));
      this.#keptBytes += rest.length;
      this.#awaitRoom();
    }
    return this.pendingBytes <= HIGH_WATER_BYTES;
  }

  /**
   * Tries once more, now, without waiting for room; true when nothing is left. For the way out: what a
   * running wait has not written yet comes first.
   */
  pump(): boolean {
    const unwritten = this.#cancelWait?.() ?? 0;
    this.#cancelWait = undefined;
    if (unwritten > 0) {
      this.#kept.unshift(this.#lent.subarray(this.#lent.length - unwritten));
      this.#keptBytes += unwritten;
    }
    this.#lent = NOTHING;
    return this.#writeKept();
  }

  /** After a `pump` that was not for the way out: what it left is written as there is room, and the drain is told. */
  goOn(): void {
    if (this.#gone) return;
    if (this.#keptBytes > 0) this.#awaitRoom();
    else if (this.#lent.length === 0) this.#ports.onDrain();
  }

  /** Forgets what is kept and stops trying. */
  close(): void {
    this.#gone = true;
    this.#kept = [];
    this.#keptBytes = 0;
    this.#lent = NOTHING;
    this.#cancelWait?.();
    this.#cancelWait = undefined;
  }

  #writeKept(): boolean {
    while (this.#keptBytes > 0 && !this.#gone) {
      const head = this.#kept[0];
      if (head === undefined) break;
      const rest = this.#push(head);
      if (this.#gone) break;
      if (rest.length < head.length) this.#fruitless = 0;
      this.#shorten(rest);
      if (rest.length > 0) return false;
    }
    return true;
  }

  /** Replaces the first kept piece by what is left of it. */
  #shorten(rest: Uint8Array): void {
    this.#keptBytes -= (this.#kept[0]?.length ?? 0) - rest.length;
    if (rest.length > 0) this.#kept[0] = rest;
    else this.#kept.shift();
  }

  #push(bytes: Uint8Array): Uint8Array {
    let offset = 0;
    while (offset < bytes.length) {
      const piece = bytes.subarray(offset, offset + ATTEMPT_BYTES);
      const taken = this.#ports.attempt(piece);
      if (taken === 'gone') {
        this.close();
        this.#ports.onDrain();
        return bytes.subarray(bytes.length);
      }
      if (taken === 'full') break;
      offset += taken;
      // Part of a piece means that there is no more room: asking again would only be refused.
      if (taken < piece.length) break;
    }
    return bytes.subarray(offset);
  }

  #awaitRoom(): void {
    const head = this.#kept[0];
    if (this.#cancelWait !== undefined || head === undefined) return;
    const { room } = this.#ports;
    const next = head.subarray(0, room.takesBytes);
    this.#lent = next;
    this.#shorten(head.subarray(next.length));
    this.#cancelWait = room.wait({
      next,
      fruitless: this.#fruitless,
      ready: () => this.#retry(),
    });
    this.#fruitless += 1;
  }

  #retry(): void {
    this.#cancelWait = undefined;
    this.#lent = NOTHING;
    if (this.#gone) return;
    if (!this.#writeKept()) this.#awaitRoom();
    else {
      this.#fruitless = 0;
      if (!this.#gone) this.#ports.onDrain();
    }
  }
}
