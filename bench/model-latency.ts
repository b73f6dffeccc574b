// From the end of speech to its final text through the whole engine with a model in a process of its own, and
// from its beginning to the first words shown. The model is a generated one that hears melodies and costs next
// to nothing: what remains is the engine's own share.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startVoiceSession, type VoiceSessionEvent } from '@codex-voice/engine';
import { DEFAULT_SEGMENTER_SETTINGS, FRAME_MS } from '@codex-voice/speech';
import { melody, writeToneModel } from '@codex-voice/testing';
import { seededRandom } from './recognition/random.ts';
import { countOption, digits, publish, quantile, sleep } from './statistics.ts';
import { schedulingNote } from './voice-latency/lateness.ts';
import { truth } from './voice-latency/spoken-recording.ts';

const RATE_HZ = 16_000;
/** What a microphone hands over at once, in samples: 10 ms. */
const PUSH_SAMPLES = RATE_HZ / 100;
/** Between two utterances, in s: longer than the silence that ends one; phases against frames vary. */
const GAP_S = { least: 0.9, most: 1.2 } as const;
/** RMS of the room, full scale 1: -60 dB. */
const HISS = 0.001;
const PATIENCE_MS = 5_000;
/** The silence that ends an utterance, in whole frames, in ms. */
const SILENCE_FRAMES_MS = Math.ceil(DEFAULT_SEGMENTER_SETTINGS.silenceMs / FRAME_MS) * FRAME_MS;

/** One word each: the silence between two would end the utterance. No `a` nor `b`: the room drowns these in one model. */
const WORDS = ['undo', 'next', 'show', 'open', 'commit', 'revert', 'explore', 'stop'];

const utterances = countOption('utterances', 200, 20);
const random = seededRandom(11);
const rows = [];
for (const layout of ['streaming-t-one', 'streaming-transducer', 'nemo-ctc'] as const)
  rows.push(...(await measure(layout)));

publish({
  name: 'model-latency',
  about: `The whole engine as a library, sound pushed in real time 10 ms at a time, ${utterances} melodies a model, which hears them in a process of its own; speech is told from silence by loudness, since a melody is none to Silero. Times are from the true beginning and end of the sound; the silence that ends an utterance is ${DEFAULT_SEGMENTER_SETTINGS.silenceMs} ms. The models are generated, of a few KB, so what follows the silence is everything but a model. A letter sounds for 120 ms, so nothing can be shown before that, and each layout hears in pieces of its own, T-one in 300 ms; one of them ends with the seventh frame of speech. An early timer's lateness is in the figures.${schedulingNote()}`,
  columns: ['ms', 'utterances', 'p50', 'p95', 'max'],
  rows,
});
process.exit(0);

interface Sung {
  readonly text: string;
  readonly firstMs: number;
  readonly lastMs: number;
  readonly endMs: number;
  readonly samples: Int16Array;
}

function sing(index: number): Sung {
  const text = WORDS[index % WORDS.length] ?? 'run it';
  const clip = melody(text);
  const { first, last } = truth(clip);
  const gap = Math.floor(random.between(GAP_S.least, GAP_S.most) * RATE_HZ);
  const samples = Int16Array.from({ length: clip.length + gap }, (_, at) =>
    Math.round(32_767 * ((clip[at] ?? 0) + HISS * random.between(-1, 1))),
  );
  const toMs = (at: number): number => (at * 1000) / RATE_HZ;
  return { text, firstMs: toMs(first), lastMs: toMs(last), endMs: toMs(samples.length), samples };
}

interface Told {
  readonly event: VoiceSessionEvent;
  readonly atMs: number;
}

async function measure(
  layout: Parameters<typeof writeToneModel>[1],
): Promise<(string | number)[][]> {
  const folder = mkdtempSync(join(tmpdir(), 'codex-voice-model-latency-'));
  let told: Told[] = [];
  const session = await startVoiceSession({
    sampleRateHz: RATE_HZ,
    recognizers: [await writeToneModel(join(folder, layout), layout)],
    voiceActivity: 'energy',
    onEvent: (event) => told.push({ event, atMs: performance.now() }),
  });
  const noticed: number[] = [];
  const firstShown: number[] = [];
  const finals: number[] = [];
  const shares: number[] = [];
  let pushedMs = 0;
  let lost = 0;
  try {
    let startMs = performance.now();
    for (let index = 0; index < utterances; index += 1) {
      const sung = sing(index);
      told = [];
      await play(sung.samples, startMs, (samples) => session.pushAudioFrame(samples));
      const deadlineMs = performance.now() + PATIENCE_MS;
      while (!told.some(({ event }) => event.type === 'final') && performance.now() < deadlineMs)
        await sleep(1);
      const final = told.find(({ event }) => event.type === 'final');
      const shown = told.find(({ event }) => event.type === 'partial' && event.text !== '');
      if (final?.event.type === 'final' && spelt(final.event.text) === sung.text) {
        finals.push(final.atMs - startMs - sung.lastMs);
        const closedMs = startMs + final.event.endMs + SILENCE_FRAMES_MS - pushedMs;
        shares.push(final.atMs - closedMs);
      } else lost += 1;
      pushedMs += sung.endMs;
      const started = told.find(({ event }) => event.type === 'speech-started');
      if (started !== undefined) noticed.push(started.atMs - startMs - sung.firstMs);
      if (shown !== undefined) firstShown.push(shown.atMs - startMs - sung.firstMs);
      startMs = Math.max(startMs + sung.endMs, performance.now());
    }
  } finally {
    await session.close();
    rmSync(folder, { recursive: true });
  }
  const name = lost === 0 ? layout : `${layout} (${lost} not heard as sung)`;
  return [
    row(`${name}: beginning → noticed`, noticed),
    ...(firstShown.length === 0 ? [] : [row('· beginning → first words', firstShown)]),
    row('· end → final text', finals),
    row('· · the last frame of the silence is whole → final text', shares),
  ];
}

function spelt(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z' ]/gu, '')
    .trim();
}

/** Pushes each piece when its last sample would have been recorded. */
async function play(
  samples: Int16Array,
  startMs: number,
  push: (samples: Int16Array) => void,
): Promise<void> {
  for (let at = 0; at < samples.length; at += PUSH_SAMPLES) {
    const piece = samples.subarray(at, at + PUSH_SAMPLES);
    const dueMs = startMs + ((at + piece.length) * 1000) / RATE_HZ;
    const waitMs = dueMs - performance.now();
    if (waitMs > 0) await sleep(waitMs);
    push(piece);
  }
}

function row(name: string, samples: readonly number[]): (string | number)[] {
  const quantiles = [0.5, 0.95, 1].map((share) => digits(quantile(samples, share), 0));
  return [name, samples.length, ...quantiles];
}
