// The last three seconds of frames and their probabilities of speech, in memory that is taken once. Samples
// are counted from the first one that ever came.
import { FRAME_SAMPLES } from '@codex-voice/speech';

/** 3.1 s: a phrase of two seconds that began speech, and as late as it may be noticed. */
const KEPT_FRAMES = 96;

export class RecentSound {
  readonly #samples = new Float32Array(KEPT_FRAMES * FRAME_SAMPLES);
  readonly #probabilities = new Float32Array(KEPT_FRAMES);
  #frames = 0;
  #end = 0;

  /** The sample after the last one. */
  get end(): number {
    return this.#end;
  }

  accept(frame: Float32Array, probability: number): void {
    if (this.#frames === KEPT_FRAMES) {
      this.#samples.copyWithin(0, FRAME_SAMPLES);
      this.#probabilities.copyWithin(0, 1);
      this.#frames -= 1;
    }
    this.#samples.set(frame, this.#frames * FRAME_SAMPLES);
    this.#probabilities[this.#frames] = probability;
    this.#frames += 1;
    this.#end += FRAME_SAMPLES;
  }

  forget(): void {
    this.#frames = 0;
  }

  /** The last so many frames, or as many as there are; overwritten by the next one. */
  last(frames: number): Float32Array {
    const first = Math.max(0, this.#frames - frames);
    return this.#samples.subarray(first * FRAME_SAMPLES, this.#frames * FRAME_SAMPLES);
  }

  /** From a sample on, as far as it is kept; overwritten by the next frame. */
  since(sample: number): Float32Array {
    return this.last(Math.max(0, Math.ceil((this.#end - sample) / FRAME_SAMPLES)));
  }

  /** Each frame that is kept, the oldest first, with the sample after it. */
  *frames(): Generator<{ frame: Float32Array; probability: number; end: number }> {
    for (let at = 0; at < this.#frames; at += 1) {
      yield {
        frame: this.#samples.slice(at * FRAME_SAMPLES, (at + 1) * FRAME_SAMPLES),
        probability: this.#probabilities[at] ?? 0,
        end: this.#end - (this.#frames - at - 1) * FRAME_SAMPLES,
      };
    }
  }
}
