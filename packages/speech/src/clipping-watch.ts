// Tells that a microphone is turned up too far: speech whose tops are cut off. Loudness alone is no fault.
import { FRAME_SAMPLES, SAMPLE_RATE_HZ } from './ports.ts';

/** A sample this high is at the converter's end: the last half per cent. */
const FULL_SCALE = 0.995;

/** Neighbouring samples at full scale that are a cut-off top; one alone may be chance. */
const TOP_SAMPLES = 3;

/** Cut-off tops within a second that are heard as distortion, and not one bump of a table. */
const TOPS_A_SECOND = 20;

const FRAMES_A_SECOND = Math.round(SAMPLE_RATE_HZ / FRAME_SAMPLES);

export class ClippingWatch {
  /** Of the last sample: at the upper end of the scale, at the lower, or at neither. */
  #side: 1 | 0 | -1 = 0;
  #atFullScale = 0;
  #tops = 0;
  #frames = 0;
  #told = false;

  /** `clips`: at most once; the frame was the one that made it too much. */
  accept(frame: Float32Array): 'clips' | 'fine' {
    if (this.#told) return 'fine';
    for (let index = 0; index < frame.length; index += 1) {
      const sample = frame[index] ?? 0;
      const side = sample >= FULL_SCALE ? 1 : sample <= -FULL_SCALE ? -1 : 0;
      this.#atFullScale = side !== 0 && side === this.#side ? this.#atFullScale + 1 : 1;
      this.#side = side;
      if (side !== 0 && this.#atFullScale === TOP_SAMPLES) this.#tops += 1;
    }
    this.#frames += 1;
    if (this.#tops >= TOPS_A_SECOND) {
      this.#told = true;
      return 'clips';
    }
    if (this.#frames >= FRAMES_A_SECOND) {
      this.#frames = 0;
      this.#tops = 0;
    }
    return 'fine';
  }
}
