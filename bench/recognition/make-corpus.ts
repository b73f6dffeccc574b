// Makes the audio that recognition is measured on and keeps it under .cache/corpus: phrases in
// several voices and manners, other speech, music, noise and silence. Development and held-out
// material share no voice and no noise. Run it alone, or let the bench do so.

import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { crc32 } from 'node:zlib';
import { defaultPhrasebook } from '@codex-voice/speech';
import { type Random, seededRandom } from './random.ts';
import { otherSentence } from './sentences.ts';
import { babble, brownNoise, keyClicks, music, pinkNoise, whiteNoise } from './sounds.ts';
import { MANNERS, type Manner, speak, type Voice } from './synthesis.ts';
import { CORPUS_RATE_HZ, readWave, writeWave } from './wave-file.ts';

/** `development` tunes, `held-out` measures. */
export type CorpusSet = 'development' | 'held-out';

/** One file: a phrase said once, or a long stretch that holds none. */
export type CorpusItem =
  | {
      readonly kind: 'phrase';
      readonly set: CorpusSet;
      readonly path: string;
      readonly voice: Voice;
      readonly manner: string;
      readonly text: string;
    }
  | {
      readonly kind: 'speech' | 'music' | 'noise' | 'silence';
      readonly set: CorpusSet;
      readonly path: string;
      readonly source: string;
    };

/** Change it when what is made changes. */
const CORPUS_VERSION = 'v1';

export const CORPUS_FOLDER = resolve(import.meta.dirname, '../../.cache/corpus', CORPUS_VERSION);

export const PHRASE_VOICES: Readonly<Record<CorpusSet, readonly Voice[]>> = {
  development: ['flite:kal', 'flite:slt'],
  'held-out': ['flite:awb', 'flite:rms', 'espeak:en-us', 'espeak:en-gb-x-rp+f3'],
};

const OTHER_SPEECH: Readonly<Record<CorpusSet, readonly (readonly [Voice, number])[]>> = {
  development: [
    ['flite:kal', 8],
    ['flite:slt', 8],
    ['espeak:en-gb-scotland', 6],
  ],
  'held-out': [
    ['flite:awb', 15],
    ['flite:rms', 15],
    ['espeak:en-us+f3', 10],
    ['espeak:en-gb', 10],
    ['espeak:en-us+m7', 10],
  ],
};

/** Minutes of music, and of each kind of noise. */
const MUSIC_MINUTES = { development: 6, 'held-out': 20 } as const;
const NOISE_MINUTES = { development: 1, 'held-out': 4 } as const;
const SILENCE_MINUTES = { development: 2, 'held-out': 5 } as const;

/** The corpus; files that aren't there yet are made, each from a seed of its own. */
export function ensureCorpus(folder: string = CORPUS_FOLDER): readonly CorpusItem[] {
  mkdirSync(folder, { recursive: true });
  return (['development', 'held-out'] as const).flatMap((set) => [
    ...makePhrases(folder, set),
    ...makeOthers(folder, set),
  ]);
}

/** Every phrase plainly and in two of the other manners, in turn. */
function makePhrases(folder: string, set: CorpusSet): CorpusItem[] {
  const others = [
    MANNERS.fast,
    MANNERS.slow,
    MANNERS.high,
    MANNERS.low,
    MANNERS.quiet,
    MANNERS.loud,
  ];
  return PHRASE_VOICES[set].flatMap((voice) =>
    defaultPhrasebook('en').phrases.flatMap(({ spoken }, index) => {
      const first = others[index % others.length] ?? MANNERS.fast;
      const second = others[(index + 3) % others.length] ?? MANNERS.slow;
      return [MANNERS.plain, first, second].map((manner: Manner): CorpusItem => {
        const path = makeOnce(folder, [set, voice, spoken, manner.name], (random) => {
          const hiss = random.between(0.0002, 0.002);
          return inRoom(random, { speech: speak(spoken, voice, manner), hiss });
        });
        return { kind: 'phrase', set, path, voice, manner: manner.name, text: spoken };
      });
    }),
  );
}

/** Path of the file named after `parts`, made if it isn't there. */
function makeOnce(
  folder: string,
  parts: readonly string[],
  make: (random: Random) => Float32Array,
): string {
  const name = `${parts.join('_').replaceAll(/[^a-z0-9_-]+/gi, '-')}.wav`;
  const path = join(folder, name);
  if (!existsSync(path)) writeWave(path, make(seededRandom(crc32(name))));
  return path;
}

/** A phrase between stretches of the hiss a microphone has. */
export function inRoom(
  random: Random,
  options: { readonly speech: Float32Array; readonly hiss: number },
): Float32Array {
  const lead = Math.floor(random.between(0.6, 1) * CORPUS_RATE_HZ);
  const samples = whiteNoise(
    random,
    (lead + options.speech.length) / CORPUS_RATE_HZ + 1,
    options.hiss,
  );
  for (let index = 0; index < options.speech.length; index += 1) {
    samples[lead + index] = (samples[lead + index] ?? 0) + (options.speech[index] ?? 0);
  }
  return samples;
}

function makeOthers(folder: string, set: CorpusSet): CorpusItem[] {
  const noiseS = NOISE_MINUTES[set] * 60;
  const silenceS = SILENCE_MINUTES[set] * 60;
  const item = (
    kind: 'speech' | 'music' | 'noise' | 'silence',
    source: string,
    make: (random: Random) => Float32Array,
  ): CorpusItem => ({ kind, set, source, path: makeOnce(folder, [set, kind, source], make) });
  const speech = OTHER_SPEECH[set].map(([voice, minutes]) =>
    item('speech', voice, (random) => conversation(random, voice, minutes)),
  );
  return [
    ...speech,
    item('music', 'melodies', (random) => music(random, MUSIC_MINUTES[set] * 60)),
    item('noise', 'white', (random) => whiteNoise(random, noiseS, 0.05)),
    item('noise', 'pink', (random) => pinkNoise(random, noiseS, 0.2)),
    item('noise', 'brown', (random) => brownNoise(random, noiseS, 0.4)),
    item('noise', 'babble', (random) =>
      babble(
        random,
        noiseS,
        speech.map(({ path }) => readWave(path)),
      ),
    ),
    item('noise', 'key-clicks', (random) => keyClicks(random, noiseS)),
    item('silence', 'digital-zero', () => new Float32Array(silenceS * CORPUS_RATE_HZ)),
    item('silence', 'low-hiss', (random) => whiteNoise(random, silenceS, 0.001)),
  ];
}

/** Sentence after sentence, with pauses and levels as they come. */
export function conversation(random: Random, voice: Voice, minutes: number): Float32Array {
  const samples = whiteNoise(random, minutes * 60, 0.0005);
  let at = 0;
  while (at < samples.length) {
    const stretch = random.between(0.85, 1.2);
    const sentence = speak(otherSentence(random), voice, { name: 'talk', stretch });
    const level = random.between(0.4, 1);
    for (let index = 0; index < sentence.length && at + index < samples.length; index += 1) {
      samples[at + index] = (samples[at + index] ?? 0) + level * (sentence[index] ?? 0);
    }
    at += sentence.length + Math.floor(random.between(0.1, 1.2) * CORPUS_RATE_HZ);
  }
  return samples;
}

if (import.meta.main) {
  const items = ensureCorpus();
  process.stdout.write(`${items.length} files in ${CORPUS_FOLDER}\n`);
}
