// Cuts a stream of samples in pieces of any length into frames of the product's one size. It keeps
// less than a frame between calls and changes no sample.
import { FRAME_SAMPLES } from '@codex-voice/speech';

/** Cuts one stream. Every frame handed out is a new array that the receiver may keep. */
export class FrameCutter {
  #frame = new Float32Array(FRAME_SAMPLES);
  #filled = 0;

  /** The frames that these samples complete. */
  push(samples: Float32Array): Float32Array[] {
    const frames: Float32Array[] = [];
    let offset = 0;
    while (offset < samples.length) {
      const count = Math.min(FRAME_SAMPLES - this.#filled, samples.length - offset);
      this.#frame.set(samples.subarray(offset, offset + count), this.#filled);
      this.#filled += count;
      offset += count;
      if (this.#filled === FRAME_SAMPLES) {
        frames.push(this.#frame);
        this.#frame = new Float32Array(FRAME_SAMPLES);
        this.#filled = 0;
      }
    }
    return frames;
  }

  /** The rest as a last frame, silence after it; undefined when nothing is left. */
  flush(): Float32Array | undefined {
    if (this.#filled === 0) return undefined;
    const last = this.#frame;
    this.#frame = new Float32Array(FRAME_SAMPLES);
    this.#filled = 0;
    return last;
  }
}
