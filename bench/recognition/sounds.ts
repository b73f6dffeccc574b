// Sound that is no speech: noises of several colours, babble, key clicks, hiss and simple music,
// made from numbers alone. Lengths in seconds, samples in [-1, 1].

import type { Random } from './random.ts';
import { CORPUS_RATE_HZ } from './wave-file.ts';

export function whiteNoise(random: Random, seconds: number, level: number): Float32Array {
  return Float32Array.from(
    { length: seconds * CORPUS_RATE_HZ },
    () => level * random.between(-1, 1),
  );
}

/** Falls by 3 dB an octave: the sum of three low-passed noises. */
export function pinkNoise(random: Random, seconds: number, level: number): Float32Array {
  let slow = 0;
  let middle = 0;
  let fast = 0;
  return Float32Array.from({ length: seconds * CORPUS_RATE_HZ }, () => {
    const white = random.between(-1, 1);
    slow = 0.997 * slow + 0.03 * white;
    middle = 0.963 * middle + 0.08 * white;
    fast = 0.57 * fast + 0.3 * white;
    return level * (slow + middle + fast + 0.1 * white);
  });
}

/** Falls by 6 dB an octave. */
export function brownNoise(random: Random, seconds: number, level: number): Float32Array {
  let state = 0;
  return Float32Array.from({ length: seconds * CORPUS_RATE_HZ }, () => {
    state = 0.998 * state + 0.05 * random.between(-1, 1);
    return level * state;
  });
}

/** Typing: short bursts of filtered noise, two to nine a second, on a faint hiss. */
export function keyClicks(random: Random, seconds: number): Float32Array {
  const samples = whiteNoise(random, seconds, 0.001);
  let at = 0;
  while (at < samples.length) {
    const strength = random.between(0.05, 0.4);
    const decay = random.between(40, 160);
    const tone = random.between(0.2, 0.9);
    for (let index = 0; index < 800 && at + index < samples.length; index += 1) {
      const click = Math.exp(-index / decay) * (random.between(-1, 1) + Math.sin(tone * index));
      samples[at + index] = (samples[at + index] ?? 0) + strength * click;
    }
    at += Math.floor(random.between(0.11, 0.5) * CORPUS_RATE_HZ);
  }
  return samples;
}

/** Four voices over each other, each started at another place of `speech`. */
export function babble(
  random: Random,
  seconds: number,
  speech: readonly Float32Array[],
): Float32Array {
  const samples = new Float32Array(seconds * CORPUS_RATE_HZ);
  for (let voice = 0; voice < 4; voice += 1) {
    const source = random.pick(speech);
    const offset = Math.floor(random.fraction() * source.length);
    const level = random.between(0.25, 0.6);
    for (let index = 0; index < samples.length; index += 1) {
      const sample = source[(offset + index) % source.length] ?? 0;
      samples[index] = (samples[index] ?? 0) + level * sample;
    }
  }
  return samples;
}

const SEMITONE = 2 ** (1 / 12);
const SCALE = [0, 2, 4, 5, 7, 9, 11] as const;

/** A melody over chords, with vibrato, overtones and a beat; another tempo and timbre each time. */
export function music(random: Random, seconds: number): Float32Array {
  const samples = new Float32Array(seconds * CORPUS_RATE_HZ);
  const beat = Math.floor(random.between(0.25, 0.6) * CORPUS_RATE_HZ);
  const overtones = Math.floor(random.between(2, 9));
  const tonic = random.between(98, 196);
  for (let at = 0; at < samples.length; at += beat) {
    const degree = Math.floor(random.fraction() * SCALE.length);
    const chord = [0, 2, 4].map((step) => noteHz(tonic, degree + step));
    for (const hz of chord) addNote(samples, { at, length: beat, hz, level: 0.06, overtones: 3 });
    const notes = Math.floor(random.between(1, 4));
    for (let note = 0; note < notes; note += 1) {
      addNote(samples, {
        at: at + Math.floor((note * beat) / notes),
        length: Math.floor(beat / notes),
        hz: noteHz(tonic * 2, Math.floor(random.fraction() * 10)),
        level: 0.16,
        overtones,
      });
    }
    for (let index = 0; index < 1200 && at + index < samples.length; index += 1) {
      samples[at + index] =
        (samples[at + index] ?? 0) + 0.15 * Math.exp(-index / 300) * random.between(-1, 1);
    }
  }
  return samples;
}

function noteHz(tonic: number, degree: number): number {
  const octave = Math.floor(degree / SCALE.length);
  return tonic * 2 ** octave * SEMITONE ** (SCALE[degree % SCALE.length] ?? 0);
}

function addNote(
  samples: Float32Array,
  note: { at: number; length: number; hz: number; level: number; overtones: number },
): void {
  let phase = 0;
  for (let index = 0; index < note.length && note.at + index < samples.length; index += 1) {
    const time = index / CORPUS_RATE_HZ;
    phase += (2 * Math.PI * note.hz * (1 + 0.006 * Math.sin(35 * time))) / CORPUS_RATE_HZ;
    const envelope = Math.min(1, index / 200) * Math.min(1, (note.length - index) / 400);
    let value = 0;
    for (let overtone = 1; overtone <= note.overtones; overtone += 1) {
      if (note.hz * overtone < CORPUS_RATE_HZ / 2) value += Math.sin(overtone * phase) / overtone;
    }
    samples[note.at + index] = (samples[note.at + index] ?? 0) + note.level * envelope * value;
  }
}
