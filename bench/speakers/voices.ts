// The voices and sentences that speakers are told apart by: those that typical values and thresholds come
// from, and others, never looked at for that, with which the error is measured.
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { speak, type Voice } from '../recognition/synthesis.ts';
import { readWave, writeWave } from '../recognition/wave-file.ts';

const FOLDER = join(import.meta.dirname, '../../.cache/speakers');

const espeak = (names: string): readonly Voice[] =>
  names.split(' ').map((name): Voice => `espeak:en-us+${name}`);

/** Variants of one synthesiser differ in pitch, formants and voice quality. */
export const DEVELOPMENT_VOICES: readonly Voice[] = espeak(
  'Alex Andrea Annie aunty benjamin caleb Denis ed Gene Hugo Jacky linda Marco miguel pablo pedro rob Storm f1 f3 f5 m2 m4 m6 m8 grandma klatt2 norbert shelby zac',
);

/** Other variants, and all that Flite has, which are recorded from people. */
export const HELD_OUT_VOICES: readonly Voice[] = [
  'flite:kal16',
  'flite:awb',
  'flite:rms',
  'flite:slt',
  'espeak:en-gb',
  ...espeak(
    'adam Alicia Andy antonio belinda boris david Diogo edward Henrique iven Lee marcelo michael Nguyen paul quincy steph anika f2 f4 m1 m3 m5 m7 grandpa klatt klatt4 sandro victor',
  ),
];

export const DEVELOPMENT_SENTENCES = [
  'The tests fail on the second run because the cache is not cleared.',
  'Please move this function into its own file and keep the name.',
  'I think we should open a pull request before the end of the day.',
  'Show me which files have changed since yesterday morning.',
  'Why does the build take so long on the small machine?',
  'Write a short note about the new option for the people who use it.',
  'Let us remove the old code and see whether anything still needs it.',
  'The answer of the server is cut off after a few thousand bytes.',
] as const;

export const HELD_OUT_SENTENCES = [
  'Rename the variable and run everything again.',
  'Nobody knows what this number means or where it comes from.',
  'My neighbour has painted the garden gate a second time this year.',
  'Could you explain what happens between these two calls?',
  'The first train leaves at seven and the last one after midnight.',
  'We have to check every input before it reaches the database.',
  'There is a quiet river behind the house where we used to live.',
  'Split the page into three parts and give each of them a title.',
] as const;

/** 16 kHz samples; synthesised once and kept. */
export function sentenceBy(voice: Voice, sentence: string): Float32Array {
  mkdirSync(FOLDER, { recursive: true });
  const name = `${voice} ${sentence}`.replaceAll(/[^a-zA-Z0-9+]+/g, '-');
  const path = join(FOLDER, `${name}.wav`);
  if (!existsSync(path)) writeWave(path, speak(sentence, voice));
  return readWave(path);
}
