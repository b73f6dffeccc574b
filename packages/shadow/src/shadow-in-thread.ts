// Watches a screen on the app's own thread, burst by burst, in slices so short that a key press between
// two of them isn't felt. During a flood nothing is parsed: what is recent is taken in once output rests.
import type {
  PictureWish,
  ScreenShadow,
  ScreenShadowListener,
  ShadowSnapshot,
} from '@codex-voice/session';
import { monotonicMs } from './monotonic.ts';
import { RecentBytes } from './recent-bytes.ts';
import {
  BURST_LONGEST_MS,
  BURST_REST_MS,
  FLOOD_BYTES,
  FLOOD_KEPT_BYTES,
  FLOOD_OVER_MS,
  FLOOD_WINDOW_MS,
  MISSED,
  type ShadowOptions,
  WENT_BY,
} from './shadow.ts';
import type { ScreenSize } from './shadow-screen.ts';
import { ShadowWatch } from './shadow-watch.ts';

/** Bytes parsed at a stretch: about 0.5 ms at 8 MB/s. */
const SLICE_BYTES = 4096;

/** Starts watching on this thread. */
export function createShadowInThread(
  options: ShadowOptions,
  listener: ScreenShadowListener,
): ScreenShadow {
  return new ShadowInThread(options, listener);
}

type Waiting = { readonly bytes: Uint8Array } | { readonly size: ScreenSize };

class ShadowInThread implements ScreenShadow {
  readonly #watch: ShadowWatch;
  readonly #recent = new RecentBytes(FLOOD_KEPT_BYTES);
  #waiting: Waiting[] = [];
  /** How much of the first that waits is taken in. */
  #offsetBytes = 0;
  #fedBytes = 0;
  #lastFedMs = Number.NEGATIVE_INFINITY;
  #windowStartMs = Number.NEGATIVE_INFINITY;
  #windowBytes = 0;
  /** Set while a burst arrives: looks whether it rests. */
  #burst: NodeJS.Timeout | undefined;
  #burstStartMs = 0;
  #next: NodeJS.Immediate | undefined;
  /** Set during a flood: looks whether it is over. */
  #flood: NodeJS.Timeout | undefined;
  #disposed = false;

  constructor(options: ShadowOptions, listener: ScreenShadowListener) {
    this.#watch = new ShadowWatch(options, listener);
    const { missedBytes = 0 } = options;
    this.#fedBytes = missedBytes;
    if (missedBytes > 0) this.#watch.screen.skip(missedBytes, MISSED);
  }

  get fedBytes(): number {
    return this.#fedBytes;
  }

  feed(bytes: Uint8Array): void {
    this.#fedBytes += bytes.length;
    if (this.#disposed || bytes.length === 0) return;
    const nowMs = monotonicMs();
    this.#lastFedMs = nowMs;
    if (this.#flood !== undefined) {
      this.#recent.push(bytes);
      return;
    }
    // Not `slice`: a Buffer’s shares its memory.
    this.#waiting.push({ bytes: new Uint8Array(bytes) });
    if (this.#isFlood(bytes.length, nowMs)) this.#letGo();
    else this.#continue(nowMs);
  }

  resize(size: ScreenSize): void {
    if (this.#disposed) return;
    this.#waiting.push({ size });
    this.#continue(monotonicMs());
  }

  dispose(): Promise<void> {
    this.#disposed = true;
    if (this.#next !== undefined) clearImmediate(this.#next);
    clearTimeout(this.#burst);
    clearTimeout(this.#flood);
    this.#waiting = [];
    this.#watch.dispose();
    return Promise.resolve();
  }

  async snapshot(): Promise<ShadowSnapshot> {
    this.#takeInAll();
    const { whole, ...first } = this.#watch.screen.snapshot();
    return { ...first, whole: Promise.resolve(whole()) };
  }

  async rows(): ReturnType<ScreenShadow['rows']> {
    this.#takeInAll();
    return this.#watch.screen.rows();
  }

  openPicture(id: string, wish: PictureWish): void {
    if (!this.#disposed) this.#watch.openPicture(id, wish);
  }

  closePicture(id: string): void {
    this.#watch.closePicture(id);
  }

  /** Whoever wants to see the screen now waits for it, be it in a flood. */
  #takeInAll(): void {
    if (this.#disposed) return;
    if (this.#flood !== undefined) {
      clearTimeout(this.#flood);
      this.#endFlood();
    }
    while (this.#waiting.length > 0) this.#takeInOne(Number.POSITIVE_INFINITY);
  }

  #isFlood(byteCount: number, nowMs: number): boolean {
    if (nowMs - this.#windowStartMs > FLOOD_WINDOW_MS) {
      this.#windowStartMs = nowMs;
      this.#windowBytes = 0;
    }
    this.#windowBytes += byteCount;
    const waitingBytes = this.#fedBytes - this.#watch.screen.consumedBytes;
    return this.#windowBytes > FLOOD_BYTES || waitingBytes > FLOOD_BYTES;
  }

  /** From here on only the most recent bytes are kept, until output rests. */
  #letGo(): void {
    const sizes: Waiting[] = [];
    for (const one of this.#waiting) {
      if ('bytes' in one) this.#recent.push(one.bytes.subarray(this.#offsetBytes));
      else sizes.push(one);
      this.#offsetBytes = 0;
    }
    this.#waiting = sizes;
    this.#flood = setTimeout(() => this.#lookForEnd(), FLOOD_OVER_MS);
  }

  #lookForEnd(): void {
    const restMs = monotonicMs() - this.#lastFedMs;
    if (restMs < FLOOD_OVER_MS) {
      this.#flood = setTimeout(() => this.#lookForEnd(), FLOOD_OVER_MS - restMs);
      return;
    }
    this.#endFlood();
    this.#slice();
  }

  #endFlood(): void {
    this.#flood = undefined;
    const rest = this.#recent.take();
    const { screen } = this.#watch;
    const lostBytes = this.#fedBytes - screen.consumedBytes - rest.length;
    if (lostBytes > 0) screen.skip(lostBytes, WENT_BY);
    this.#waiting.push({ bytes: rest });
    this.#windowBytes = 0;
  }

  /** Has what waits taken in, once the burst it came in rests or lasts too long. */
  #continue(nowMs: number): void {
    if (this.#next !== undefined || this.#burst !== undefined) return;
    this.#burstStartMs = nowMs;
    this.#burst = setTimeout(() => this.#lookForRest(), BURST_REST_MS);
  }

  #lookForRest(): void {
    const nowMs = monotonicMs();
    const rests = nowMs - this.#lastFedMs >= BURST_REST_MS;
    if (rests || nowMs - this.#burstStartMs >= BURST_LONGEST_MS) {
      this.#burst = undefined;
      this.#slice();
    } else {
      this.#burst = setTimeout(() => this.#lookForRest(), BURST_REST_MS);
    }
  }

  #slice(): void {
    this.#next = undefined;
    this.#takeInOne(SLICE_BYTES);
    if (this.#waiting.length > 0) this.#next = setImmediate(() => this.#slice());
  }

  #takeInOne(mostBytes: number): void {
    const one = this.#waiting[0];
    if (one === undefined) return;
    if ('size' in one) {
      this.#waiting.shift();
      this.#watch.screen.resize(one.size);
    } else {
      const start = this.#offsetBytes;
      this.#offsetBytes += mostBytes;
      this.#watch.screen.feed(one.bytes.subarray(start, this.#offsetBytes));
      if (this.#offsetBytes >= one.bytes.length) {
        this.#offsetBytes = 0;
        this.#waiting.shift();
      }
    }
    this.#watch.changed();
  }
}
