// Watches a screen on the app's own thread, in slices so short that a key press between two of
// them isn't felt. Beyond the bound of what may wait, the oldest bytes are let go.

import { LookSchedule } from './look-schedule.ts';
import {
  BACKLOG_KEPT_BYTES,
  BACKLOG_LIMIT_BYTES,
  type Shadow,
  type ShadowOptions,
} from './shadow.ts';
import { type ScreenSize, ShadowScreen } from './shadow-screen.ts';

/** Bytes parsed at a stretch: under 1 ms at 8 MB/s. */
const SLICE_BYTES = 4096;

/** Starts watching on this thread. */
export function createShadowInThread(options: ShadowOptions): Shadow {
  return new ShadowInThread(options);
}

type Waiting = { readonly bytes: Uint8Array } | { readonly size: ScreenSize };

class ShadowInThread implements Shadow {
  readonly #shadow: ShadowScreen;
  readonly #schedule: LookSchedule;
  #waiting: Waiting[] = [];
  #waitingBytes = 0;
  #fedBytes = 0;
  #next: NodeJS.Immediate | undefined;
  #disposed = false;

  constructor(options: ShadowOptions) {
    this.#shadow = new ShadowScreen(options);
    this.#schedule = new LookSchedule(
      () => {
        const assessment = this.#shadow.assess();
        options.onAssessment(assessment);
        return assessment.midUpdate ? 'mid-update' : 'settled';
      },
      () => performance.now(),
    );
  }

  get fedBytes(): number {
    return this.#fedBytes;
  }

  feed(bytes: Uint8Array): void {
    this.#fedBytes += bytes.length;
    if (this.#disposed || bytes.length === 0) return;
    for (let start = 0; start < bytes.length; start += SLICE_BYTES)
      this.#waiting.push({ bytes: bytes.slice(start, start + SLICE_BYTES) });
    this.#waitingBytes += bytes.length;
    if (this.#waitingBytes > BACKLOG_LIMIT_BYTES) this.#letGo();
    this.#continue();
  }

  resize(size: ScreenSize): void {
    if (this.#disposed) return;
    this.#waiting.push({ size });
    this.#continue();
  }

  dispose(): Promise<void> {
    this.#disposed = true;
    if (this.#next !== undefined) clearImmediate(this.#next);
    this.#waiting = [];
    this.#schedule.dispose();
    this.#shadow.dispose();
    return Promise.resolve();
  }

  #letGo(): void {
    let lost = 0;
    const kept: Waiting[] = [];
    for (const one of this.#waiting) {
      if ('bytes' in one && this.#waitingBytes > BACKLOG_KEPT_BYTES) {
        lost += one.bytes.length;
        this.#waitingBytes -= one.bytes.length;
      } else kept.push(one);
    }
    this.#waiting = kept;
    this.#shadow.skip(lost);
  }

  #continue(): void {
    this.#next ??= setImmediate(() => this.#slice());
  }

  #slice(): void {
    this.#next = undefined;
    const one = this.#waiting.shift();
    if (one === undefined) return;
    if ('size' in one) this.#shadow.resize(one.size);
    else {
      this.#waitingBytes -= one.bytes.length;
      this.#shadow.feed(one.bytes);
    }
    this.#schedule.changed();
    if (this.#waiting.length > 0) this.#continue();
  }
}
