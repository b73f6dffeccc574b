// One direction of a relayed connection: frames come in, and go on as they are, or as the fault that waits for
// them says. When a fault comes is decided elsewhere.
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { FrameCutter, type WholeFrame } from './frame-cutter.ts';

/** Frames that carry their own number, so that both sides can know one that is missing, repeated or late. */
const NUMBERED_KINDS: ReadonlySet<number> = new Set([
  3, // acknowledge
  4, // deliver
  5, // output
]);
/** Bytes that go on one by one or a few at a time: some screens. */
const CHOPPED_BYTES = 1_500;

/** Longer than a message that is on its way takes, in ms: nobody speaks in this direction just now, or not so. */
const UNMET_MS = 250;

export type DirectionFault =
  /** Half of the next frame arrives, and then nothing ever. */
  | { readonly kind: 'truncate' }
  /** What is said from now on is lost, and the connection ends a little later. */
  | { readonly kind: 'drop'; readonly endAfterMs: number }
  /** Bytes that are no frame. */
  | { readonly kind: 'garbage'; readonly bytes: Buffer }
  /** Everything waits. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** The next frames arrive in pieces of these sizes. */
  | { readonly kind: 'chop'; readonly size: () => number }
  /** The next numbered frame arrives twice. */
  | { readonly kind: 'duplicate' }
  /** The next two numbered frames that come together change places. */
  | { readonly kind: 'reorder' }
  /** This side has nothing more to say, and still listens. */
  | { readonly kind: 'half-close'; readonly endAfterMs: number };

export interface DirectionPorts {
  readonly from: Socket;
  readonly to: Socket;
  /** Ends the whole connection. */
  readonly cut: () => void;
  /** A fault has really met something. */
  readonly met: (kind: DirectionFault['kind']) => void;
}

export class RelayedDirection {
  readonly #ports: DirectionPorts;
  readonly #cutter = new FrameCutter();
  #waiting: DirectionFault | undefined;
  #waitingSinceMs = 0;
  #queue: Promise<void> = Promise.resolve();
  #lost = false;

  constructor(ports: DirectionPorts) {
    this.#ports = ports;
    ports.from.on('data', (chunk: Buffer) => this.#later(() => this.#accept(chunk)));
    ports.from.on('end', () => this.#later(() => this.#end()));
  }

  /** False: one is waiting already. One that has met nothing for a while gives way. */
  inject(fault: DirectionFault): boolean {
    const nowMs = performance.now();
    const isTaken = this.#waiting !== undefined && nowMs - this.#waitingSinceMs < UNMET_MS;
    if (isTaken || this.#lost) return false;
    this.#waiting = fault;
    this.#waitingSinceMs = nowMs;
    if (fault.kind === 'delay' || fault.kind === 'garbage' || fault.kind === 'half-close')
      this.#later(() => this.#strike(undefined));
    return true;
  }

  /** One after the other; the sender waits while much is on its way. */
  #later(step: () => void | Promise<void>): void {
    this.#ports.from.pause();
    this.#queue = this.#queue.then(step).then(() => {
      this.#ports.from.resume();
    });
  }

  async #accept(chunk: Buffer): Promise<void> {
    const frames = [...this.#cutter.accept(chunk)];
    for (let at = 0; at < frames.length; at += 1) {
      const frame = frames[at];
      if (frame === undefined || this.#lost) return;
      const next = frames[at + 1];
      if (this.#waiting?.kind === 'reorder') {
        if (next === undefined || !isNumbered(frame) || next.kind !== frame.kind) {
          this.#write(frame.bytes);
          continue;
        }
        this.#write(next.bytes);
        this.#settle();
        this.#write(frame.bytes);
        at += 1;
      } else if (this.#waiting === undefined) this.#write(frame.bytes);
      else await this.#strike(frame);
    }
  }

  async #strike(frame: WholeFrame | undefined): Promise<void> {
    const fault = this.#waiting;
    switch (fault?.kind) {
      case 'truncate':
        if (frame !== undefined) this.#write(frame.bytes.subarray(0, frame.bytes.length >> 1));
        this.#settle();
        this.#lose(0);
        return;
      case 'drop':
        this.#settle();
        this.#lose(fault.endAfterMs);
        return;
      case 'half-close':
        this.#settle();
        this.#ports.to.end();
        this.#lose(fault.endAfterMs);
        return;
      case 'garbage':
        this.#settle();
        this.#write(fault.bytes);
        break;
      case 'delay':
        this.#settle();
        await sleep(fault.ms);
        break;
      case 'chop':
        if (frame !== undefined) await this.#chop(frame.bytes, fault.size);
        this.#settle();
        return;
      case 'duplicate':
        if (frame !== undefined && isNumbered(frame)) {
          this.#settle();
          this.#write(frame.bytes);
        }
        break;
      case 'reorder':
      case undefined:
    }
    if (frame !== undefined) this.#write(frame.bytes);
  }

  async #chop(bytes: Buffer, size: () => number): Promise<void> {
    let at = 0;
    while (at < Math.min(bytes.length, CHOPPED_BYTES)) {
      const end = at + size();
      this.#write(bytes.subarray(at, end));
      at = end;
      await new Promise((resolve) => setImmediate(resolve));
    }
    this.#write(bytes.subarray(at));
  }

  #lose(endAfterMs: number): void {
    this.#lost = true;
    setTimeout(this.#ports.cut, endAfterMs);
  }

  #settle(): void {
    if (this.#waiting !== undefined) this.#ports.met(this.#waiting.kind);
    this.#waiting = undefined;
  }

  #write(bytes: Buffer): void {
    if (!this.#lost && bytes.length > 0 && !this.#ports.to.destroyed) this.#ports.to.write(bytes);
  }

  #end(): void {
    this.#write(this.#cutter.rest());
    if (!this.#lost) this.#ports.to.end();
  }
}

function isNumbered({ kind }: WholeFrame): boolean {
  return NUMBERED_KINDS.has(kind);
}
