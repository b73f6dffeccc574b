// Noises for measurements, made from numbers alone and the same for the same seed: white noise, and the
// babble of several voices that say nothing. How loud they are to be is left to others.
import { SAMPLE_RATE_HZ } from '@codex-voice/speech';

export type NoiseKind = 'white' | 'babble';

/** The next samples of an endless noise. */
export type Noise = (count: number) => Float32Array;

export function makeNoise(kind: NoiseKind, seed: number): Noise {
  const random = seededRandom(seed);
  switch (kind) {
    case 'white':
      return (count) => Float32Array.from({ length: count }, () => 2 * random() - 1);
    case 'babble': {
      const voices = Array.from({ length: BABBLE_VOICES }, () => new BabbleVoice(random));
      return (count) =>
        Float32Array.from({ length: count }, () =>
          voices.reduce((sum, voice) => sum + voice.next(), 0),
        );
    }
  }
}

/** With fewer, single syllables stand out; with more it becomes a hum. */
const BABBLE_VOICES = 6;

/** Resonances of vowels, in Hz: the first two of each. Source: textbook means for adults. */
const VOWEL_FORMANTS_HZ = [
  [730, 1_090],
  [530, 1_840],
  [270, 2_290],
  [570, 840],
  [300, 870],
  [490, 1_350],
] as const;

const FORMANT_BANDWIDTH_HZ = 90;

/** A syllable, the pause after it included, in ms. */
const SHORTEST_SYLLABLE_MS = 120;
const LONGEST_SYLLABLE_MS = 320;

/** The part of a syllable that sounds. */
const SOUNDING_SHARE = 0.8;

/** The pitch of voices, in Hz. */
const LOWEST_PITCH_HZ = 85;
const HIGHEST_PITCH_HZ = 230;

/** A glottal pulse train through two resonators, a vowel for each syllable. */
class BabbleVoice {
  readonly #random: () => number;
  readonly #pitchHz: number;
  #phase = 0;
  #left = 0;
  #length = 1;
  #first = new Resonator(500);
  #second = new Resonator(1_500);

  constructor(random: () => number) {
    this.#random = random;
    this.#pitchHz = LOWEST_PITCH_HZ + random() * (HIGHEST_PITCH_HZ - LOWEST_PITCH_HZ);
  }

  next(): number {
    if (this.#left === 0) this.#beginSyllable();
    const at = 1 - this.#left / this.#length;
    this.#left -= 1;
    this.#phase += (this.#pitchHz * (1.1 - 0.2 * at)) / SAMPLE_RATE_HZ;
    const isPulse = this.#phase >= 1;
    if (isPulse) this.#phase -= 1;
    const loudness = at < SOUNDING_SHARE ? Math.sin((Math.PI * at) / SOUNDING_SHARE) : 0;
    const excitation = loudness * ((isPulse ? 1 : 0) + 0.02 * (this.#random() - 0.5));
    return this.#first.next(excitation) + 0.5 * this.#second.next(excitation);
  }

  #beginSyllable(): void {
    const ms = SHORTEST_SYLLABLE_MS + this.#random() * (LONGEST_SYLLABLE_MS - SHORTEST_SYLLABLE_MS);
    this.#length = Math.round((ms * SAMPLE_RATE_HZ) / 1_000);
    this.#left = this.#length;
    const vowel = VOWEL_FORMANTS_HZ[Math.floor(this.#random() * VOWEL_FORMANTS_HZ.length)];
    this.#first = new Resonator(vowel?.[0] ?? 0);
    this.#second = new Resonator(vowel?.[1] ?? 0);
  }
}

/** A filter of two poles. */
class Resonator {
  readonly #feedback: number;
  readonly #damping: number;
  #last = 0;
  #beforeLast = 0;

  constructor(hz: number) {
    const radius = Math.exp((-Math.PI * FORMANT_BANDWIDTH_HZ) / SAMPLE_RATE_HZ);
    this.#feedback = 2 * radius * Math.cos((2 * Math.PI * hz) / SAMPLE_RATE_HZ);
    this.#damping = radius * radius;
  }

  next(input: number): number {
    const output = input + this.#feedback * this.#last - this.#damping * this.#beforeLast;
    this.#beforeLast = this.#last;
    this.#last = output;
    return output;
  }
}

/** Mulberry32, in [0, 1): small, fast, good enough for noise. */
function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
