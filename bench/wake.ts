// Measures the wake phrase on the real path (voice activity → wake listener): how often it is missed,
// alone and followed by a command in one breath, how often other sound wakes, and what it costs.
//
//   node bench/wake.ts [--set development|held-out] [--phrase "hey codex"]
//
// CODEX_VOICE_EXTRA_SPEECH names a folder of further recordings without the phrase (16 kHz mono WAV).
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createPhraseWakeListener, createVoiceActivity } from '@codex-voice/recognizers';
import { FRAME_SAMPLES, type Wake } from '@codex-voice/speech';
import { type CorpusSet, ensureCorpus, inRoom, PHRASE_VOICES } from './recognition/make-corpus.ts';
import { seededRandom } from './recognition/random.ts';
import { MANNERS, speak } from './recognition/synthesis.ts';
import { CORPUS_RATE_HZ, readWave } from './recognition/wave-file.ts';
import { digits, publish, quantile } from './statistics.ts';

/** What may follow in the same breath. */
const CONTINUATIONS = ['', ', fix the failing tests', ' what changed'];

const { values } = parseArgs({
  options: {
    set: { type: 'string', default: 'held-out' },
    phrase: { type: 'string', default: 'hey codex' },
    quick: { type: 'boolean', default: false },
  },
});
const set: CorpusSet = values.set === 'development' ? 'development' : 'held-out';
const listener = await createPhraseWakeListener({
  phrases: [{ spoken: values.phrase }],
  language: 'en',
});
const { voiceActivity } = await createVoiceActivity();

interface Woken extends Wake {
  readonly atS: number;
}

function listen(samples: Float32Array): {
  readonly woken: readonly Woken[];
  readonly cpuS: number;
} {
  voiceActivity.reset();
  listener.reset();
  const woken: Woken[] = [];
  const before = process.cpuUsage();
  for (let at = 0; at + FRAME_SAMPLES <= samples.length; at += FRAME_SAMPLES) {
    const frame = samples.subarray(at, at + FRAME_SAMPLES);
    const wake = listener.accept(frame, voiceActivity.accept(frame));
    if (wake !== undefined) woken.push({ ...wake, atS: (at + FRAME_SAMPLES) / CORPUS_RATE_HZ });
  }
  const { user, system } = process.cpuUsage(before);
  return { woken, cpuS: (user + system) / 1_000_000 };
}

function reportPhrases(): void {
  const random = seededRandom(31);
  const rows = PHRASE_VOICES[set].map((voice) => {
    const all = Object.values(MANNERS).flatMap((manner) =>
      CONTINUATIONS.map((rest) => {
        const speech = speak(`${values.phrase}${rest}`, voice, manner);
        const hiss = random.between(0.0002, 0.002);
        const { woken } = listen(inRoom(random, { speech, hiss }));
        return { manner: manner.name, rest, woken };
      }),
    );
    const right = all.filter(({ woken }) => woken.length === 1);
    const alone = all.filter(({ rest }) => rest === '');
    const lateMs = right.flatMap(({ woken }) =>
      woken.map((wake) => (wake.agoSamples * 1000) / CORPUS_RATE_HZ),
    );
    const missed = all.filter(({ woken }) => woken.length === 0);
    return [
      voice,
      alone.length,
      alone.filter(({ woken }) => woken.length === 1).length,
      all.length - alone.length,
      right.filter(({ rest }) => rest !== '').length,
      all.filter(({ woken }) => woken.length > 1).length,
      digits(quantile(lateMs, 0.5), 0),
      digits(quantile(lateMs, 0.95), 0),
      [...new Set(missed.map(({ manner }) => manner))].join(', '),
    ];
  });
  publish({
    name: 'wake-phrase',
    about: `“${values.phrase}” in seven manners of each voice, alone and followed by words in one breath, in a quiet room's hiss: how often it woke, and how long after its end that was noticed (what was said meanwhile is kept).`,
    columns: [
      'voice',
      'alone',
      'woke',
      'followed',
      'woke',
      'twice',
      'noticed p50 ms',
      'p95 ms',
      'missed where',
    ],
    rows,
  });
}

function reportFalse(): void {
  const extra = process.env.CODEX_VOICE_EXTRA_SPEECH;
  const items = [
    ...ensureCorpus().flatMap((item) =>
      item.set !== set || item.kind === 'phrase'
        ? []
        : [{ kind: item.kind, name: `${item.kind}: ${item.source}`, path: item.path }],
    ),
    ...(extra === undefined ? [] : readdirSync(extra))
      .filter((name) => name.endsWith('.wav'))
      .map((name) => ({ kind: 'speech', name: `speech: ${name}`, path: join(extra ?? '', name) })),
  ].filter((item) => !values.quick || item.kind === 'silence');
  const groups = new Map<string, { seconds: number; cpuS: number; woken: string[] }>();
  for (const { kind, name, path } of items) {
    const samples = readWave(path);
    const { woken, cpuS } = listen(samples);
    for (const group of [name, `all ${kind}`]) {
      const sum = groups.get(group) ?? { seconds: 0, cpuS: 0, woken: [] };
      groups.set(group, sum);
      sum.seconds += samples.length / CORPUS_RATE_HZ;
      sum.cpuS += cpuS;
      sum.woken.push(...woken.map(({ atS }) => `${atS.toFixed(1)} s`));
    }
  }
  publish({
    name: 'wake-false',
    about: `Wakes in audio without the phrase, and what voice activity and the wake listener together cost, of one core, while that audio plays.`,
    columns: ['audio', 'minutes', 'false', 'an hour', 'CPU %', 'where'],
    rows: Array.from(groups, ([name, { seconds, cpuS, woken }]) => [
      name,
      digits(seconds / 60, 1),
      woken.length,
      digits((woken.length * 3600) / seconds, 2),
      digits((100 * cpuS) / seconds, 1),
      woken.join(', '),
    ]),
  });
}

reportPhrases();
reportFalse();
process.exit(0);
