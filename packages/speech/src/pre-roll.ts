// Remembers the last moments of a source between segments, so that a segment can begin before the
// frame that opened it. Holds whole frames; what it hands out is cut to the exact length.
import { FRAME_MS, FRAME_SAMPLES, SAMPLE_RATE_HZ } from './ports.ts';

/** Uncertain speech found in the pre-roll; offsets in samples from the first one `take` returns. */
export interface PendingSpeech {
  readonly startOffset: number;
  readonly endOffset: number;
  readonly speechSamples: number;
}

/** A bounded ring of frames: the oldest frame is dropped when a new one finds it full. */
export class PreRoll {
  readonly #limitSamples: number;
  readonly #frames: Float32Array[];
  readonly #probabilities: Float64Array;
  #oldest = 0;
  #count = 0;

  constructor(preRollMs: number) {
    this.#limitSamples = Math.round((preRollMs * SAMPLE_RATE_HZ) / 1000);
    const slots = Math.ceil(preRollMs / FRAME_MS);
    this.#frames = Array.from({ length: slots }, () => new Float32Array(FRAME_SAMPLES));
    this.#probabilities = new Float64Array(slots);
  }

  /** Samples that `take` would return now. */
  get length(): number {
    return Math.min(this.#limitSamples, this.#count * FRAME_SAMPLES);
  }

  /** Copies the frame in. */
  push(frame: Float32Array, probability: number): void {
    const slots = this.#frames.length;
    if (slots === 0) return;
    const slot = (this.#oldest + this.#count) % slots;
    this.#frames[slot]?.set(frame);
    this.#probabilities[slot] = probability;
    if (this.#count < slots) this.#count += 1;
    else this.#oldest = (this.#oldest + 1) % slots;
  }

  /** The remembered audio as one new array; the memory is empty afterwards. */
  take(): Float32Array {
    const taken = new Float32Array(this.length);
    let offset = taken.length - this.#count * FRAME_SAMPLES;
    for (let index = 0; index < this.#count; index += 1) {
      const frame = this.#frames[(this.#oldest + index) % this.#frames.length];
      if (frame !== undefined)
        taken.set(offset < 0 ? frame.subarray(-offset) : frame, Math.max(0, offset));
      offset += FRAME_SAMPLES;
    }
    this.clear();
    return taken;
  }

  clear(): void {
    this.#oldest = 0;
    this.#count = 0;
  }

  /** Frames with at least this probability of speech, or undefined when there is none. */
  pendingSpeech(threshold: number): PendingSpeech | undefined {
    let startOffset: number | undefined;
    let endOffset = 0;
    let speechSamples = 0;
    let offset = this.length - this.#count * FRAME_SAMPLES;
    for (let index = 0; index < this.#count; index += 1) {
      const probability = this.#probabilities[(this.#oldest + index) % this.#frames.length] ?? 0;
      if (probability >= threshold) {
        startOffset ??= Math.max(0, offset);
        endOffset = offset + FRAME_SAMPLES;
        speechSamples += endOffset - Math.max(0, offset);
      }
      offset += FRAME_SAMPLES;
    }
    return startOffset === undefined ? undefined : { startOffset, endOffset, speechSamples };
  }
}
