// Makes the audio that recognition is measured on and keeps it under .cache/corpus: phrases in
// several voices and manners, other speech, music, noise and silence. Development and held-out
// material share no voice, no sentence order and no noise. Run it alone, or let the bench do so.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { defaultPhrasebook } from '@codex-voice/speech';
import { type Random, seededRandom } from './random.ts';
import { otherSentence } from './sentences.ts';
import { babble, brownNoise, keyClicks, music, pinkNoise, whiteNoise } from './sounds.ts';
import { MANNERS, type Manner, speak, type Voice } from './synthesis.ts';
import { CORPUS_RATE_HZ, writeWave } from './wave-file.ts';

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

const PHRASE_VOICES: Readonly<Record<CorpusSet, readonly Voice[]>> = {
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

/** The corpus, made first if this version isn't there. */
export function ensureCorpus(folder: string = CORPUS_FOLDER): readonly CorpusItem[] {
  const list = join(folder, 'items.json');
  if (!existsSync(list)) {
    mkdirSync(folder, { recursive: true });
    const items = (['development', 'held-out'] as const).flatMap((set) => [
      ...makePhrases(folder, set),
      ...makeOthers(folder, set),
    ]);
    writeFileSync(list, JSON.stringify(items));
  }
  // Written by this very file.
  return JSON.parse(readFileSync(list, 'utf8')) as CorpusItem[];
}

/** Every phrase plainly and in two of the other manners, in turn. */
function makePhrases(folder: string, set: CorpusSet): CorpusItem[] {
  const random = seededRandom(set === 'development' ? 1 : 2);
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
        const path = join(folder, fileName([set, voice, spoken, manner.name]));
        const hiss = random.between(0.0002, 0.002);
        writeWave(path, inRoom(random, { speech: speak(spoken, voice, manner), hiss }));
        return { kind: 'phrase', set, path, voice, manner: manner.name, text: spoken };
      });
    }),
  );
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
  const random = seededRandom(set === 'development' ? 11 : 12);
  const items: CorpusItem[] = [];
  const keep = (
    kind: 'speech' | 'music' | 'noise' | 'silence',
    source: string,
    samples: Float32Array,
  ) => {
    const path = join(folder, fileName([set, kind, source]));
    writeWave(path, samples);
    items.push({ kind, set, path, source });
    return samples;
  };
  const speech = OTHER_SPEECH[set].map(([voice, minutes]) =>
    keep('speech', voice, conversation(random, voice, minutes)),
  );
  keep('music', 'melodies', music(random, MUSIC_MINUTES[set] * 60));
  const seconds = NOISE_MINUTES[set] * 60;
  keep('noise', 'white', whiteNoise(random, seconds, 0.05));
  keep('noise', 'pink', pinkNoise(random, seconds, 0.2));
  keep('noise', 'brown', brownNoise(random, seconds, 0.4));
  keep('noise', 'babble', babble(random, seconds, speech));
  keep('noise', 'key-clicks', keyClicks(random, seconds));
  keep('silence', 'digital-zero', new Float32Array(SILENCE_MINUTES[set] * 60 * CORPUS_RATE_HZ));
  keep('silence', 'low-hiss', whiteNoise(random, SILENCE_MINUTES[set] * 60, 0.001));
  return items;
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

function fileName(parts: readonly string[]): string {
  return `${parts.join('_').replaceAll(/[^a-z0-9_-]+/gi, '-')}.wav`;
}

if (import.meta.main) {
  const items = ensureCorpus();
  process.stdout.write(`${items.length} files in ${CORPUS_FOLDER}\n`);
}
