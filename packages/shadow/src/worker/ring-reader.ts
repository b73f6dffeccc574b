// Takes output from the ring into a screen, and orders between its bytes. During a flood it looks at a
// little of the output now and then, and reads on where the most recent begins once output rests.
import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import { monotonicMs } from '../monotonic.ts';
import { FLOOD_BYTES, FLOOD_KEPT_BYTES, FLOOD_OVER_MS, MISSED, WENT_BY } from '../shadow.ts';
import { ShadowWatch } from '../shadow-watch.ts';
import { ByteRing } from './byte-ring.ts';
import type { Order, Told, WorkerStart } from './messages.ts';
import { Tidying } from './tidying.ts';

/** Bytes parsed at a stretch: about 8 ms, after which timers have their turn. */
const SLICE_BYTES = 64 * 1024;

/** Pause before looking for more output, in ms: half of what a screen rests before it is looked at. */
const POLL_MS = 4;

/** Looks in vain after which the reader sleeps until it is woken. */
const POLLS_BEFORE_SLEEP = 6;

/** Pause between two looks into a flood, in ms: 2 ms for each leave the processor to others. */
const FLOOD_LOOK_MS = 250;

/** What is looked at of a flood at a time, in bytes: a large coloured screen of lines. */
const FLOOD_LOOK_BYTES = 16 * 1024;

type OwnOrder =
  | Exclude<Order, { kind: 'wake' }>
  | { readonly kind: 'read-on'; readonly at: number };

export class RingReader {
  readonly #ring: ByteRing;
  readonly #port: MessagePort;
  readonly #watch: ShadowWatch;
  readonly #tidying: Tidying;
  #orders: OwnOrder[] = [];
  #ordersSeen: number;
  #awake = false;
  /** The next turn, where it waits for a time. */
  #pause: NodeJS.Timeout | undefined;
  #idlePolls = 0;
  /** While a flood lasts: when output was last seen to grow, and up to where. */
  #flood: { growsMs: number; behindFrom: number; lookedMs: number } | undefined;

  /** @param giveBackMemory Called now and then when there is nothing else to do; may take a while. */
  constructor(start: WorkerStart, port: MessagePort, giveBackMemory: () => void) {
    this.#tidying = new Tidying(giveBackMemory, monotonicMs);
    this.#ring = ByteRing.over(start.ring);
    this.#port = port;
    this.#ordersSeen = start.startOrders;
    this.#watch = new ShadowWatch(start.options, {
      assessed: (assessment) => this.#tell({ kind: 'assessed', assessment }),
      picture: (id, bytes) => this.#tell({ kind: 'picture', id, bytes: owned(bytes) }),
      reply: (atOffset, bytes) => this.#tell({ kind: 'reply', atOffset, bytes }),
    });
    if (start.startOffset > 0) this.#watch.screen.skip(start.startOffset, MISSED);
  }

  start(): void {
    this.#port.on('message', (order: Order) => {
      this.#take(order);
      this.#wake();
    });
    this.#wake();
  }

  get #offset(): number {
    return this.#watch.screen.consumedBytes;
  }

  #wake(): void {
    this.#idlePolls = 0;
    // Whoever gives an order is not kept waiting for the end of a pause.
    if (this.#awake && this.#pause === undefined) return;
    this.#awake = true;
    this.#turn();
  }

  #turnIn(pauseMs: number): void {
    this.#pause = setTimeout(() => this.#turn(), pauseMs);
  }

  #take(order: Order): void {
    if (order.kind === 'wake') return;
    this.#ordersSeen = (this.#ordersSeen + 1) >>> 0;
    this.#orders.push(order);
  }

  /** One slice, then the next as soon as timers have had their turn. */
  #turn(): void {
    clearTimeout(this.#pause);
    this.#pause = undefined;
    const behind = this.#ring.behind(this.#offset);
    // Looked at after the output: orders given before those bytes are here then.
    while (this.#ring.orders !== this.#ordersSeen) {
      const received: { readonly message: Order } | undefined = receiveMessageOnPort(this.#port);
      if (received === undefined) break;
      this.#take(received.message);
    }
    const order = this.#nextOrder(behind);
    const wanted = order === undefined ? behind : Math.max(0, order.at - this.#offset);
    if (order !== undefined && wanted === 0) {
      this.#orders.shift();
      this.#obey(order);
      setImmediate(() => this.#turn());
    } else if (order !== undefined) {
      this.#flood = undefined;
      // Who asks in a flood is not kept waiting for all of it.
      if (order.kind !== 'read-on' && wanted > FLOOD_BYTES) {
        this.#letGoBeyond(wanted, FLOOD_KEPT_BYTES);
      }
      this.#takeIn(Math.min(wanted, behind, order.at - this.#offset));
      setImmediate(() => this.#turn());
    } else this.#follow(behind);
  }

  /** A flood that goes on is not read to an end that it only seemed to have. */
  #nextOrder(behind: number): OwnOrder | undefined {
    const order = this.#orders[0];
    const isStale = order?.kind === 'read-on' && this.#offset + behind - order.at > FLOOD_BYTES;
    if (isStale) this.#orders.shift();
    return isStale ? this.#orders[0] : order;
  }

  #follow(behind: number): void {
    if (behind === 0) {
      this.#idle();
      return;
    }
    this.#idlePolls = 0;
    if (behind > FLOOD_BYTES || this.#flood !== undefined) {
      const pauseMs = this.#inFlood(behind);
      if (pauseMs > 0) {
        this.#turnIn(pauseMs);
        return;
      }
    } else this.#takeIn(behind);
    setImmediate(() => this.#turn());
  }

  /** How long to wait, in ms; 0 when the flood is over or a little of it was taken in. */
  #inFlood(behind: number): number {
    const nowMs = monotonicMs();
    const fed = this.#offset + behind;
    this.#flood ??= { growsMs: nowMs, behindFrom: fed, lookedMs: nowMs };
    const flood = this.#flood;
    if (fed !== flood.behindFrom) {
      flood.behindFrom = fed;
      flood.growsMs = nowMs;
    }
    const restMs = nowMs - flood.growsMs;
    if (restMs >= FLOOD_OVER_MS) {
      this.#flood = undefined;
      // What is left of it is read to its end, unless more comes.
      this.#letGoBeyond(behind, this.#ring.capacityBytes);
      this.#readOn(fed);
      return 0;
    }
    if (nowMs - flood.lookedMs >= FLOOD_LOOK_MS) {
      flood.lookedMs = nowMs;
      this.#letGoBeyond(behind, FLOOD_LOOK_BYTES);
      this.#takeIn(FLOOD_LOOK_BYTES);
    }
    return FLOOD_OVER_MS - restMs;
  }

  /** Reads up to an offset, as if it were ordered. */
  #readOn(at: number): void {
    this.#orders.push({ kind: 'read-on', at });
  }

  #letGoBeyond(behind: number, keptBytes: number): void {
    if (behind > keptBytes) this.#watch.screen.skip(behind - keptBytes, WENT_BY);
  }

  #takeIn(byteCount: number): void {
    const behind = this.#ring.behind(this.#offset);
    this.#letGoBeyond(behind, this.#ring.capacityBytes);
    const count = Math.min(byteCount, SLICE_BYTES, this.#ring.behind(this.#offset));
    if (count === 0) return;
    const bytes = this.#ring.read(this.#offset, count);
    // Overwritten while it was read: the next turn starts further on.
    if (bytes === undefined) this.#watch.screen.skip(count, WENT_BY);
    else this.#watch.screen.feed(bytes);
    this.#watch.changed();
  }

  #idle(): void {
    this.#flood = undefined;
    this.#idlePolls += 1;
    if (this.#idlePolls <= POLLS_BEFORE_SLEEP) {
      this.#turnIn(POLL_MS);
      return;
    }
    this.#tidying.rests(this.#offset);
    this.#ring.sleeps();
    this.#awake = false;
    // Output that came in between has woken nobody.
    if (this.#ring.behind(this.#offset) > 0) this.#wake();
  }

  #obey(order: OwnOrder): void {
    const { screen } = this.#watch;
    switch (order.kind) {
      case 'resize':
        screen.resize(order.size);
        this.#watch.changed();
        return;
      case 'snapshot':
        this.#writeDown(order.requestId);
        return;
      case 'rows':
        this.#tell({ kind: 'rows', requestId: order.requestId, ...screen.rows() });
        return;
      case 'open-picture':
        this.#watch.openPicture(order.id, order.wish);
        return;
      case 'close-picture':
        this.#watch.closePicture(order.id);
        return;
      case 'read-on':
        return;
    }
  }

  /** The screen is on its way before its scrollback is looked at: somebody waits for it. */
  #writeDown(requestId: number): void {
    const { whole, ...snapshot } = this.#watch.screen.snapshot();
    this.#tell({ kind: 'viewport', requestId, snapshot });
    this.#tell({ kind: 'whole', requestId, bytes: whole() });
    this.#tidying.snapshotMade();
  }

  #tell(told: Told): void {
    this.#port.postMessage(told, transfersOf(told));
  }
}

/** Large ones are handed over, not copied. */
function transfersOf(told: Told): ArrayBuffer[] {
  if (told.kind === 'viewport') return [told.snapshot.viewport.buffer];
  return told.kind === 'whole' && told.bytes !== undefined ? [told.bytes.buffer] : [];
}

function owned(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}
