// A recording with noise mixed in at a given distance: how loud its speech is, is measured first, and then
// it is read again, so that length costs no memory.
import { openRecording } from '@codex-voice/audio';
import { SAMPLE_RATE_HZ } from '@codex-voice/speech';
import { makeNoise, type Noise, type NoiseKind } from './noise.ts';

export interface NoiseSettings {
  readonly kind: NoiseKind;
  readonly snrDb: number;
  readonly seed: number;
}

/** Frames more than this below the loudest one, in dB, are pauses: speech is measured without them. */
const PAUSE_BELOW_PEAK_DB = 30;

/** Noise is measured over so many samples, two seconds: long against a syllable. */
const MEASURED_NOISE_SAMPLES = 2 * SAMPLE_RATE_HZ;

export class NoisyRecording {
  readonly #noise: Noise;
  readonly #gain: number;

  private constructor(noise: Noise, gain: number) {
    this.#noise = noise;
    this.#gain = gain;
  }

  /** Reads the recording once. @throws AudioError when reading fails. */
  static async of(path: string, { kind, snrDb, seed }: NoiseSettings): Promise<NoisyRecording> {
    await using recording = await openRecording(path);
    const speech = await speechPower(recording.frames());
    const noise = power(makeNoise(kind, seed)(MEASURED_NOISE_SAMPLES));
    const gain = Math.sqrt(speech / noise / 10 ** (snrDb / 10));
    return new NoisyRecording(makeNoise(kind, seed), gain);
  }

  /** The same frames with noise in them; full scale is kept. */
  async *mixedInto(
    frames: AsyncIterable<Float32Array>,
  ): AsyncGenerator<Float32Array, void, undefined> {
    for await (const frame of frames) {
      const noise = this.#noise(frame.length);
      yield frame.map((sample, index) =>
        Math.max(-1, Math.min(1, sample + this.#gain * (noise[index] ?? 0))),
      );
    }
  }
}

/** Mean power of the frames that are no pauses; 0 for silence. */
export async function speechPower(frames: AsyncIterable<Float32Array>): Promise<number> {
  // A power a frame: 2 MB for an hour.
  const powers: number[] = [];
  for await (const frame of frames) powers.push(power(frame));
  const peak = powers.reduce((most, each) => Math.max(most, each), 0);
  const loud = powers.filter((each) => each > 0 && each >= peak / 10 ** (PAUSE_BELOW_PEAK_DB / 10));
  return loud.length === 0 ? 0 : loud.reduce((sum, each) => sum + each, 0) / loud.length;
}

function power(samples: Float32Array): number {
  return samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
}
