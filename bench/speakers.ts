// Measures how well speakers are told apart: each voice is enrolled with three sentences, and every voice's
// other sentences are held against all of them. `node bench/speakers.ts [--quick]`
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createSpeakerModel, createStatisticsEmbedder } from '@codex-voice/recognizers';
import {
  groupVoices,
  likeness,
  meanVector,
  requiredLikeness,
  type SpeakerEmbedder,
} from '@codex-voice/speech';
import { writeSpeakerModels } from '@codex-voice/testing';
import { seededRandom } from './recognition/random.ts';
import type { Voice } from './recognition/synthesis.ts';
import { enrolmentErrors, enrolmentScores } from './speakers/enrolments.ts';
import {
  DEVELOPMENT_SENTENCES,
  DEVELOPMENT_VOICES,
  HELD_OUT_SENTENCES,
  HELD_OUT_VOICES,
  sentenceBy,
} from './speakers/voices.ts';
import { digits, publish } from './statistics.ts';

const ENROLLED_SENTENCES = 3;
const SECOND = 16_000;
const SPEAKER_PROCESS = join(import.meta.dirname, '../apps/recognizer/src/main.ts');

const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false } } });
const few = <Item>(items: readonly Item[]): readonly Item[] =>
  values.quick ? items.slice(0, 6) : items;

/** What becomes of a sentence before it is held against the enrolled ones. */
const CONDITIONS: Readonly<Record<string, (samples: Float32Array) => Float32Array>> = {
  'a sentence': (samples) => samples,
  'its first second': (samples) => samples.subarray(0, SECOND),
  'its first two seconds': (samples) => samples.subarray(0, 2 * SECOND),
  'with noise at 15 dB': (samples) => withNoise(samples, 15),
  'another microphone': thin,
};

function withNoise(samples: Float32Array, snrDb: number): Float32Array {
  const random = seededRandom(samples.length);
  const power = samples.reduce((sum, sample) => sum + sample ** 2, 0) / samples.length;
  // A uniform number in -1 to 1 has a third of full power.
  const level = Math.sqrt((3 * power) / 10 ** (snrDb / 10));
  return samples.map((sample) => sample + level * (2 * random.fraction() - 1));
}

/** Lows and highs weakened, as by a small microphone: a first difference and a short mean. */
function thin(samples: Float32Array): Float32Array {
  return samples.map((sample, at) => {
    const before = samples[at - 1] ?? 0;
    const earlier = samples[at - 2] ?? 0;
    return sample + 0.2 * before - 0.5 * earlier;
  });
}

interface Score {
  readonly own: boolean;
  /** How much speech was held against the enrolled one, in ms. */
  readonly speechMs: number;
  readonly score: number;
}

async function embed(embedder: SpeakerEmbedder, samples: Float32Array) {
  const embedding = await embedder.embed(samples);
  return embedding.kind === 'embedded' ? embedding : undefined;
}

interface Trial {
  readonly voices: readonly Voice[];
  readonly sentences: readonly string[];
  readonly condition: (samples: Float32Array) => Float32Array;
}

async function scores(embedder: SpeakerEmbedder, trial: Trial): Promise<readonly Score[]> {
  const { voices, sentences, condition } = trial;
  const enrolled: (readonly number[])[] = [];
  const said: {
    readonly voice: number;
    readonly speechMs: number;
    readonly vector: readonly number[];
  }[] = [];
  for (const [voice, name] of voices.entries()) {
    const vectors: (readonly number[])[] = [];
    for (const [index, sentence] of sentences.entries()) {
      const samples = sentenceBy(name, sentence);
      const isEnrolled = index < ENROLLED_SENTENCES;
      const embedded = await embed(embedder, isEnrolled ? samples : condition(samples));
      if (embedded === undefined) continue;
      const { vector, speechMs } = embedded;
      if (isEnrolled) vectors.push(vector);
      else said.push({ voice, vector, speechMs });
    }
    enrolled.push(meanVector(vectors) ?? []);
  }
  return said.flatMap(({ voice, vector, speechMs }) =>
    enrolled.map((known, index) => ({
      own: index === voice,
      score: likeness(vector, known),
      speechMs,
    })),
  );
}

/** Shares of one's own that are refused, and of others that are taken, from a threshold on. */
function errors(all: readonly Score[], threshold: number): { missed: number; taken: number } {
  const share = (own: boolean, wrong: (score: Score) => boolean): number => {
    const those = all.filter((each) => each.own === own);
    return those.filter(wrong).length / those.length;
  };
  return {
    missed: share(true, ({ score, speechMs }) => score < requiredLikeness(threshold, speechMs)),
    taken: share(false, ({ score, speechMs }) => score >= requiredLikeness(threshold, speechMs)),
  };
}

function equalError(all: readonly Score[]): { readonly rate: number; readonly threshold: number } {
  let best = { rate: 1, threshold: 0, apart: Infinity };
  for (let threshold = -1; threshold <= 1; threshold += 0.01) {
    const { missed, taken } = errors(all, threshold);
    const apart = Math.abs(missed - taken);
    if (apart < best.apart) best = { rate: (missed + taken) / 2, threshold, apart };
  }
  return best;
}

const percent = (share: number): string => digits(100 * share, 1);

async function reportErrors(embedders: readonly (readonly [string, SpeakerEmbedder])[]) {
  const rows: (string | number)[][] = [];
  for (const [name, embedder] of embedders) {
    const trials: (readonly [string, Trial])[] = [
      [
        'development, a sentence',
        {
          voices: few(DEVELOPMENT_VOICES),
          sentences: DEVELOPMENT_SENTENCES,
          condition: (samples) => samples,
        },
      ],
      ...Object.entries(CONDITIONS).map(
        ([label, condition]) =>
          [
            label,
            { voices: few(HELD_OUT_VOICES), sentences: HELD_OUT_SENTENCES, condition },
          ] as const,
      ),
    ];
    for (const [label, trial] of trials) {
      const all = await scores(embedder, trial);
      const { missed, taken } = errors(all, embedder.threshold);
      const equal = equalError(all);
      rows.push([
        name,
        label,
        all.filter(({ own }) => own).length,
        all.filter(({ own }) => !own).length,
        percent(equal.rate),
        digits(equal.threshold, 2),
        digits(embedder.threshold, 2),
        percent(missed),
        percent(taken),
      ]);
    }
  }
  publish({
    name: 'speakers',
    about: `Telling ${few(HELD_OUT_VOICES).length} held-out voices of Flite and espeak-ng apart, each enrolled with three sentences and held against its other ones and everybody else's; the typical values and the built-in threshold come from ${few(DEVELOPMENT_VOICES).length} other voices. The generated model is the small true network of the tests, computed by sherpa-onnx in its process. Synthetic voices vary less than people do from day to day: read this as a lower bound of the error.`,
    columns: [
      'embedder',
      'tested with',
      'own',
      'others',
      'equal error %',
      'at',
      'threshold',
      'own refused %',
      'others taken %',
    ],
    rows,
  });
}

/** Dialogues of two and three voices, sentence by sentence. */
async function reportGroups(embedders: readonly (readonly [string, SpeakerEmbedder])[]) {
  const rows: (string | number)[][] = [];
  for (const [name, embedder] of embedders) {
    for (const count of [2, 3]) {
      for (const known of ['number told', 'not told'] as const) {
        const random = seededRandom(count);
        let [right, whole, groups, dialogues] = [0, 0, 0, 0];
        for (let dialogue = 0; dialogue < (values.quick ? 4 : 20); dialogue += 1) {
          const voices = new Set<Voice>();
          while (voices.size < count) voices.add(random.pick(HELD_OUT_VOICES));
          const turns = HELD_OUT_SENTENCES.map((sentence, index) => ({
            speaker: index < count ? index : Math.floor(random.fraction() * count),
            sentence,
          }));
          const vectors: (readonly number[])[] = [];
          for (const { speaker, sentence } of turns) {
            const samples = sentenceBy([...voices][speaker] ?? 'flite:slt', sentence);
            vectors.push((await embed(embedder, samples))?.vector ?? []);
          }
          const { threshold } = embedder;
          const found = groupVoices(
            vectors,
            known === 'not told' ? { threshold } : { threshold, speakers: count },
          );
          right += mostAgreeing(
            found,
            turns.map(({ speaker }) => speaker),
          );
          whole += turns.length;
          groups += new Set(found).size;
          dialogues += 1;
        }
        rows.push([
          name,
          count,
          known,
          dialogues,
          percent(1 - right / whole),
          digits(groups / dialogues, 1),
        ]);
      }
    }
  }
  publish({
    name: 'speakers-groups',
    about:
      'Dialogues of eight sentences by held-out voices, grouped without knowing anybody: sentences that got another speaker than they have, with the best assignment of groups to speakers.',
    columns: ['embedder', 'speakers', 'number', 'dialogues', 'wrong %', 'groups found'],
    rows,
  });
}

/** How many agree where each group is taken for the speaker it has most of, each speaker once. */
function mostAgreeing(found: readonly number[], actual: readonly number[]): number {
  const counts = new Map<string, number>();
  found.forEach((group, index) => {
    const pair = `${group} ${actual[index]}`;
    counts.set(pair, (counts.get(pair) ?? 0) + 1);
  });
  const taken = new Set<string>();
  let agreeing = 0;
  for (const [pair, count] of [...counts].sort((one, other) => other[1] - one[1])) {
    const [group, speaker] = pair.split(' ');
    if (taken.has(`g${group}`) || taken.has(`s${speaker}`)) continue;
    taken.add(`g${group}`).add(`s${speaker}`);
    agreeing += count;
  }
  return agreeing;
}

/** What different thresholds make of recordings with one voice and with two. */
const DOUBT_THRESHOLDS = [0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.84] as const;

async function reportEnrolments(embedders: readonly (readonly [string, SpeakerEmbedder])[]) {
  const flite = HELD_OUT_VOICES.filter((voice) => voice.startsWith('flite:'));
  const rows: (string | number)[][] = [];
  for (const [name, embedder] of embedders) {
    for (const [label, voices, sentences] of [
      ['development', few(DEVELOPMENT_VOICES), DEVELOPMENT_SENTENCES],
      ['held out', few(HELD_OUT_VOICES), HELD_OUT_SENTENCES],
      ['Flite alone', flite, HELD_OUT_SENTENCES],
    ] as const) {
      const found = await enrolmentScores(embedder, { voices, sentences });
      for (const threshold of DOUBT_THRESHOLDS) {
        const { doubted, unnoticed } = enrolmentErrors(found, threshold);
        const { oneVoice, twoVoices } = found;
        rows.push([
          name,
          label,
          oneVoice.length,
          twoVoices.length,
          digits(threshold, 2),
          percent(doubted),
          percent(unnoticed),
        ]);
      }
    }
  }
  publish({
    name: 'speakers-enrolment',
    about:
      'Three sentences to enrol with: of one voice, and one of them by another voice. Each is held against the mean of the others; below the threshold the person is told to enrol again.',
    columns: [
      'embedder',
      'voices',
      'one voice',
      'two voices',
      'threshold',
      'one doubted %',
      'two unnoticed %',
    ],
    rows,
  });
}

async function reportCost(embedders: readonly (readonly [string, SpeakerEmbedder])[]) {
  const rows: (string | number)[][] = [];
  for (const [name, embedder] of embedders) {
    for (const seconds of [1, 3, 10]) {
      const one = sentenceBy('flite:slt', HELD_OUT_SENTENCES[1]);
      const samples = Float32Array.from(
        { length: seconds * SECOND },
        (_, at) => one[at % one.length] ?? 0,
      );
      const took: number[] = [];
      for (let round = 0; round < 9; round += 1) {
        const beforeMs = performance.now();
        await embedder.embed(samples);
        took.push(performance.now() - beforeMs);
      }
      took.sort((a, b) => a - b);
      rows.push([name, seconds, digits(took[4] ?? 0, 1), digits(took[8] ?? 0, 1)]);
    }
  }
  publish({
    name: 'speakers-cost',
    about:
      'From the question to the answer for one stretch of speech, nine times: what the filter by voice adds at the end of an utterance. A real network of some megabytes takes longer than the generated one.',
    columns: ['embedder', 'seconds of speech', 'median ms', 'longest ms'],
    rows,
  });
}

const folder = mkdtempSync(join(tmpdir(), 'codex-voice-speakers-'));
const { embedding } = await writeSpeakerModels(folder);
const generated = await createSpeakerModel({
  model: { id: 'generated', file: embedding, provider: 'cpu', threads: 1 },
  command: { file: process.execPath, args: ['--no-warnings', SPEAKER_PROCESS] },
});
const embedders = [
  ['built-in', createStatisticsEmbedder()],
  ['generated model', generated],
] as const;
await reportErrors(embedders);
await reportGroups(embedders);
await reportEnrolments(embedders);
await reportCost(embedders);
generated.dispose();
rmSync(folder, { recursive: true, force: true });
process.exit(0);
