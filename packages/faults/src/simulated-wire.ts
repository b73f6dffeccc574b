// A local stream between two processes, with all that can happen to one: late, cut anywhere, and broken
// in every way that ends it. What the bytes mean is left to both ends.
import { Duplex } from 'node:stream';
import type { Happened } from './happening.ts';
import type { Random } from './random.ts';
import type { SimulatedProcess } from './simulated-process.ts';

export type WireFault =
  | 'drop'
  | 'duplicate'
  | 'reorder'
  | 'truncate'
  | 'garbage'
  | 'delay'
  | 'half-close'
  | 'reset';

/** Longest way of a chunk on a healthy stream, in ms. */
const USUAL_DELAY_MS = 2;
/** A stream that has lost or mixed up something is gone after this, in ms: nothing mends it. */
const BROKEN_MS = 3_000;
/** What a stand-still takes at most, in ms. */
const LONGEST_DELAY_MS = 5_000;
/** An end that only we have ended is cut after this, in ms, as the system does. */
const LINGER_MS = 1_000;
/** Of no frame: its kind is none, and its length is beyond every bound. */
const GARBAGE = Uint8Array.of(255, 255, 255, 255, 255, 0, 13, 10, 27, 91);

export type Side = 'left' | 'right';

class End extends Duplex {
  readonly owner: SimulatedProcess;
  other: End | undefined;
  readonly carry: (from: End, bytes: Uint8Array) => void;
  readonly ended: (from: End) => void;
  /** Bytes sent and not arrived: a bound of both ends holds them. */
  lastArrivalMs = 0;
  next: { readonly fault: WireFault; readonly happened: Happened } | undefined;
  held: Uint8Array | undefined;

  constructor(
    owner: SimulatedProcess,
    wire: { carry: (from: End, bytes: Uint8Array) => void; ended: (from: End) => void },
  ) {
    super({ allowHalfOpen: true });
    this.owner = owner;
    this.carry = wire.carry;
    this.ended = wire.ended;
  }

  override _read(): void {
    // What comes is pushed.
  }

  override _write(chunk: Uint8Array, _: string, done: () => void): void {
    // Its owner uses the memory again.
    this.carry(this, Uint8Array.from(chunk));
    done();
  }

  override _final(done: () => void): void {
    this.ended(this);
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.ended(this);
    done(error);
  }

  /** Its process is dead: nothing is told to it. */
  abandon(): void {
    this.removeAllListeners();
    this.on('error', () => undefined);
    this.destroy();
  }
}

export class SimulatedWire {
  readonly left: Duplex;
  readonly right: Duplex;
  readonly #ends: Readonly<Record<Side, End>>;
  readonly #random: Random;
  #isBroken = false;

  constructor(parts: {
    readonly left: SimulatedProcess;
    readonly right: SimulatedProcess;
    readonly random: Random;
  }) {
    this.#random = parts.random;
    const wire = {
      carry: (from: End, bytes: Uint8Array) => this.#carry(from, bytes),
      ended: (from: End) => this.#ended(from),
    };
    const left = new End(parts.left, wire);
    const right = new End(parts.right, wire);
    left.other = right;
    right.other = left;
    this.#ends = { left, right };
    this.left = left;
    this.right = right;
    for (const end of [left, right]) end.owner.onEnd(() => end.abandon());
  }

  /** It has lost or mixed up something, and is about to be gone: nothing of it can be relied on. */
  get isBroken(): boolean {
    return this.#isBroken;
  }

  /** Both ends are gone. */
  get isOver(): boolean {
    return this.left.destroyed && this.right.destroyed;
  }

  /** Happens to what this side says next, or to the stream at once. */
  inject(fault: WireFault, side: Side, happened: Happened): void {
    const end = this.#ends[side];
    switch (fault) {
      case 'reset':
        this.#reset();
        happened();
        return;
      case 'half-close':
        // The other side is told an end that this one knows nothing of.
        this.#arriveEnd(end);
        happened();
        return;
      case 'delay':
        end.lastArrivalMs =
          Math.max(end.lastArrivalMs, end.owner.nowMs()) +
          this.#random.whole(100, LONGEST_DELAY_MS);
        happened();
        return;
      default:
        end.next = { fault, happened };
    }
  }

  #carry(from: End, bytes: Uint8Array): void {
    if (!from.owner.isAlive) return;
    const { fault } = from.next ?? {};
    from.next?.happened();
    from.next = undefined;
    const held = from.held;
    from.held = undefined;
    switch (fault) {
      case 'drop':
        this.#break();
        break;
      case 'duplicate':
        this.#break();
        this.#send(from, bytes);
        this.#send(from, bytes);
        break;
      case 'reorder':
        this.#break();
        from.held = bytes;
        break;
      case 'truncate':
        this.#send(from, bytes.subarray(0, this.#random.whole(0, bytes.length - 1)));
        this.#arriveEnd(from);
        break;
      case 'garbage':
        this.#send(from, GARBAGE);
        this.#send(from, bytes);
        break;
      default:
        this.#send(from, bytes);
    }
    if (held !== undefined) this.#send(from, held);
  }

  /** In pieces that have nothing to do with what was written. */
  #send(from: End, bytes: Uint8Array): void {
    const random = this.#random;
    let at = 0;
    while (at < bytes.length) {
      const isCut = random.chance(0.2);
      const most = bytes.length - at;
      const length = isCut ? random.whole(1, Math.min(most, 64)) : most;
      this.#arrive(from, bytes.subarray(at, at + length));
      at += length;
    }
  }

  #arrive(from: End, bytes: Uint8Array): void {
    this.#after(from, (to) => {
      if (!to.destroyed && !to.readableEnded) to.push(bytes);
    });
  }

  #arriveEnd(from: End): void {
    this.#after(from, (to) => {
      if (!to.destroyed) to.push(null);
    });
  }

  /** In the order sent, however late. */
  #after(from: End, call: (to: End) => void): void {
    const { other: to } = from;
    if (to === undefined) return;
    const nowMs = to.owner.nowMs();
    const usualMs = nowMs + this.#random.next() * USUAL_DELAY_MS;
    from.lastArrivalMs = Math.max(from.lastArrivalMs, usualMs);
    to.owner.after(from.lastArrivalMs - nowMs, () => call(to));
  }

  /** An end has said its last: the other hears of it, and this one goes when the other has gone, or soon. */
  #ended(from: End): void {
    this.#arriveEnd(from);
    if (from.destroyed || !from.owner.isAlive) return;
    from.owner.after(LINGER_MS, () => from.destroy());
  }

  #break(): void {
    if (this.#isBroken) return;
    this.#isBroken = true;
    const { clock } = this.#ends.left.owner;
    clock.after(this.#random.whole(1, BROKEN_MS), () => this.#reset());
  }

  #reset(): void {
    for (const end of [this.#ends.left, this.#ends.right])
      if (!end.destroyed && end.owner.isAlive) end.destroy(new Error('read ECONNRESET'));
  }
}
