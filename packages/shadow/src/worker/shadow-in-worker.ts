// Watches a screen on a thread of its own: feeding costs one copy, and whatever happens to that thread
// costs a screen and nothing else.
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import type {
  PictureWish,
  ScreenShadow,
  ScreenShadowListener,
  ShadowSize,
  ShadowSnapshot,
} from '@codex-voice/session';
import { monotonicMs } from '../monotonic.ts';
import type { ShadowOptions } from '../shadow.ts';
import { ByteRing, RING_BYTES } from './byte-ring.ts';
import type { Order, Told, WorkerStart } from './messages.ts';

/** Threads started for one screen at most: what fails so often will fail again. */
const STARTS_LIMIT = 5;

/** Megabytes of the thread's heap: young objects die young here, and lines live in buffers beside it. */
const YOUNG_GENERATION_MB = 2;
const OLD_GENERATION_MB = 128;

/**
 * The first thread waits until output has rested this long, in ms: starting one stops this thread for
 * tens of them, while the first words of a program are on their way.
 */
const START_REST_MS = 15;

/** Output that never rests is waited for this long, in ms. */
const START_PATIENCE_MS = 1_500;

const GONE = 'the thread that watched the screen has failed';

export interface ShadowInWorkerOptions extends ShadowOptions {
  /** Where the worker's entry lies: `worker/main.ts`, or its bundle. */
  readonly workerUrl: URL;
  /**
   * Memory that whoever feeds keeps all output in before it feeds it, and announces there before it
   * writes; absent: one of ours.
   */
  readonly ring?: ByteRing;
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
  readonly #ring: ByteRing;
  readonly #requests = new Map<number, Request>();
  /** Snapshots whose screen was told, and whose whole is being written. */
  readonly #unfinished = new Map<number, (whole: Uint8Array | undefined) => void>();
  readonly #pictures = new Map<string, PictureWish>();
  #worker: Worker | undefined;
  #starts = 0;
  #nextRequest = 0;
  #size: ShadowSize;
  #fedBytes = 0;
  /** What a thread that starts now need not read. */
  #startOffset: number;
  #waitsToStart: NodeJS.Timeout | undefined;
  #firstFedMs = 0;
  #lastFedMs = 0;
  #disposed = false;

  constructor(options: ShadowInWorkerOptions, listener: ScreenShadowListener) {
    this.#options = options;
    this.#ring = options.ring ?? ByteRing.create(RING_BYTES);
    this.#listener = listener;
    this.#size = { columns: options.columns, rows: options.rows };
    const { missedBytes = 0 } = options;
    // Output that was not seen: counted in the ring, so that offsets agree.
    this.#fedBytes = missedBytes;
    this.#ring.skip(missedBytes);
    this.#startOffset = missedBytes;
  }

  get fedBytes(): number {
    return this.#fedBytes;
  }

  feed(bytes: Uint8Array): void {
    this.#fedBytes += bytes.length;
    if (this.#disposed || bytes.length === 0) return;
    // In shared memory they lie in their places already.
    if (this.#options.ring === undefined) this.#ring.write(bytes);
    else this.#ring.skip(bytes.length);
    if (this.#starts === 0) this.#startSoon();
    else if (this.#ring.mustWake()) this.#worker?.postMessage({ kind: 'wake' } satisfies Order);
  }

  resize(size: ShadowSize): void {
    // Before the first output it is the size to start with.
    if (this.#starts === 0 && this.#fedBytes > this.#startOffset) this.#start();
    this.#size = size;
    this.#order({ kind: 'resize', at: this.#fedBytes, size });
  }

  snapshot(): Promise<ShadowSnapshot> {
    return new Promise((settle) => this.#request({ kind: 'snapshot', settle }));
  }

  rows(): Promise<Rows> {
    return new Promise((settle) => this.#request({ kind: 'rows', settle }));
  }

  openPicture(id: string, wish: PictureWish): void {
    this.#pictures.set(id, wish);
    if (this.#starts === 0) this.#start();
    else this.#order({ kind: 'open-picture', at: this.#fedBytes, id, wish });
  }

  closePicture(id: string): void {
    this.#pictures.delete(id);
    this.#order({ kind: 'close-picture', at: this.#fedBytes, id });
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    clearTimeout(this.#waitsToStart);
    const worker = this.#worker;
    this.#worker = undefined;
    this.#giveUpRequests();
    await worker?.terminate();
  }

  #startSoon(): void {
    const nowMs = monotonicMs();
    this.#lastFedMs = nowMs;
    if (this.#waitsToStart !== undefined) return;
    this.#firstFedMs = nowMs;
    this.#waitsToStart = setTimeout(() => this.#lookForRest(), START_REST_MS);
  }

  #lookForRest(): void {
    const nowMs = monotonicMs();
    const rests = nowMs - this.#lastFedMs >= START_REST_MS;
    if (rests || nowMs - this.#firstFedMs >= START_PATIENCE_MS) this.#start();
    else this.#waitsToStart = setTimeout(() => this.#lookForRest(), START_REST_MS);
  }

  #start(): void {
    if (this.#disposed) return;
    clearTimeout(this.#waitsToStart);
    this.#starts += 1;
    const { kind, scrollbackLines } = this.#options;
    const workerData: WorkerStart = {
      options: {
        kind,
        ...this.#size,
        ...(scrollbackLines === undefined ? {} : { scrollbackLines }),
      },
      ring: this.#ring.memory,
      startOffset: this.#startOffset,
      startOrders: this.#ring.orders,
    };
    // The thread collects its garbage when it has time: left to itself it keeps 10 MB more.
    setFlagsFromString('--expose-gc');
    const worker = new Worker(this.#options.workerUrl, {
      workerData,
      stderr: true,
      resourceLimits: {
        maxYoungGenerationSizeMb: YOUNG_GENERATION_MB,
        maxOldGenerationSizeMb: OLD_GENERATION_MB,
      },
    });
    this.#worker = worker;
    worker.on('message', (told: Told) => {
      if (this.#worker === worker) this.#hear(told);
      else this.#hearLate(told);
    });
    worker.on('error', () => this.#failed(worker));
    worker.on('exit', () => this.#failed(worker));
    for (const [requestId, { kind: wanted }] of this.#requests)
      this.#order({ kind: wanted, at: this.#fedBytes, requestId });
    for (const [id, wish] of this.#pictures)
      this.#order({ kind: 'open-picture', at: this.#fedBytes, id, wish });
  }

  #failed(worker: Worker): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    this.#giveUpUnfinished();
    // What it died of may stand in what it had not read.
    this.#startOffset = this.#fedBytes;
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
    if (this.#starts === 0 && !this.#disposed) this.#start();
    else if (this.#worker === undefined) this.#giveUpRequests();
    else this.#order({ kind: request.kind, at: this.#fedBytes, requestId });
  }

  /** Nobody will answer: whoever asked gets an empty screen that says so. */
  #giveUpRequests(): void {
    const [at, size, nothing] = [this.#fedBytes, this.#size, new Uint8Array()];
    const whole = Promise.resolve(nothing);
    for (const request of this.#requests.values()) {
      if (request.kind === 'rows') request.settle({ at, torn: true, cursorRow: 0, rows: nothing });
      else request.settle({ at, basis: 'gap', reason: GONE, size, viewport: nothing, whole });
    }
    this.#requests.clear();
    this.#giveUpUnfinished();
  }

  #giveUpUnfinished(): void {
    for (const finish of this.#unfinished.values()) finish(undefined);
    this.#unfinished.clear();
  }

  /** Words of a thread whose death was heard first: a screen without its scrollback. */
  #hearLate(told: Told): void {
    const request = told.kind === 'viewport' ? this.#requests.get(told.requestId) : undefined;
    if (told.kind !== 'viewport' || request?.kind !== 'snapshot') return;
    this.#requests.delete(told.requestId);
    request.settle({ ...told.snapshot, whole: Promise.resolve(undefined) });
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
      case 'viewport': {
        const request = this.#requests.get(told.requestId);
        if (request?.kind !== 'snapshot') return;
        this.#requests.delete(told.requestId);
        const whole = new Promise<Uint8Array | undefined>((finish) =>
          this.#unfinished.set(told.requestId, finish),
        );
        request.settle({ ...told.snapshot, whole });
        return;
      }
      case 'whole':
        this.#unfinished.get(told.requestId)?.(told.bytes);
        this.#unfinished.delete(told.requestId);
        return;
      case 'rows': {
        const request = this.#requests.get(told.requestId);
        this.#requests.delete(told.requestId);
        const { at, torn, cursorRow, rows } = told;
        if (request?.kind === 'rows') request.settle({ at, torn, cursorRow, rows });
        return;
      }
    }
  }
}
