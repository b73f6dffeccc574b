// Watches a screen on a worker thread: the app's own thread only copies bytes. Beyond the bound of
// what may wait there, the oldest bytes are let go.
import { Worker } from 'node:worker_threads';
import { RecentBytes } from './recent-bytes.ts';
import {
  BACKLOG_KEPT_BYTES,
  BACKLOG_LIMIT_BYTES,
  type Shadow,
  type ShadowOptions,
} from './shadow.ts';
import type { ScreenSize } from './shadow-screen.ts';
import type { FromShadow, ToShadow } from './shadow-worker.ts';

/** Memory of the thread's own heap, in MiB: a screen of 500 × 200 cells takes under 10. */
const RESOURCE_LIMITS = { maxOldGenerationSizeMb: 32, maxYoungGenerationSizeMb: 4, stackSizeMb: 1 };

/** Starts a thread from `workerUrl`, a module that calls `runShadowWorker`. */
export function createShadowWorker(options: ShadowOptions & { readonly workerUrl: URL }): Shadow {
  return new ShadowInWorker(options);
}

class ShadowInWorker implements Shadow {
  readonly #worker: Worker;
  readonly #ended: Promise<void>;
  readonly #held = new RecentBytes(BACKLOG_KEPT_BYTES);
  #fedBytes = 0;
  #postedBytes = 0;
  #consumedBytes = 0;
  #overflowing = false;
  #disposed = false;

  constructor(options: ShadowOptions & { readonly workerUrl: URL }) {
    const { kind, columns, rows } = options;
    this.#worker = new Worker(options.workerUrl, {
      workerData: { kind, columns, rows },
      resourceLimits: RESOURCE_LIMITS,
      name: 'shadow-screen',
    });
    this.#worker.unref();
    this.#ended = new Promise((resolve) => this.#worker.once('exit', () => resolve()));
    this.#worker.on('message', (message: FromShadow) => this.#take(message, options));
    this.#worker.on('error', (error) => {
      if (!this.#disposed) options.onFailure?.(String(error));
    });
  }

  get fedBytes(): number {
    return this.#fedBytes;
  }

  feed(bytes: Uint8Array): void {
    this.#fedBytes += bytes.length;
    if (this.#disposed) return;
    if (
      this.#overflowing ||
      this.#postedBytes - this.#consumedBytes + bytes.length > BACKLOG_LIMIT_BYTES
    ) {
      this.#overflowing = true;
      this.#held.push(bytes);
      return;
    }
    this.#postBytes(bytes);
  }

  resize(size: ScreenSize): void {
    if (this.#overflowing) this.#held.clear();
    this.#post({ type: 'resize', size });
  }

  async dispose(): Promise<void> {
    if (!this.#disposed) {
      this.#disposed = true;
      this.#post({ type: 'end' });
      // Whoever waits for the end must not run out of things to wait for first.
      this.#worker.ref();
    }
    await this.#ended;
  }

  #take(message: FromShadow, options: ShadowOptions): void {
    if (this.#disposed) return;
    switch (message.type) {
      case 'consumed':
        this.#consumedBytes = message.consumedBytes;
        this.#catchUp();
        break;
      case 'assessment':
        options.onAssessment(message.assessment);
        break;
    }
  }

  /** Once everything posted is taken in, what was held back follows: its most recent part. */
  #catchUp(): void {
    if (!this.#overflowing || this.#consumedBytes < this.#postedBytes) return;
    this.#overflowing = false;
    const rest = this.#held.take();
    const lost = this.#fedBytes - this.#postedBytes - rest.length;
    this.#postedBytes += lost;
    this.#post({ type: 'skip', byteCount: lost });
    this.#postBytes(rest);
  }

  #postBytes(bytes: Uint8Array): void {
    this.#postedBytes += bytes.length;
    this.#post({ type: 'bytes', bytes });
  }

  #post(message: ToShadow): void {
    this.#worker.postMessage(message);
  }
}
