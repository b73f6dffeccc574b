// Measures recognition on the real path (voice activity → segmenter → phrase recogniser): phrases
// got right in each voice, false phrases in other sound, time, processor and memory.
//
//   node bench/recognition.ts [--set development|held-out] [--kind phrase|speech|music|noise|silence]…
//
// CODEX_VOICE_EXTRA_SPEECH names a folder of further recordings (16 kHz mono 16-bit WAV) that hold
// no phrase; they count as other speech.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  createPhraseRecognizer,
  createVoiceActivity,
  type PhraseRecognizer,
} from '@codex-voice/recognizers';
import { defaultPhrasebook, FRAME_SAMPLES, type VoiceActivity } from '@codex-voice/speech';
import { type CorpusItem, type CorpusSet, ensureCorpus } from './recognition/make-corpus.ts';
import { type HeardSegment, hear } from './recognition/pipeline.ts';
import { CORPUS_RATE_HZ, readWave } from './recognition/wave-file.ts';
import { publish, quantile } from './statistics.ts';

interface Parts {
  readonly voiceActivity: VoiceActivity;
  readonly recognizer: PhraseRecognizer;
}

interface Outcome {
  readonly item: CorpusItem;
  readonly audioS: number;
  readonly processorMs: number;
  readonly heard: readonly HeardSegment[];
}

/** Utterances of 0.3 s that memory has to stay flat over. */
const REPEATED_UTTERANCES = 2000;

function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

async function run(item: CorpusItem, parts: Parts): Promise<Outcome> {
  const samples = readWave(item.path);
  const before = processorMs();
  const heard = await hear(samples, parts);
  const accepted = heard.filter(({ recognition }) => recognition.verdict === 'accepted').length;
  process.stderr.write(`${item.path}: ${heard.length} heard, ${accepted} accepted\n`);
  return {
    item,
    heard,
    audioS: samples.length / CORPUS_RATE_HZ,
    processorMs: processorMs() - before,
  };
}

function extraSpeech(folder: string | undefined, set: CorpusSet): readonly CorpusItem[] {
  if (folder === undefined) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.wav'))
    .map((name) => ({ kind: 'speech', set, path: join(folder, name), source: 'recordings' }));
}

function acceptedTexts({ heard }: Outcome): readonly string[] {
  return heard.flatMap(({ recognition }) =>
    recognition.verdict === 'accepted' ? [recognition.text] : [],
  );
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

function reportPhrases(outcomes: readonly Outcome[]): void {
  const groups = new Map<string, { right: number; wrong: number; missed: number }>();
  const misses: string[] = [];
  for (const outcome of outcomes) {
    const { item } = outcome;
    if (item.kind !== 'phrase') continue;
    const texts = acceptedTexts(outcome);
    const right = texts.length === 1 && texts[0] === item.text;
    for (const name of [item.voice, `${item.voice.split(':')[0]} ${item.manner}`]) {
      const group = groups.get(name) ?? { right: 0, wrong: 0, missed: 0 };
      groups.set(name, group);
      if (right) group.right += 1;
      else if (texts.length > 0) group.wrong += 1;
      else group.missed += 1;
    }
    if (!right)
      misses.push(`${item.voice} ${item.manner}: "${item.text}" → ${texts.join(', ') || '–'}`);
  }
  publish({
    name: 'recognition-phrases',
    about:
      'Phrases of the default list, spoken by synthesisers: taken for what they are, for another, for none.',
    columns: ['voice or manner', 'phrases', 'right', 'wrong', 'missed', 'right of all'],
    rows: Array.from(groups, ([name, { right, wrong, missed }]) => {
      const all = right + wrong + missed;
      return [name, all, right, wrong, missed, percent(right / all)];
    }),
  });
  if (misses.length > 0) console.log(`${misses.join('\n')}\n`);
}

function reportFalsePhrases(outcomes: readonly Outcome[]): void {
  const groups = new Map<string, { seconds: number; segments: number; accepted: string[] }>();
  for (const outcome of outcomes) {
    const { item } = outcome;
    if (item.kind === 'phrase') continue;
    for (const name of [`${item.kind}: ${item.source}`, `all ${item.kind}`]) {
      const group = groups.get(name) ?? { seconds: 0, segments: 0, accepted: [] };
      groups.set(name, group);
      group.seconds += outcome.audioS;
      group.segments += outcome.heard.length;
      for (const { recognition, startMs } of outcome.heard) {
        if (recognition.verdict === 'accepted') {
          group.accepted.push(`${recognition.text} (${(startMs / 1000).toFixed(1)} s)`);
        }
      }
    }
  }
  publish({
    name: 'recognition-false-phrases',
    about:
      'Phrases heard in audio that holds none; every fourth sentence of the speech has words of the phrases in it.',
    columns: ['audio', 'minutes', 'segments', 'false', 'per hour', 'which'],
    rows: Array.from(groups, ([name, { seconds, segments, accepted }]) => [
      name,
      (seconds / 60).toFixed(1),
      segments,
      accepted.length,
      ((accepted.length * 3600) / seconds).toFixed(2),
      accepted.join(', '),
    ]),
  });
}

/** Processor time of voice activity alone, as a share of the audio's length. */
function voiceActivityShare(voiceActivity: VoiceActivity): number {
  const frame = new Float32Array(FRAME_SAMPLES);
  const frames = 2000;
  const before = processorMs();
  for (let count = 0; count < frames; count += 1) voiceActivity.accept(frame);
  return (processorMs() - before) / ((frames * FRAME_SAMPLES * 1000) / CORPUS_RATE_HZ);
}

function heapGrowthBytes(recognizer: PhraseRecognizer, item: CorpusItem | undefined): number {
  if (item === undefined) return 0;
  const sound = readWave(item.path).subarray(CORPUS_RATE_HZ, 1.3 * CORPUS_RATE_HZ);
  const before = recognizer.heapBytes;
  for (let count = 0; count < REPEATED_UTTERANCES; count += 1) {
    const utterance = recognizer.begin();
    utterance.accept(sound);
    utterance.finish();
  }
  return recognizer.heapBytes - before;
}

function reportCost(outcomes: readonly Outcome[], parts: Parts, loadMs: number): void {
  const heard = outcomes.flatMap((outcome) => outcome.heard);
  const finishMs = heard.map((segment) => segment.finishMs);
  const share = (kind: CorpusItem['kind']) => {
    const some = outcomes.filter(({ item }) => item.kind === kind);
    if (some.length === 0) return '–';
    const spent = some.reduce((sum, outcome) => sum + outcome.processorMs, 0);
    return percent(spent / 1000 / some.reduce((sum, outcome) => sum + outcome.audioS, 0));
  };
  publish({
    name: 'recognition-cost',
    about:
      'What recognition costs: shares are processor time over the length of the audio, of one core.',
    columns: ['what', 'value'],
    rows: [
      ['load and warm, ms', loadMs.toFixed(0)],
      ['end of segment → text, median ms', quantile(finishMs, 0.5).toFixed(1)],
      ['end of segment → text, 95 % ms', quantile(finishMs, 0.95).toFixed(1)],
      [
        'decoding a segment, all of it, median ms',
        quantile(
          heard.map(({ decodeMs }) => decodeMs),
          0.5,
        ).toFixed(0),
      ],
      [
        `voice activity alone (${parts.voiceActivity.name})`,
        percent(voiceActivityShare(parts.voiceActivity)),
      ],
      ['whole path in silence', share('silence')],
      ['whole path in phrases', share('phrase')],
      ['whole path in other speech', share('speech')],
      ['resident memory of the process, MiB', (process.memoryUsage().rss / 2 ** 20).toFixed(0)],
      [
        `engine memory after ${REPEATED_UTTERANCES} more utterances, bytes more`,
        heapGrowthBytes(
          parts.recognizer,
          outcomes.find(({ item }) => item.kind === 'phrase')?.item,
        ),
      ],
    ],
  });
}

const { values } = parseArgs({
  options: {
    set: { type: 'string', default: 'held-out' },
    kind: {
      type: 'string',
      multiple: true,
      default: ['phrase', 'speech', 'music', 'noise', 'silence'],
    },
  },
});
if (values.set !== 'held-out' && values.set !== 'development') {
  throw new Error(`--set: expected held-out or development, got ${values.set}`);
}
const set: CorpusSet = values.set;
const items = [
  ...ensureCorpus().filter((item) => item.set === set),
  ...extraSpeech(process.env.CODEX_VOICE_EXTRA_SPEECH, set),
].filter((item) => values.kind.includes(item.kind));
const loadStart = performance.now();
const parts: Parts = {
  voiceActivity: (await createVoiceActivity()).voiceActivity,
  recognizer: await createPhraseRecognizer({
    phrases: defaultPhrasebook('en').phrases,
    language: 'en',
  }),
};
const loadMs = performance.now() - loadStart;
const outcomes: Outcome[] = [];
for (const item of items) outcomes.push(await run(item, parts));
reportPhrases(outcomes);
reportFalsePhrases(outcomes);
reportCost(outcomes, parts, loadMs);
parts.recognizer.dispose();
parts.voiceActivity.dispose();
