// Writing that can be heard: each letter has a tone, so a text is a melody. The models that are generated
// here hear these tones; how they do it is theirs.
import { SAMPLE_RATE_HZ } from '@codex-voice/speech';

/** What a melody can spell, besides the space between words. */
export const TONE_LETTERS = [..."abcdefghijklmnopqrstuvwxyz'"];

/**
 * The tones lie evenly on the mel scale, as the ears of the models do, and on multiples of 100/3 Hz, so
 * that one tone is silent in the detector of another.
 */
const LOWEST_HZ = 400;
const HIGHEST_HZ = 3700;
const GRID_HZ = 100 / 3;

/** A letter is heard for 120 ms: two whole frames of 40 ms, wherever they begin. */
const LETTER_MS = 120;

/** Silence after a letter, in ms: one frame of 40 ms or less lies inside it, so `ll` are two letters. */
const GAP_MS = 80;

/** More silence between words, in ms. */
const WORD_GAP_MS = 320;

/** Silence before and after, in ms, as a segmenter leaves it. */
const EDGE_MS = 200;

/** Rise and fall of a tone, in ms: without them it would click in every band. */
const RAMP_MS = 5;

const LEVEL = 0.3;

function mel(hz: number): number {
  return 1127 * Math.log(1 + hz / 700);
}

/** The tone of each letter of `TONE_LETTERS`, in Hz. */
export const TONES_HZ: readonly number[] = TONE_LETTERS.map((_, index) => {
  const share = index / (TONE_LETTERS.length - 1);
  const at = mel(LOWEST_HZ) + share * (mel(HIGHEST_HZ) - mel(LOWEST_HZ));
  const hz = 700 * (Math.exp(at / 1127) - 1);
  return Math.round(hz / GRID_HZ) * GRID_HZ;
});

export interface MelodyOptions {
  /** Loudness of one letter, 0–1. */
  readonly level?: number;
}

/**
 * `text` as 16 kHz mono samples, about five letters a second. Letters in brackets sound at once, equally
 * loud: `(ck)at` is as much `cat` as it is `kat`.
 * @throws RangeError for a character without a tone.
 */
export function melody(text: string, { level = LEVEL }: MelodyOptions = {}): Float32Array {
  const pieces: Float32Array[] = [silence(EDGE_MS)];
  for (const [chord] of text.matchAll(/\([^)]*\)|./gs)) {
    if (chord === ' ') {
      pieces.push(silence(WORD_GAP_MS));
      continue;
    }
    const letters = [...chord.replace(/[()]/g, '')];
    pieces.push(sound(letters.map(toneOf), level), silence(GAP_MS));
  }
  pieces.push(silence(EDGE_MS));
  return joinSamples(pieces);
}

/** Samples one after the other. */
export function joinSamples(pieces: readonly Float32Array[]): Float32Array {
  const joined = new Float32Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    joined.set(piece, at);
    at += piece.length;
  }
  return joined;
}

function toneOf(letter: string): number {
  const hz = TONES_HZ[TONE_LETTERS.indexOf(letter)];
  if (hz === undefined) throw new RangeError(`melody: no tone for ${JSON.stringify(letter)}`);
  return hz;
}

function silence(ms: number): Float32Array {
  return new Float32Array(samplesIn(ms));
}

function samplesIn(ms: number): number {
  return (ms * SAMPLE_RATE_HZ) / 1000;
}

function sound(tonesHz: readonly number[], level: number): Float32Array {
  const length = samplesIn(LETTER_MS);
  const ramp = samplesIn(RAMP_MS);
  return Float32Array.from({ length }, (_, index) => {
    const fromEdge = Math.min(index, length - 1 - index) / ramp;
    const gain = fromEdge >= 1 ? 1 : 0.5 - 0.5 * Math.cos(Math.PI * fromEdge);
    const seconds = index / SAMPLE_RATE_HZ;
    let sum = 0;
    for (const hz of tonesHz) sum += Math.sin(2 * Math.PI * hz * seconds);
    return level * gain * sum;
  });
}
