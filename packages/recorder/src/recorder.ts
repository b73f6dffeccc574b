// One recording that is being written: hands what comes to the thread that writes, never waits for it, and knows
// when that is too slow, full or dead. What is recorded is left to others.
import { Worker } from 'node:worker_threads';
import { type Order, type Told, unitsOf, type WorkerStart } from './worker/messages.ts';

/** Pictures that may wait for the disk, in bytes; beyond it they are left out until it has caught up. */
export const WAITING_PICTURE_BYTES = 8 * 1024 * 1024;
/** All that may wait; beyond it the recording ends: without every input it can't be driven anew. */
export const WAITING_BYTES = 64 * 1024 * 1024;

/** What comes is handed to the thread so often, in ms: each time wakes it, and it writes later anyway. */
const HAND_OVER_MS = 200;

/** For the thread, in MB: what waits, twice, and what secretlint's rules need. */
const OLD_GENERATION_MB = 256;
/** A thread that is told to end has this long, in ms: a disk that hangs hangs nobody else. */
const END_PATIENCE_MS = 5_000;

export interface RecorderParts {
  readonly start: WorkerStart;
  /** Where the thread's program lies: `worker/main.ts`, or its bundle. */
  readonly workerUrl: URL;
  /** It is over though nobody has ended it; why, for a person. Told once. */
  readonly onOver: (why: string) => void;
  /** Pictures were left out, and can be taken again: the next one has to be whole. */
  readonly onCaughtUp: () => void;
}

export class Recorder {
  readonly #parts: RecorderParts;
  readonly #worker: Worker;
  #waiting = 0;
  #gathered: Order[] = [];
  #handOver: NodeJS.Timeout | undefined;
  #leavesOut = false;
  #state: 'open' | 'ending' | 'over' = 'open';
  #ended: (why?: string) => void = () => undefined;
  #begun: (why?: string) => void = () => undefined;
  /** The file is there; else why not, which nobody is told besides. */
  readonly begun = new Promise<string | undefined>((resolve) => {
    this.#begun = resolve;
  });
  #hasBegun = false;

  constructor(parts: RecorderParts) {
    this.#parts = parts;
    this.#worker = new Worker(parts.workerUrl, {
      workerData: parts.start,
      name: 'recording',
      resourceLimits: { maxOldGenerationSizeMb: OLD_GENERATION_MB },
    });
    this.#worker.unref();
    this.#worker.on('message', (told: Told) => this.#told(told));
    this.#worker.on('error', (error: Error) => this.#over(`it has failed: ${error.message}`));
    this.#worker.on('exit', () => this.#over('its thread is gone'));
  }

  /** Takes it, or leaves it out where too much waits. The bytes stay the caller's. */
  picture(atMs: number, bytes: Uint8Array): void {
    if (this.#leavesOut) return;
    if (this.#waiting > WAITING_PICTURE_BYTES) {
      this.#leavesOut = true;
      this.#give({ do: 'mark', atMs, label: 'the disk was too slow: pictures are left out here' });
      return;
    }
    this.#give({ do: 'picture', atMs, bytes: new Uint8Array(bytes) });
  }

  give(order: Exclude<Order, { readonly do: 'picture' | 'end' }>): void {
    this.#give(order);
  }

  /** Writes what waits and closes the file; answers why that failed. Never rejects. */
  async end(): Promise<string | undefined> {
    if (this.#state !== 'open') return undefined;
    this.#state = 'ending';
    const ended = new Promise<string | undefined>((resolve) => {
      this.#ended = resolve;
    });
    this.#worker.ref();
    this.#gathered.push({ do: 'end' });
    this.#hand();
    const timer = setTimeout(() => this.#ended('the disk does not answer'), END_PATIENCE_MS);
    const why = await ended;
    clearTimeout(timer);
    this.#state = 'over';
    await this.#worker.terminate();
    return why;
  }

  #give(order: Order): void {
    if (this.#state !== 'open') return;
    this.#waiting += unitsOf(order);
    if (this.#waiting > WAITING_BYTES) {
      this.#over('the disk is too slow');
      return;
    }
    this.#gathered.push(order);
    this.#handOver ??= setTimeout(() => this.#hand(), HAND_OVER_MS).unref();
  }

  #hand(): void {
    clearTimeout(this.#handOver);
    this.#handOver = undefined;
    const orders = this.#gathered.splice(0);
    const moved = orders.flatMap((order) => (order.do === 'picture' ? [order.bytes.buffer] : []));
    this.#worker.postMessage(orders, moved);
  }

  #told(told: Told): void {
    switch (told.type) {
      case 'begun':
        this.#hasBegun = true;
        this.#begun();
        return;
      case 'done':
        this.#waiting -= told.units;
        if (this.#leavesOut && this.#waiting < WAITING_PICTURE_BYTES / 2) {
          this.#leavesOut = false;
          this.#parts.onCaughtUp();
        }
        return;
      case 'full':
        this.#over('the file is as large as one may be');
        return;
      case 'failed':
        this.#over(told.why);
        return;
      case 'ended':
        this.#ended();
    }
  }

  #over(why: string): void {
    const was = this.#state;
    if (was !== 'open') {
      this.#ended(why);
      return;
    }
    this.#state = 'over';
    clearTimeout(this.#handOver);
    this.#gathered = [];
    void this.#worker.terminate();
    if (this.#hasBegun) this.#parts.onOver(why);
    else this.#begun(why);
  }
}
