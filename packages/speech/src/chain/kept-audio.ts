// An utterance's audio for as long as another recogniser may still have to hear it, within a bound.
import { SAMPLE_RATE_HZ } from '../ports.ts';

export class KeptAudio {
  readonly #maximumSamples: number;
  #pieces: Float32Array[] = [];
  #samples = 0;

  constructor(maximumMs: number) {
    this.#maximumSamples = (maximumMs * SAMPLE_RATE_HZ) / 1000;
  }

  /** Heard so far, kept or not, in ms. */
  get lengthMs(): number {
    return (this.#samples * 1000) / SAMPLE_RATE_HZ;
  }

  /** All of it; undefined when there was more than may be kept. */
  get pieces(): readonly Float32Array[] | undefined {
    return this.#samples > this.#maximumSamples ? undefined : this.#pieces;
  }

  append(samples: Float32Array): void {
    this.#samples += samples.length;
    if (this.#samples > this.#maximumSamples) this.#pieces = [];
    else this.#pieces.push(samples.slice());
  }
}
