// How loud a source is: RMS of the last frame and a held peak, in dBFS. It draws nothing and knows
// no clock: the hold is counted in samples.
import { SAMPLE_RATE_HZ } from './ports.ts';

/** Below any converter's noise: what digital silence reads as, in dBFS. */
export const LEVEL_FLOOR_DB = -100;

/** A peak stays readable for one second before it falls, in ms. */
const PEAK_HOLD_MS = 1000;

/** Fall of the held peak after that, in dB per second: the usual return of a peak programme meter. */
const PEAK_FALL_DB_PER_SECOND = 20;

export interface Level {
  /** RMS in dBFS; 0 is a full-scale square wave, so a full-scale sine reads -3.01. */
  readonly rmsDb: number;
  /** Highest absolute sample of late, in dBFS. */
  readonly peakDb: number;
}

/** A meter for one source. */
export class LevelMeter {
  #peakDb = LEVEL_FLOOR_DB;
  #heldMs = 0;

  /** Any number of samples; NaN and infinite samples count as silence. */
  accept(samples: Float32Array): Level {
    const { rms, peak } = measure(samples);
    const durationMs = (samples.length * 1000) / SAMPLE_RATE_HZ;
    const nowDb = decibels(peak);
    if (nowDb >= this.#peakDb) {
      this.#peakDb = nowDb;
      this.#heldMs = 0;
    } else {
      const fallingMs = Math.max(
        0,
        this.#heldMs + durationMs - Math.max(PEAK_HOLD_MS, this.#heldMs),
      );
      this.#heldMs += durationMs;
      const fallenDb = this.#peakDb - (fallingMs * PEAK_FALL_DB_PER_SECOND) / 1000;
      this.#peakDb = Math.max(nowDb, fallenDb);
    }
    return { rmsDb: decibels(rms), peakDb: this.#peakDb };
  }
}

function measure(samples: Float32Array): { rms: number; peak: number } {
  let sum = 0;
  let peak = 0;
  for (let index = 0; index < samples.length; index += 1) {
    const sample = samples[index] ?? 0;
    if (!Number.isFinite(sample)) continue;
    sum += sample * sample;
    peak = Math.max(peak, Math.abs(sample));
  }
  return { rms: samples.length === 0 ? 0 : Math.sqrt(sum / samples.length), peak };
}

function decibels(amplitude: number): number {
  return amplitude <= 0 ? LEVEL_FLOOR_DB : Math.max(LEVEL_FLOOR_DB, 20 * Math.log10(amplitude));
}
