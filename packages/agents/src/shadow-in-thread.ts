// Watches a screen on the app's own thread, in slices so short that a key press between two of
// them isn't felt. During a flood nothing is parsed: what is recent is taken in once output rests.
import { LookSchedule } from './look-schedule.ts';
import { RecentBytes } from './recent-bytes.ts';
import {
  BACKLOG_KEPT_BYTES,
  BACKLOG_LIMIT_BYTES,
  FLOOD_OVER_MS,
  type Shadow,
  type ShadowOptions,
} from './shadow.ts';
import { type ScreenSize, ShadowScreen } from './shadow-screen.ts';

/** Bytes parsed at a stretch: about 0.5 ms at 8 MB/s. */
const SLICE_BYTES = 4096;

/** Starts watching on this thread. */
export function createShadowInThread(options: ShadowOptions): Shadow {
  return new ShadowInThread(options);
}

type Waiting = { readonly bytes: Uint8Array } | { readonly size: ScreenSize };

class ShadowInThread implements Shadow {
  readonly #shadow: ShadowScreen;
  readonly #schedule: LookSchedule;
  readonly #recent = new RecentBytes(BACKLOG_KEPT_BYTES);
  #waiting: Waiting[] = [];
  #waitingBytes = 0;
  #fedBytes = 0;
  #lastFedMs = 0;
  #next: NodeJS.Immediate | undefined;
  /** Set during a flood: looks whether it is over. */
  #flood: NodeJS.Timeout | undefined;
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
    this.#lastFedMs = performance.now();
    if (this.#flood !== undefined) {
      this.#recent.push(bytes);
      return;
    }
    for (let start = 0; start < bytes.length; start += SLICE_BYTES)
      this.#waiting.push({ bytes: bytes.slice(start, start + SLICE_BYTES) });
    this.#waitingBytes += bytes.length;
    if (this.#waitingBytes > BACKLOG_LIMIT_BYTES) this.#letGo();
    else this.#continue();
  }

  resize(size: ScreenSize): void {
    if (this.#disposed) return;
    this.#waiting.push({ size });
    this.#continue();
  }

  dispose(): Promise<void> {
    this.#disposed = true;
    if (this.#next !== undefined) clearImmediate(this.#next);
    clearTimeout(this.#flood);
    this.#waiting = [];
    this.#schedule.dispose();
    this.#shadow.dispose();
    return Promise.resolve();
  }

  /** From here on only the most recent bytes are kept, until output rests. */
  #letGo(): void {
    const sizes: Waiting[] = [];
    for (const one of this.#waiting) {
      if ('bytes' in one) this.#recent.push(one.bytes);
      else sizes.push(one);
    }
    this.#waiting = sizes;
    this.#waitingBytes = 0;
    this.#flood = setTimeout(() => this.#lookForEnd(), FLOOD_OVER_MS);
  }

  #lookForEnd(): void {
    const restMs = performance.now() - this.#lastFedMs;
    if (restMs < FLOOD_OVER_MS) {
      this.#flood = setTimeout(() => this.#lookForEnd(), FLOOD_OVER_MS);
      return;
    }
    this.#flood = undefined;
    const rest = this.#recent.take();
    this.#shadow.skip(this.#fedBytes - this.#shadow.consumedBytes - rest.length);
    this.#fedBytes -= rest.length;
    this.feed(rest);
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
