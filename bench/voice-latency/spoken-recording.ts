// Makes the recordings the voice benchmarks speak: phrases one after the other in a room's hiss, with
// the true end of each known from the clean clip before any of it is mixed. What is heard is the product's.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { defaultPhrasebook } from '@codex-voice/speech';
import { type Random, seededRandom } from '../recognition/random.ts';
import { pinkNoise, whiteNoise } from '../recognition/sounds.ts';
import { speak, type Voice } from '../recognition/synthesis.ts';
import { CORPUS_RATE_HZ, writeWave } from '../recognition/wave-file.ts';

/** One phrase in the recording. Positions are in ms from the first sample. */
export interface SpokenUtterance {
  readonly spoken: string;
  /** What must arrive; undefined for a command. */
  readonly text: string | undefined;
  readonly startMs: number;
  /** End of the last 5 ms that are not 40 dB quieter than the loudest. */
  readonly endMs: number;
}

export interface SpokenRecording {
  readonly path: string;
  readonly durationMs: number;
  readonly utterances: readonly SpokenUtterance[];
}

/** Change it when what is made changes. */
const RECORDING_VERSION = 'v1';
const FOLDER = resolve(import.meta.dirname, '../../.cache/voice-latency', RECORDING_VERSION);
const VOICES: readonly Voice[] = ['flite:slt', 'flite:awb', 'flite:rms', 'flite:kal'];
/** The composer is emptied by "send it" after so many texts, as a person would. */
const TEXTS_PER_PROMPT = 3;
/** Where it is spoken. */
export type Room = 'quiet' | 'noisy';

/** RMS of the quiet room, full scale 1: -60 dB, on a cheap microphone. */
const HISS = 0.001;
/** Pink noise in the noisy room, below the speech's mean power while it sounds, in dB: a fan beside the desk. */
const NOISE_BELOW_SPEECH_DB = 15;
/** The first words begin when everything has started, in s. */
const LEAD_S = 3;
/** Between two utterances, in s: outcomes settle, and phases against the 32 ms frames vary. */
const GAP_S = { least: 1.1, most: 1.5 } as const;
const TRUTH_BLOCK_SAMPLES = (CORPUS_RATE_HZ * 5) / 1000;
/** Power 40 dB below the loudest block: what remains there is the decay of the synthesiser's filters. */
const TRUTH_SHARE = 1e-4;

interface Line {
  readonly spoken: string;
  readonly text: string | undefined;
  readonly voice: Voice;
}

/** A recording of `texts` phrases, made once and kept; needs flite and sox. */
export function spokenRecording(texts: number, room: Room = 'quiet'): SpokenRecording {
  const name = room === 'quiet' ? `${texts}` : `${texts}-${room}`;
  const description = join(FOLDER, `${name}.json`);
  if (!existsSync(description)) {
    mkdirSync(FOLDER, { recursive: true });
    const made = makeRecording(lines(texts), { room, path: join(FOLDER, `${name}.wav`) });
    writeFileSync(description, JSON.stringify(made));
  }
  // Written by this very function.
  return JSON.parse(readFileSync(description, 'utf8')) as SpokenRecording;
}

function lines(texts: number): Line[] {
  const phrases = defaultPhrasebook('en').phrases.flatMap(({ spoken, action }) =>
    action.kind === 'text' ? [{ spoken, text: action.text }] : [],
  );
  const list: Line[] = [];
  for (let index = 0; index < texts; index += 1) {
    // Another voice each time round, so that no phrase is said twice in the same way.
    const round = Math.floor(index / phrases.length);
    const voice = VOICES[(index + round) % VOICES.length] ?? 'flite:slt';
    const phrase = phrases[index % phrases.length];
    if (phrase !== undefined) list.push({ ...phrase, voice });
    if ((index + 1) % TEXTS_PER_PROMPT === 0 || index === texts - 1)
      list.push({ spoken: 'send it', text: undefined, voice });
  }
  return list;
}

function makeRecording(
  spokenLines: readonly Line[],
  { room, path }: { readonly room: Room; readonly path: string },
): SpokenRecording {
  const random = seededRandom(7);
  const parts: { readonly at: number; readonly clip: Float32Array }[] = [];
  const utterances: SpokenUtterance[] = [];
  let at = LEAD_S * CORPUS_RATE_HZ;
  for (const { spoken, text, voice } of spokenLines) {
    const clip = speak(spoken, voice);
    const { first, last } = truth(clip);
    parts.push({ at, clip });
    utterances.push({ spoken, text, startMs: toMs(at + first), endMs: toMs(at + last) });
    at += clip.length + Math.floor(random.between(GAP_S.least, GAP_S.most) * CORPUS_RATE_HZ);
  }
  const seconds = at / CORPUS_RATE_HZ + LEAD_S;
  const samples =
    room === 'quiet'
      ? whiteNoise(random, seconds, HISS)
      : noiseBelow(
          parts.map(({ clip }) => clip),
          { random, seconds },
        );
  for (const part of parts) {
    for (let index = 0; index < part.clip.length; index += 1)
      samples[part.at + index] = (samples[part.at + index] ?? 0) + (part.clip[index] ?? 0);
  }
  writeWave(path, samples);
  return { path, durationMs: toMs(samples.length), utterances };
}

/** Pink noise as loud as the noisy room has it beside these clips. */
function noiseBelow(
  clips: readonly Float32Array[],
  { random, seconds }: { readonly random: Random; readonly seconds: number },
): Float32Array {
  const sounding = clips.map((clip) => {
    const { first, last } = truth(clip);
    return clip.subarray(first, last);
  });
  const noise = pinkNoise(random, seconds, 1);
  const decibels = 10 * Math.log10(meanPower(sounding) / meanPower([noise]));
  const gain = 10 ** ((decibels - NOISE_BELOW_SPEECH_DB) / 20);
  return noise.map((sample) => gain * sample);
}

function meanPower(clips: readonly Float32Array[]): number {
  let [sum, count] = [0, 0];
  for (const clip of clips) {
    for (const sample of clip) sum += sample * sample;
    count += clip.length;
  }
  return sum / count;
}

/** Where a clean clip begins and ends to sound, in samples. */
export function truth(clip: Float32Array): { readonly first: number; readonly last: number } {
  const powers: number[] = [];
  for (let start = 0; start + TRUTH_BLOCK_SAMPLES <= clip.length; start += TRUTH_BLOCK_SAMPLES) {
    const block = clip.subarray(start, start + TRUTH_BLOCK_SAMPLES);
    powers.push(block.reduce((sum, sample) => sum + sample * sample, 0));
  }
  const least = Math.max(...powers) * TRUTH_SHARE;
  const first = powers.findIndex((power) => power > least);
  const last = powers.findLastIndex((power) => power > least);
  return { first: first * TRUTH_BLOCK_SAMPLES, last: (last + 1) * TRUTH_BLOCK_SAMPLES };
}

function toMs(samples: number): number {
  return (samples * 1000) / CORPUS_RATE_HZ;
}
