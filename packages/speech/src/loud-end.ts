// Where the sound of an utterance ends, told from its samples alone: the last 5 ms that are not more than
// 40 dB quieter than its loudest 5 ms. What voice activity makes of it is left to others.
import { SAMPLE_RATE_HZ } from './ports.ts';

/** A window of 5 ms: shorter than any sound of speech, longer than a period of the lowest voice's overtones. */
const WINDOW_SAMPLES = (5 * SAMPLE_RATE_HZ) / 1000;

/** What is quieter than this against the loudest window, in dB, is room, not speech. */
export const LOUD_ABOVE_PEAK_DB = -40;

const LEAST_SHARE = 10 ** (LOUD_ABOVE_PEAK_DB / 10);

/** Follows one utterance. Give it the samples in order. */
export class LoudEnd {
  #samples = 0;
  #energy = 0;
  #peak = 0;
  #endMs = 0;

  accept(samples: Float32Array): void {
    for (let index = 0; index < samples.length; index += 1) {
      const sample = samples[index] ?? 0;
      if (Number.isFinite(sample)) this.#energy += sample * sample;
      this.#samples += 1;
      if (this.#samples % WINDOW_SAMPLES === 0) this.#endWindow();
    }
  }

  /** In ms from the first sample; 0 where there was no sound. */
  get ms(): number {
    return this.#endMs;
  }

  #endWindow(): void {
    const energy = this.#energy;
    this.#energy = 0;
    if (energy === 0) return;
    this.#peak = Math.max(this.#peak, energy);
    // A peak that rises is itself loud, so what was loud before it needs no second look.
    if (energy < this.#peak * LEAST_SHARE) return;
    this.#endMs = (this.#samples * 1000) / SAMPLE_RATE_HZ;
  }
}
