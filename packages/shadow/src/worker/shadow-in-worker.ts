// Watches a screen on a thread of its own: feeding costs one copy, and whatever happens to that thread
// costs a screen and nothing else.
import { Worker } from 'node:worker_threads';
import type {
  ScreenShadow,
  ScreenShadowListener,
  ShadowSize,
  ShadowSnapshot,
} from '@codex-voice/session';
import type { ShadowOptions } from '../shadow.ts';
import { ByteRing } from './byte-ring.ts';
import type { Order, Told, WorkerStart } from './messages.ts';

/** Output that may wait for the thread, in bytes; the oldest beyond it is let go. */
export const RING_BYTES = 2 * 1024 * 1024;

/** Threads started for one screen at most: what fails so often will fail again. */
const STARTS_LIMIT = 5;

/** Megabytes of the thread's heap: young objects die young here, and lines live in buffers beside it. */
const YOUNG_GENERATION_MB = 2;
const OLD_GENERATION_MB = 128;

const GONE = 'the thread that watched the screen has failed';

export interface ShadowInWorkerOptions extends ShadowOptions {
  /** Where the worker's entry lies: `worker/main.ts`, or its bundle. */
  readonly workerUrl: URL;
}

/** Starts watching on a thread of its own. */
export function createShadowInWorker(
  options: ShadowInWorkerOptions,
  listener: ScreenShadowListener,
): ScreenShadow {
  return new ShadowInWorker(options, listener);
}

type Rows = Awaited<ReturnType<ScreenShadow['rows']>>;
type Request =
  | { readonly kind: 'snapshot'; readonly settle: (snapshot: ShadowSnapshot) => void }
  | { readonly kind: 'rows'; readonly settle: (rows: Rows) => void };

class ShadowInWorker implements ScreenShadow {
  readonly #options: ShadowInWorkerOptions;
  readonly #listener: ScreenShadowListener;
  readonly #ring = ByteRing.create(RING_BYTES);
  readonly #requests = new Map<number, Request>();
  readonly #pictures = new Map<string, ShadowSize>();
  #worker: Worker | undefined;
  #starts = 0;
  #nextRequest = 0;
  #size: ShadowSize;
  #fedBytes = 0;
  #disposed = false;

  constructor(options: ShadowInWorkerOptions, listener: ScreenShadowListener) {
    this.#options = options;
    this.#listener = listener;
    this.#size = { columns: options.columns, rows: options.rows };
    const { missedBytes = 0 } = options;
    if (missedBytes > 0) this.#count(missedBytes);
    this.#start();
  }

  get fedBytes(): number {
    return this.#fedBytes;
  }

  feed(bytes: Uint8Array): void {
    this.#fedBytes += bytes.length;
    if (this.#disposed || bytes.length === 0) return;
    this.#ring.write(bytes);
    if (this.#ring.mustWake()) this.#worker?.postMessage({ kind: 'wake' } satisfies Order);
  }

  resize(size: ShadowSize): void {
    this.#size = size;
    this.#order({ kind: 'resize', at: this.#fedBytes, size });
  }

  snapshot(): Promise<ShadowSnapshot> {
    return new Promise((settle) => this.#request({ kind: 'snapshot', settle }));
  }

  rows(): Promise<Rows> {
    return new Promise((settle) => this.#request({ kind: 'rows', settle }));
  }

  openPicture(id: string, size: ShadowSize): void {
    this.#pictures.set(id, size);
    this.#order({ kind: 'open-picture', at: this.#fedBytes, id, size });
  }

  closePicture(id: string): void {
    this.#pictures.delete(id);
    this.#order({ kind: 'close-picture', at: this.#fedBytes, id });
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    const worker = this.#worker;
    this.#worker = undefined;
    this.#giveUpRequests();
    await worker?.terminate();
  }

  /** Output that was not seen: counted in the ring, so that offsets agree. */
  #count(byteCount: number): void {
    this.#fedBytes += byteCount;
    const nothing = new Uint8Array(Math.min(byteCount, RING_BYTES));
    for (let left = byteCount; left > 0; left -= nothing.length) {
      this.#ring.write(nothing.subarray(0, Math.min(left, nothing.length)));
    }
  }

  #start(): void {
    this.#starts += 1;
    const { kind, scrollbackLines } = this.#options;
    const workerData: WorkerStart = {
      options: {
        kind,
        ...this.#size,
        ...(scrollbackLines === undefined ? {} : { scrollbackLines }),
      },
      ring: this.#ring.memory,
      startOffset: this.#fedBytes,
      startOrders: this.#ring.orders,
    };
    const worker = new Worker(this.#options.workerUrl, {
      workerData,
      stderr: true,
      resourceLimits: {
        maxYoungGenerationSizeMb: YOUNG_GENERATION_MB,
        maxOldGenerationSizeMb: OLD_GENERATION_MB,
      },
    });
    this.#worker = worker;
    worker.on('message', (told: Told) => this.#hear(told));
    worker.on('error', () => this.#failed(worker));
    worker.on('exit', () => this.#failed(worker));
    for (const [requestId, { kind: wanted }] of this.#requests)
      this.#order({ kind: wanted, at: this.#fedBytes, requestId });
    for (const [id, size] of this.#pictures)
      this.#order({ kind: 'open-picture', at: this.#fedBytes, id, size });
  }

  #failed(worker: Worker): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    if (this.#starts < STARTS_LIMIT) this.#start();
    else this.#giveUpRequests();
  }

  #order(order: Order): void {
    if (this.#disposed || this.#worker === undefined) return;
    this.#worker.postMessage(order);
    this.#ring.orderGiven();
  }

  #request(request: Request): void {
    this.#nextRequest += 1;
    const requestId = this.#nextRequest;
    this.#requests.set(requestId, request);
    if (this.#disposed || this.#worker === undefined) this.#giveUpRequests();
    else this.#order({ kind: request.kind, at: this.#fedBytes, requestId });
  }

  /** Nobody will answer: whoever asked gets an empty screen that says so. */
  #giveUpRequests(): void {
    const [at, size, nothing] = [this.#fedBytes, this.#size, new Uint8Array()];
    for (const request of this.#requests.values()) {
      if (request.kind === 'rows') request.settle({ at, torn: true, rows: nothing });
      else
        request.settle({ at, basis: 'gap', reason: GONE, size, viewport: nothing, whole: nothing });
    }
    this.#requests.clear();
  }

  #hear(told: Told): void {
    if (this.#disposed) return;
    switch (told.kind) {
      case 'assessed':
        this.#listener.assessed(told.assessment);
        return;
      case 'picture':
        if (this.#pictures.has(told.id)) this.#listener.picture(told.id, told.bytes);
        return;
      case 'reply':
        this.#listener.reply(told.atOffset, told.bytes);
        return;
      case 'snapshot': {
        const request = this.#requests.get(told.requestId);
        this.#requests.delete(told.requestId);
        if (request?.kind === 'snapshot') request.settle(told.snapshot);
        return;
      }
      case 'rows': {
        const request = this.#requests.get(told.requestId);
        this.#requests.delete(told.requestId);
        const { at, torn, rows } = told;
        if (request?.kind === 'rows') request.settle({ at, torn, rows });
        return;
      }
    }
  }
}
