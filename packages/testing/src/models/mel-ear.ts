// Where tones lie in the features that sherpa-onnx computes of audio: 80 logarithmic mel bands every
// 10 ms. Each tone is measured in its band as the library would, so that all are heard equally loud.
import { SAMPLE_RATE_HZ } from '@codex-voice/speech';
import { TONES_HZ } from './melody.ts';

/** Bands of a feature. */
export const MEL_BANDS = 80;

const WINDOW_SAMPLES = 400;

/** What a silent band has: the smallest step of a float, so that its logarithm is finite. */
const LEAST_ENERGY = 2 ** -23;

/** Features as Kaldi makes them, for transducers, as librosa does, for NeMo's models, and as Whisper does. */
export type MelKind = 'kaldi' | 'librosa' | 'whisper';

/** How one kind of features is made. */
interface MelRecipe {
  readonly transformSamples: number;
  readonly preEmphasis: number;
  /** The window is Hann's to this power. */
  readonly windowPower: number;
  readonly mean: 'removed' | 'kept';
  readonly filters: (binsHz: readonly number[]) => Filters;
}

/** Weights of each band for each bin of the spectrum. */
type Filters = readonly (readonly number[])[];

const RECIPES: Readonly<Record<MelKind, MelRecipe>> = {
  kaldi: {
    transformSamples: 512,
    preEmphasis: 0.97,
    windowPower: 0.85,
    mean: 'removed',
    filters: kaldiFilters,
  },
  librosa: {
    transformSamples: 512,
    preEmphasis: 0.97,
    windowPower: 1,
    mean: 'kept',
    filters: slaneyFilters,
  },
  whisper: {
    transformSamples: 400,
    preEmphasis: 0,
    windowPower: 1,
    mean: 'kept',
    filters: slaneyFilters,
  },
};

/** How a kind of features hears the tones, tone by tone. */
export interface MelEar {
  /** The band that is loudest. */
  readonly bands: readonly number[];
  /** What that band says of the tone at full scale: natural logarithm of energy. */
  readonly levels: readonly number[];
}

export function melEar(kind: MelKind): MelEar {
  const recipe = RECIPES[kind];
  const bins = Array.from({ length: recipe.transformSamples / 2 + 1 }, (_, bin) => bin);
  const filters = recipe.filters(
    bins.map((bin) => (bin * SAMPLE_RATE_HZ) / recipe.transformSamples),
  );
  const heard = TONES_HZ.map((hz) => {
    const power = spectrum(windowedTone(hz, recipe), recipe.transformSamples);
    const levels = filters.map((weights) => {
      const energy = weights.reduce((sum, weight, bin) => sum + weight * (power[bin] ?? 0), 0);
      return Math.log(Math.max(energy, LEAST_ENERGY));
    });
    const level = Math.max(...levels);
    return { band: levels.indexOf(level), level };
  });
  const bands = heard.map(({ band }) => band);
  if (new Set(bands).size < bands.length) throw new RangeError('melEar: two tones in one band');
  return { bands, levels: heard.map(({ level }) => level) };
}

/** Triangles on the mel scale, from 20 Hz to 7,600 Hz. */
function kaldiFilters(binsHz: readonly number[]): Filters {
  const mel = (hz: number) => 1127 * Math.log(1 + hz / 700);
  const [low, high] = [mel(20), mel(SAMPLE_RATE_HZ / 2 - 400)];
  const step = (high - low) / (MEL_BANDS + 1);
  return Array.from({ length: MEL_BANDS }, (_, band) =>
    binsHz.map((hz) => Math.max(0, 1 - Math.abs(mel(hz) - low - (band + 1) * step) / step)),
  );
}

/** Triangles in Hz of one area each, their corners evenly spaced on Slaney's scale up to 8 kHz. */
function slaneyFilters(binsHz: readonly number[]): Filters {
  const linearStep = 200 / 3;
  const bendHz = 1000;
  const logStep = Math.log(6.4) / 27;
  const highest = bendHz / linearStep + Math.log(SAMPLE_RATE_HZ / 2 / bendHz) / logStep;
  const corners = Array.from({ length: MEL_BANDS + 2 }, (_, corner) => {
    const mel = (highest * corner) / (MEL_BANDS + 1);
    const bent = bendHz * Math.exp(logStep * (mel - bendHz / linearStep));
    return mel * linearStep < bendHz ? mel * linearStep : bent;
  });
  return Array.from({ length: MEL_BANDS }, (_, band) => {
    const [left = 0, center = 0, right = 0] = corners.slice(band, band + 3);
    return binsHz.map((hz) => {
      const height = Math.min((hz - left) / (center - left), (right - hz) / (right - center));
      return (Math.max(0, height) * 2) / (right - left);
    });
  });
}

/** A tone at full scale that fills the window, ready to be transformed. */
function windowedTone(hz: number, recipe: MelRecipe): readonly number[] {
  const { preEmphasis, windowPower, mean } = recipe;
  const tone = Array.from({ length: WINDOW_SAMPLES }, (_, index) =>
    Math.sin((2 * Math.PI * hz * index) / SAMPLE_RATE_HZ),
  );
  const offset = mean === 'removed' ? tone.reduce((sum, x) => sum + x, 0) / tone.length : 0;
  return tone.map((sample, index) => {
    const before = tone[Math.max(0, index - 1)] ?? 0;
    const hann = 0.5 - 0.5 * Math.cos((2 * Math.PI * index) / (WINDOW_SAMPLES - 1));
    return hann ** windowPower * (sample - offset - preEmphasis * (before - offset));
  });
}

/** The power in each bin. */
function spectrum(samples: readonly number[], transformSamples: number): readonly number[] {
  const wave = Array.from({ length: transformSamples }, (_, index) => {
    const phase = (2 * Math.PI * index) / transformSamples;
    return { cosine: Math.cos(phase), sine: Math.sin(phase) };
  });
  return Array.from({ length: transformSamples / 2 + 1 }, (_, bin) => {
    let [real, imaginary] = [0, 0];
    samples.forEach((sample, index) => {
      const { cosine = 0, sine = 0 } = wave[(bin * index) % transformSamples] ?? {};
      real += sample * cosine;
      imaginary += sample * sine;
    });
    return real ** 2 + imaginary ** 2;
  });
}
