// Gives out a recording's frames at the pace at which a microphone would, without drift. Clock and
// timer are passed in; where the frames come from and go to is not its business.
import { FRAME_MS } from '@codex-voice/speech';

/** What the player needs of time. */
export interface PlayerClock {
  nowMs(): number;
  /** Calls back once after `ms`; the function returned takes that back. */
  after(ms: number, callback: () => void): () => void;
}

/**
 * Beyond this lateness, in ms, the schedule moves instead of catching up: after a suspended
 * machine wakes, a burst of old frames would be no microphone's behaviour.
 */
export const MAXIMUM_LATENESS_MS = 1000;

export interface RealtimePlayerOptions {
  readonly frames: AsyncIterable<Float32Array>;
  readonly clock: PlayerClock;
  /** Called with frame n when its last sample would have been recorded: (n + 1) × 32 ms in. */
  readonly onFrame: (frame: Float32Array) => void;
}

/** Plays one recording once. */
export class RealtimePlayer {
  readonly #options: RealtimePlayerOptions;
  #wake: (() => void) | undefined;
  #stopped = false;
  #started = false;

  constructor(options: RealtimePlayerOptions) {
    this.#options = options;
  }

  /**
   * Plays to the end, or until `stop`. Errors of the frames and of `onFrame` come out here.
   * @throws TypeError when it is played a second time.
   */
  async play(): Promise<'ended' | 'stopped'> {
    if (this.#started) throw new TypeError('a player plays once: make another');
    this.#started = true;
    const { clock, onFrame } = this.#options;
    const frames = this.#options.frames[Symbol.asyncIterator]();
    let dueMs = clock.nowMs();
    for (;;) {
      dueMs += FRAME_MS;
      // Waits before it takes a frame, so that stopping leaves every frame not yet heard in place.
      if (!this.#stopped) await this.#until(dueMs);
      if (this.#stopped) break;
      const lateMs = clock.nowMs() - dueMs;
      if (lateMs > MAXIMUM_LATENESS_MS) dueMs += lateMs;
      const next = await frames.next();
      if (next.done) return 'ended';
      onFrame(next.value);
    }
    await frames.return?.();
    return 'stopped';
  }

  /** Stops before the next frame; one that is just being read still comes. `play` then resolves. */
  stop(): void {
    this.#stopped = true;
    this.#wake?.();
  }

  async #until(dueMs: number): Promise<void> {
    const { clock } = this.#options;
    const waitMs = dueMs - clock.nowMs();
    if (waitMs <= 0) return;
    await new Promise<void>((resolve) => {
      const cancel = clock.after(waitMs, resolve);
      this.#wake = () => {
        cancel();
        resolve();
      };
    });
    this.#wake = undefined;
  }
}

/** The machine's own monotonic clock and timers. */
export const SYSTEM_CLOCK: PlayerClock = {
  nowMs: () => performance.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};
