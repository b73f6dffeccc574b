// What a voice sounds like on average: the shape of its spectrum (mel cepstrum, mean and spread) and its
// pitch, over the loud frames of an utterance. Classical measures; what they are compared with is left
// to others.
import { SAMPLE_RATE_HZ } from '@codex-voice/speech';
import { Fourier } from './fourier.ts';

/** A frame every 20 ms, of 32 ms: shorter steps add nothing to an average. */
const HOP_SAMPLES = 320;
const FRAME_SAMPLES = 512;

/** Frames so far below the loudest ones say more of the room than of the voice, in dB. */
const LOUD_RANGE_DB = 25;

/** Bands between these; below lies hum, above what telephone-like microphones leave out. */
const LOWEST_HZ = 100;
const HIGHEST_HZ = 6_800;
const BANDS = 26;

/** Coefficients of the cepstrum that are kept; the one that is the loudness is left out. */
const COEFFICIENTS = 18;

/** Human pitch when talking. */
const LOWEST_PITCH_HZ = 65;
const HIGHEST_PITCH_HZ = 420;

/** Pitch is looked for in every fourth sample, at 4 kHz: what lies above it plays no part in it. */
const PITCH_DECIMATION = 4;
const PITCH_RATE_HZ = SAMPLE_RATE_HZ / PITCH_DECIMATION;

/** 40 ms: more than two periods of the lowest pitch. */
const PITCH_SAMPLES = 160;

/** A frame is voiced where it is so much like itself one period later. */
const LEAST_PERIODICITY = 0.55;

export interface VoiceStatistics {
  /**
   * Means of the cepstrum, then its spreads, then middle and spread of the pitch, as a logarithm: 38 numbers.
   * Where nothing is voiced those of pitch are NaN.
   */
  readonly values: readonly number[];
  /** How much of the sound was loud enough to count, in ms. */
  readonly speechMs: number;
}

const spectrum = new Fourier(FRAME_SAMPLES);

const WINDOW = Float64Array.from(
  { length: FRAME_SAMPLES },
  (_, index) => 0.5 - 0.5 * Math.cos((2 * Math.PI * index) / FRAME_SAMPLES),
);

/** Without a loud frame there are no statistics. What is no finite number counts as 0. */
export function voiceStatistics(samples: Float32Array): VoiceStatistics | undefined {
  const { loud, quiet } = framesOf(samples);
  if (loud.length === 0) return undefined;
  const room = meanBands(quiet.map((start) => bandEnergies(samples, start)));
  const cepstra = loud.map((start) => cepstrum(bandEnergies(samples, start), room));
  const pitches = loud.flatMap((start) => pitchAt(samples, start));
  const shape = Array.from({ length: COEFFICIENTS }, (_, index) =>
    meanAndSpread(cepstra.map((each) => each[index] ?? 0)),
  );
  return {
    values: [
      ...shape.map(({ mean }) => mean),
      ...shape.map(({ spread }) => spread),
      ...ofPitch(pitches),
    ],
    speechMs: (loud.length * HOP_SAMPLES * 1000) / SAMPLE_RATE_HZ,
  };
}

/** How much of the sound is loud enough to count as speech, in ms. */
export function loudMs(samples: Float32Array): number {
  return (framesOf(samples).loud.length * HOP_SAMPLES * 1000) / SAMPLE_RATE_HZ;
}

/** Where the frames begin that are speech, and those that are the room. */
function framesOf(samples: Float32Array): {
  readonly loud: readonly number[];
  readonly quiet: readonly number[];
} {
  const levels: number[] = [];
  for (let start = 0; start + FRAME_SAMPLES <= samples.length; start += HOP_SAMPLES) {
    let energy = 0;
    for (let index = 0; index < FRAME_SAMPLES; index += 1) {
      energy += finite(samples[start + index]) ** 2;
    }
    levels.push(10 * Math.log10(energy / FRAME_SAMPLES + 1e-12));
  }
  const sorted = levels.toSorted((one, other) => one - other);
  const at = (share: number): number => sorted[Math.floor(share * sorted.length)] ?? -Infinity;
  // One click is not the loudest: the 95th of a hundred is.
  const peak = at(0.95);
  const room = at(QUIET_SHARE);
  const least = Math.max(
    peak - LOUD_RANGE_DB,
    SILENCE_DB,
    Math.min(room + ABOVE_ROOM_DB, peak - LEAST_RANGE_DB),
  );
  const where = (holds: (level: number) => boolean): readonly number[] =>
    levels.flatMap((level, frame) => (holds(level) ? [frame * HOP_SAMPLES] : []));
  return {
    loud: where((level) => level >= least),
    quiet: where((level) => level <= room && level < least),
  };
}

/** The quietest frames are taken for the room. */
const QUIET_SHARE = 0.08;

/** Speech stands so far above the room, in dB, but where that leaves too little of it. */
const ABOVE_ROOM_DB = 6;
const LEAST_RANGE_DB = 12;

/** Below it nothing is a voice, in dBFS. */
const SILENCE_DB = -70;

const FILTERS = melFilters();

function bandEnergies(samples: Float32Array, start: number): readonly number[] {
  const real = new Float64Array(FRAME_SAMPLES);
  const imaginary = new Float64Array(FRAME_SAMPLES);
  for (let index = 0; index < FRAME_SAMPLES; index += 1) {
    real[index] = (WINDOW[index] ?? 0) * finite(samples[start + index]);
  }
  spectrum.transform(real, imaginary);
  return FILTERS.map(({ first, weights }) => {
    let energy = 0;
    weights.forEach((weight, index) => {
      const bin = first + index;
      energy += weight * ((real[bin] ?? 0) ** 2 + (imaginary[bin] ?? 0) ** 2);
    });
    return energy;
  });
}

function meanBands(frames: readonly (readonly number[])[]): readonly number[] {
  return FILTERS.map(
    (_, band) =>
      frames.reduce((sum, energies) => sum + (energies[band] ?? 0), 0) / Math.max(1, frames.length),
  );
}

/** Of what stands above the room, in the shape of a voice and not of its loudness. */
function cepstrum(energies: readonly number[], room: readonly number[]): readonly number[] {
  const bands = energies.map((energy, band) => {
    const noise = room[band] ?? 0;
    return Math.log(Math.max(energy - noise, LEFT_OF_NOISE * noise) + 1e-9);
  });
  return COSINES.map((row) =>
    row.reduce((sum, weight, band) => sum + weight * (bands[band] ?? 0), 0),
  );
}

/** So much is left of a band where only the room is heard. */
const LEFT_OF_NOISE = 0.1;

const COSINES = Array.from({ length: COEFFICIENTS }, (_, index) =>
  Array.from(
    { length: BANDS },
    (_, band) => Math.cos((Math.PI * (index + 1) * (band + 0.5)) / BANDS) * Math.sqrt(2 / BANDS),
  ),
);

interface Filter {
  readonly first: number;
  readonly weights: readonly number[];
}

/** Triangles, evenly spaced on the mel scale. */
function melFilters(): readonly Filter[] {
  const mel = (hz: number) => 1127 * Math.log(1 + hz / 700);
  const [low, high] = [mel(LOWEST_HZ), mel(HIGHEST_HZ)];
  const step = (high - low) / (BANDS + 1);
  return Array.from({ length: BANDS }, (_, band) => {
    const weights = Array.from({ length: FRAME_SAMPLES / 2 }, (_, bin) => {
      const at = mel((bin * SAMPLE_RATE_HZ) / FRAME_SAMPLES);
      return Math.max(0, 1 - Math.abs(at - low - (band + 1) * step) / step);
    });
    const first = Math.max(
      0,
      weights.findIndex((weight) => weight > 0),
    );
    return {
      first,
      weights: weights.slice(first, weights.findLastIndex((weight) => weight > 0) + 1),
    };
  });
}

/** Logarithm of the pitch in Hz, where the frame is voiced: the best lag of its likeness to itself. */
function pitchAt(samples: Float32Array, start: number): readonly number[] {
  const wave = new Float64Array(PITCH_SAMPLES);
  let mean = 0;
  for (let index = 0; index < PITCH_SAMPLES; index += 1) {
    for (let step = 0; step < PITCH_DECIMATION; step += 1) {
      wave[index] = (wave[index] ?? 0) + finite(samples[start + index * PITCH_DECIMATION + step]);
    }
    mean += (wave[index] ?? 0) / PITCH_SAMPLES;
  }
  for (let index = 0; index < PITCH_SAMPLES; index += 1) wave[index] = (wave[index] ?? 0) - mean;
  const lag = bestLag(wave);
  return lag === undefined ? [] : [Math.log(PITCH_RATE_HZ / lag)];
}

/** In samples, between them by a parabola; undefined where nothing is voiced. */
function bestLag(wave: Float64Array): number | undefined {
  const from = Math.floor(PITCH_RATE_HZ / HIGHEST_PITCH_HZ);
  const to = Math.ceil(PITCH_RATE_HZ / LOWEST_PITCH_HZ);
  const likeness: number[] = [];
  for (let lag = from - 1; lag <= to + 1; lag += 1) likeness.push(likenessAt(wave, lag));
  const best = Math.max(...likeness.slice(1, -1));
  if (best < LEAST_PERIODICITY) return undefined;
  // The first peak that is nearly as high: twice the period is as good a period, and not the pitch.
  for (let at = 1; at < likeness.length - 1; at += 1) {
    const [before = 0, here = 0, after = 0] = likeness.slice(at - 1, at + 2);
    if (here < NEARLY * best || here < before || here < after) continue;
    const bend = before - 2 * here + after;
    return from - 1 + at + (bend === 0 ? 0 : (0.5 * (before - after)) / bend);
  }
  return undefined;
}

const NEARLY = 0.9;

/** -1 to 1: how like the wave is to itself so many samples later. */
function likenessAt(wave: Float64Array, lag: number): number {
  let [product, early, late] = [0, 0, 0];
  for (let index = 0; index + lag < wave.length; index += 1) {
    const one = wave[index] ?? 0;
    const other = wave[index + lag] ?? 0;
    product += one * other;
    early += one * one;
    late += other * other;
  }
  return early > 0 && late > 0 ? product / Math.sqrt(early * late) : 0;
}

function ofPitch(pitches: readonly number[]): readonly [number, number] {
  if (pitches.length === 0) return [Number.NaN, Number.NaN];
  const sorted = pitches.toSorted((one, other) => one - other);
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  return [at(0.5), at(0.8) - at(0.2)];
}

function meanAndSpread(values: readonly number[]): {
  readonly mean: number;
  readonly spread: number;
} {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, spread: Math.sqrt(variance) };
}

function finite(sample: number | undefined): number {
  if (sample === undefined || !Number.isFinite(sample)) return 0;
  return Math.max(-1, Math.min(1, sample));
}
