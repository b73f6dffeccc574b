// Audio that is heard while a wake phrase is waited for: kept for as long as the phrase may lie back
// when it is noticed, so that what was said right after it is not lost.
import { FRAME_SAMPLES, type WakeListener } from '@codex-voice/speech';

/**
 * Frames kept: 2 s. A phrase is noticed at the pause after it or while the person goes on, within 1.5 s
 * of its end.
 */
export const KEPT_FRAMES = 64;

export interface HeardFrame {
  readonly samples: Float32Array;
  readonly probability: number;
}

export interface Woken {
  readonly phrase: string;
  /** Up to the end of the phrase, then after it. */
  readonly before: readonly HeardFrame[];
  readonly after: readonly HeardFrame[];
}

const NOTHING: readonly HeardFrame[] = [];

export class WakeWait {
  readonly #listener: WakeListener;
  #kept: HeardFrame[] = [];

  constructor(listener: WakeListener) {
    this.#listener = listener;
  }

  /** Takes a frame, which is copied. Says what has become too old to be kept, and whether it is woken. */
  accept(
    frame: Float32Array,
    probability: number,
  ): { readonly past?: HeardFrame; readonly woken?: Woken } {
    this.#kept.push({ samples: Float32Array.from(frame), probability });
    const wake = this.#listener.accept(frame, probability);
    if (wake !== undefined) {
      const agoFrames = Math.floor(wake.agoSamples / FRAME_SAMPLES);
      const kept = this.release();
      const at = Math.max(0, kept.length - agoFrames);
      return {
        woken: { phrase: wake.phrase, before: kept.slice(0, at), after: kept.slice(at) },
      };
    }
    const past = this.#kept.length > KEPT_FRAMES ? this.#kept.shift() : undefined;
    return past === undefined ? {} : { past };
  }

  /** Waits no more: what was kept, the oldest first. */
  release(): readonly HeardFrame[] {
    if (this.#kept.length === 0) return NOTHING;
    const kept = this.#kept;
    this.#kept = [];
    this.#listener.reset();
    return kept;
  }
}
