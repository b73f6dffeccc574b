// Where tones lie in the features that sherpa-onnx computes of audio: 80 logarithmic mel bands every
// 10 ms. Each tone is measured in its band as the library would, so that all are heard equally loud.
import { SAMPLE_RATE_HZ } from '@codex-voice/speech';
import { TONES_HZ } from './melody.ts';

/** Bands of a feature, and the step between two, in ms. */
export const MEL_BANDS = 80;

const WINDOW_SAMPLES = 400;
const TRANSFORM_SAMPLES = 512;
const BINS = TRANSFORM_SAMPLES / 2 + 1;
const PRE_EMPHASIS = 0.97;

/** What a silent band has: the smallest step of a float, so that its logarithm is finite. */
const LEAST_ENERGY = 2 ** -23;

/** Features as Kaldi makes them, for transducers, and as librosa does, for NeMo's models. */
export type MelKind = 'kaldi' | 'librosa';

/** How a kind of features hears the tones, tone by tone. */
export interface MelEar {
  /** The band that is loudest. */
  readonly bands: readonly number[];
  /** What that band says of the tone at full scale: natural logarithm of energy. */
  readonly levels: readonly number[];
}

export function melEar(kind: MelKind): MelEar {
  const filters = kind === 'kaldi' ? kaldiFilters() : librosaFilters();
  const heard = TONES_HZ.map((hz) => loudestBand(feature(hz, kind, filters)));
  const bands = heard.map(({ band }) => band);
  if (new Set(bands).size < bands.length) throw new RangeError('melEar: two tones in one band');
  return { bands, levels: heard.map(({ level }) => level) };
}

function loudestBand(levels: readonly number[]): { band: number; level: number } {
  const level = Math.max(...levels);
  return { band: levels.indexOf(level), level };
}

/** Weights of each band for each bin of the spectrum. */
type Filters = readonly (readonly number[])[];

const hzOfBin = (bin: number) => (bin * SAMPLE_RATE_HZ) / TRANSFORM_SAMPLES;

/** Triangles on the mel scale, from 20 Hz to 7,600 Hz. */
function kaldiFilters(): Filters {
  const mel = (hz: number) => 1127 * Math.log(1 + hz / 700);
  const [low, high] = [mel(20), mel(SAMPLE_RATE_HZ / 2 - 400)];
  const step = (high - low) / (MEL_BANDS + 1);
  return Array.from({ length: MEL_BANDS }, (_, band) =>
    Array.from({ length: BINS }, (_, bin) =>
      Math.max(0, 1 - Math.abs(mel(hzOfBin(bin)) - low - (band + 1) * step) / step),
    ),
  );
}

/** Triangles in Hz of one area each, their corners evenly spaced on Slaney's scale up to 8 kHz. */
function librosaFilters(): Filters {
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
    return Array.from({ length: BINS }, (_, bin) => {
      const hz = hzOfBin(bin);
      const height = Math.min((hz - left) / (center - left), (right - hz) / (right - center));
      return (Math.max(0, height) * 2) / (right - left);
    });
  });
}

/** The bands of a tone at full scale, in a window that it fills. */
function feature(hz: number, kind: MelKind, filters: Filters): readonly number[] {
  const tone = Array.from({ length: WINDOW_SAMPLES }, (_, index) =>
    Math.sin((2 * Math.PI * hz * index) / SAMPLE_RATE_HZ),
  );
  const mean = kind === 'kaldi' ? tone.reduce((sum, x) => sum + x, 0) / tone.length : 0;
  const windowed = tone.map((sample, index) => {
    const before = tone[Math.max(0, index - 1)] ?? 0;
    const hann = 0.5 - 0.5 * Math.cos((2 * Math.PI * index) / (WINDOW_SAMPLES - 1));
    const window = kind === 'kaldi' ? hann ** 0.85 : hann;
    return window * (sample - mean - PRE_EMPHASIS * (before - mean));
  });
  const power = Array.from({ length: BINS }, (_, bin) => powerAt(windowed, bin));
  return filters.map((weights) => {
    const energy = weights.reduce((sum, weight, bin) => sum + weight * (power[bin] ?? 0), 0);
    return Math.log(Math.max(energy, LEAST_ENERGY));
  });
}

const WAVE = Array.from({ length: TRANSFORM_SAMPLES }, (_, index) => {
  const phase = (2 * Math.PI * index) / TRANSFORM_SAMPLES;
  return { cosine: Math.cos(phase), sine: Math.sin(phase) };
});

function powerAt(samples: readonly number[], bin: number): number {
  let [real, imaginary] = [0, 0];
  samples.forEach((sample, index) => {
    const { cosine = 0, sine = 0 } = WAVE[(bin * index) % TRANSFORM_SAMPLES] ?? {};
    real += sample * cosine;
    imaginary += sample * sine;
  });
  return real ** 2 + imaginary ** 2;
}
