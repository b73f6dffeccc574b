// Voice activity without any model: how far a frame's energy between 200 Hz and 3.8 kHz stands
// above the noise heard so far. It takes loud music and clicks for speech, so it is only the
// fallback where neural voice activity can't be loaded.

import { SAMPLE_RATE_HZ, type VoiceActivity } from '@codex-voice/speech';
import { finiteFrame } from './frame.ts';

/** Voices have their power above this, rumble and hum lie below, in Hz. */
const HIGH_PASS_HZ = 200;

/** Hiss dominates above this, in Hz. */
const LOW_PASS_HZ = 3800;

/** A frame this far above the noise is as likely speech as not, in dB. */
const EVEN_ABOVE_NOISE_DB = 9;

/** dB over which the odds of speech grow by e. */
const SLOPE_DB = 1.5;

/** Nothing below this level is speech, in dB of full scale: the hiss of a quiet microphone. */
const FLOOR_DB = -62;

/** The quietest of the last 64 frames (2 s) is the noise: people breathe more often than that. */
const NOISE_WINDOW_FRAMES = 64;

/** The quietest of many frames lies this much below the mean of the same noise, in dB. */
const QUIETEST_BELOW_MEAN_DB = 2;

/** Makes the fallback; it loads nothing and costs next to nothing. */
export function createEnergyVoiceActivity(): VoiceActivity {
  return new EnergyVoiceActivity();
}

class EnergyVoiceActivity implements VoiceActivity {
  readonly name = 'energy';
  /** Levels of the last frames in dB of full scale, as a ring. */
  readonly #levels = new Float64Array(NOISE_WINDOW_FRAMES).fill(FLOOR_DB);
  #position = 0;
  #highPass = new OnePole(HIGH_PASS_HZ);
  #lowPass = new OnePole(LOW_PASS_HZ);
  #disposed = false;

  accept(frame: Float32Array): number {
    this.#requireOpen();
    let energy = 0;
    for (const sample of finiteFrame(frame)) {
      const clipped = Math.max(-1, Math.min(1, sample));
      const high = clipped - this.#highPass.next(clipped);
      energy += this.#lowPass.next(high) ** 2;
    }
    const levelDb = Math.max(-120, 10 * Math.log10(energy / frame.length + 1e-12));
    this.#levels[this.#position] = Math.max(FLOOR_DB, levelDb);
    this.#position = (this.#position + 1) % NOISE_WINDOW_FRAMES;
    const noiseDb = Math.min(...this.#levels) + QUIETEST_BELOW_MEAN_DB;
    const aboveDb = levelDb - noiseDb - EVEN_ABOVE_NOISE_DB;
    return levelDb < FLOOR_DB ? 0 : 1 / (1 + Math.exp(-aboveDb / SLOPE_DB));
  }

  reset(): void {
    this.#requireOpen();
    this.#levels.fill(FLOOR_DB);
    this.#position = 0;
    this.#highPass = new OnePole(HIGH_PASS_HZ);
    this.#lowPass = new OnePole(LOW_PASS_HZ);
  }

  dispose(): void {
    this.#disposed = true;
  }

  #requireOpen(): void {
    if (this.#disposed) throw new TypeError('voice activity: already disposed');
  }
}

/** A first-order low-pass filter. */
class OnePole {
  readonly #share: number;
  #state = 0;

  constructor(cornerHz: number) {
    this.#share = 1 - Math.exp((-2 * Math.PI * cornerHz) / SAMPLE_RATE_HZ);
  }

  next(sample: number): number {
    this.#state += (sample - this.#state) * this.#share;
    return this.#state;
  }
}
