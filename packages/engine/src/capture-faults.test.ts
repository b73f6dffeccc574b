// What devices and disks do to whoever listens: nothing said is lost by it, and each fault is told once.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { FinalEvent, VoiceEvent } from '@codex-voice/protocol';
import { createEnergyVoiceActivity } from '@codex-voice/recognizers';
import {
  ClippingWatch,
  FRAME_MS,
  FRAME_SAMPLES,
  type Recognizer,
  SAMPLE_RATE_HZ,
  type VoiceActivity,
  WAVE_HEADER_BYTES,
} from '@codex-voice/speech';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Journal, readJournal } from './journal.ts';
import { Pipeline } from './pipeline.ts';
import { openAudioFile } from './utterance-audio.ts';

/** A frame's first sample is its probability of speech. */
const firstSample: VoiceActivity = {
  name: 'first-sample',
  accept: (frame) => frame[0] ?? 0,
  reset: () => undefined,
  dispose: () => undefined,
};

/** Keeps what it is given; `work` is what accepting costs. */
function listeningTo(heard: number[], work: () => void = () => {}): Recognizer {
  return {
    name: 'keeping',
    abilities: { dictation: 'free', partials: 'none', terms: 'none', languages: 'any' },
    begin: () => ({
      accept: (samples) => {
        work();
        heard.push(...samples);
      },
      partial: () => ({ text: '', settledLength: 0 }),
      finish: async () => ({ verdict: 'accepted', text: 'words' }),
      abandon: () => {},
    }),
    dispose: () => {},
  };
}

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'codex-voice-faults-'));
});
afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

interface World {
  readonly voiceActivity?: VoiceActivity;
  readonly journal?: Journal;
  readonly work?: () => void;
}

function world({ voiceActivity = firstSample, journal, work }: World = {}) {
  const events: VoiceEvent[] = [];
  const heard: number[] = [];
  const pipeline = new Pipeline({
    voiceActivity,
    recognizer: listeningTo(heard, work),
    ...(journal === undefined ? {} : { journal }),
    clipping: new ClippingWatch(),
    settings: { silenceMs: 64, minimumSpeechMs: 64, preRollMs: 96 },
    emit: (event) => events.push(event),
    nowMs: () => 0,
  });
  const finals = (): FinalEvent[] =>
    events.flatMap((event) => (event.type === 'final' ? [event] : []));
  const problems = (code: string) =>
    events.filter((event) => event.type === 'problem' && event.code === code);
  return { pipeline, events, heard, finals, problems };
}

const flat = (value: number): Float32Array => new Float32Array(FRAME_SAMPLES).fill(value);

/** Speech of so many frames, then enough silence. */
async function say(pipeline: Pipeline, frames = 20): Promise<void> {
  for (let n = 0; n < frames; n += 1) pipeline.accept(flat(0.6), n);
  for (let n = 0; n < 4; n += 1) pipeline.accept(flat(0), n);
  await pipeline.settled();
}

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

test('ENGINE-33 a disk that fills up keeps what it took, is told once, and is used again when it has room', async () => {
  let room = WAVE_HEADER_BYTES + 10_000;
  const journal = await Journal.open({
    directory,
    keepAudioDays: 7,
    now: () => new Date(0),
    openAudioFile: async (path) => {
      const file = await openAudioFile(path);
      return {
        ...file,
        async write(bytes, offset, length, position) {
          // What is written over takes no room.
          const taken = position === 0 ? length : Math.min(length, room);
          if (taken === 0) throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
          room -= position === 0 ? 0 : taken;
          return await file.write(bytes, offset, taken, position);
        },
      };
    },
  });
  const { pipeline, finals, problems } = world({ journal });
  await say(pipeline);
  await say(pipeline);
  expect(finals().map(({ text }) => text)).toEqual(['words', 'words']);
  expect(problems('journal-failed')).toHaveLength(1);
  const { records } = await readJournal(directory);
  expect(records).toHaveLength(2);
  const first = await readFile(join(directory, 'audio', `${records[0]?.id}.wav`));
  // A whole file of less sound: the header tells what there is.
  expect(first.readUInt32LE(40)).toBe(first.length - WAVE_HEADER_BYTES);
  expect(first.length).toBeGreaterThan(8_000);
  expect(
    (await readdir(join(directory, 'audio'))).filter((name) => name.endsWith('.part')),
  ).toEqual([]);

  room = Number.POSITIVE_INFINITY;
  await say(pipeline);
  room = 0;
  await say(pipeline);
  expect(problems('journal-failed')).toHaveLength(2);
  expect(finals()).toHaveLength(4);
  await journal.close();
});

test('ENGINE-33 a disk that takes no file at all costs the sound alone', async () => {
  const journal = await Journal.open({
    directory,
    keepAudioDays: 7,
    now: () => new Date(0),
    openAudioFile: () => Promise.reject(new Error('no space left')),
  });
  const { pipeline, finals, problems } = world({ journal });
  await say(pipeline);
  await say(pipeline);
  expect(finals()).toHaveLength(2);
  expect(problems('journal-failed')).toHaveLength(1);
  expect((await readJournal(directory)).records).toHaveLength(2);
  await journal.close();
});

test('ENGINE-33 a journal that takes nothing is told once, also of what became of what was said', async () => {
  const journal = await Journal.open({ directory, keepAudioDays: 7, now: () => new Date(0) });
  const { pipeline, finals, problems } = world({ journal });
  // From here on nothing can be written into it.
  await journal.close();
  for (const id of ['first', 'second']) {
    await say(pipeline);
    await pipeline.keepOutcome({ id, outcome: 'composed', latencyMs: 1 });
    await pipeline.keepOutcome({ id, outcome: 'sent', latencyMs: 2 });
  }
  expect(finals()).toHaveLength(2);
  expect(problems('journal-failed')).toHaveLength(1);
});

test('ENGINE-34 clipping is told once, samples that are no numbers end nothing, speech after them is heard', async () => {
  const { pipeline, finals, problems } = world({ voiceActivity: createEnergyVoiceActivity() });
  const square = Float32Array.from({ length: FRAME_SAMPLES }, (_, n) => (n % 32 < 16 ? 1 : -1));
  for (let n = 0; n < 100; n += 1) pipeline.accept(flat(0), n * FRAME_MS);
  for (let n = 0; n < 100; n += 1) pipeline.accept(square, n * FRAME_MS);
  for (let n = 0; n < 100; n += 1) pipeline.accept(flat(Number.NaN), n * FRAME_MS);
  const before = finals().length;
  for (let n = 0; n < 20; n += 1) pipeline.accept(square, n * FRAME_MS);
  for (let n = 0; n < 20; n += 1) pipeline.accept(flat(0), n * FRAME_MS);
  await pipeline.settled();
  expect(problems('clipping')).toHaveLength(1);
  expect(finals().length).toBeGreaterThan(before);
});

test('ENGINE-35 after a day of silence an utterance lies where it was said, and nothing has grown', async () => {
  const { pipeline, finals, heard } = world();
  const framesADay = (24 * 3600 * SAMPLE_RATE_HZ) / FRAME_SAMPLES;
  const silence = flat(0);
  let after = 0;
  const used: number[] = [];
  for (let n = 0; n < framesADay; n += 1) {
    // A device whose clock is 50 ppm slow, and no millisecond lost in a double.
    pipeline.remember(silence, n * FRAME_MS * (1 + 50e-6));
    if (n % Math.floor(framesADay / 4) === 0) {
      // What others have left counts as much as what is held.
      collectGarbage();
      used.push(process.memoryUsage().arrayBuffers);
    }
    after = (n + 1) * FRAME_MS;
  }
  expect(Math.max(...used) - Math.min(...used)).toBeLessThan(2 ** 20);
  await say(pipeline, 10);
  expect(finals()).toMatchObject([{ startMs: after, endMs: after + 10 * FRAME_MS }]);
  expect(heard.length).toBe((3 + 10 + 2) * FRAME_SAMPLES);
});

test('ENGINE-36 a recogniser that takes longer than the sound lasts gets every sample of it', async () => {
  const busy = (): void => {
    const untilMs = performance.now() + FRAME_MS / 8;
    while (performance.now() < untilMs);
  };
  const { pipeline, heard, finals } = world({ work: busy });
  for (let n = 0; n < 50; n += 1) pipeline.accept(flat(0.5 + n / 128), n);
  for (let n = 0; n < 4; n += 1) pipeline.accept(flat(0), n);
  await pipeline.settled();
  const firsts = heard.filter((_, at) => at % FRAME_SAMPLES === 0);
  expect(firsts.slice(0, 50)).toEqual(Array.from({ length: 50 }, (_, n) => 0.5 + n / 128));
  expect(finals()).toHaveLength(1);
});

test('ENGINE-32 speech is told from the quiet sound, the sound as it is goes on, and it is judged where that ends', async () => {
  const { pipeline, heard, finals, events } = world();
  const noisy = flat(0.75);
  // Loud noise, which is no speech where it is taken out.
  for (let n = 0; n < 30; n += 1) {
    pipeline.lookAt(flat(0));
    pipeline.accept(noisy, n);
  }
  await pipeline.settled();
  expect(events.some(({ type }) => type === 'speech-started')).toBe(false);
  const level = events.findLast(({ type }) => type === 'level');
  expect(level).toMatchObject({ rmsDb: -100 });
  for (let n = 0; n < 10; n += 1) {
    pipeline.lookAt(flat(0.9));
    pipeline.accept(noisy, n);
  }
  for (let n = 0; n < 4; n += 1) {
    pipeline.lookAt(flat(0));
    pipeline.accept(noisy, n);
  }
  await pipeline.settled();
  expect(finals()).toHaveLength(1);
  expect(new Set(heard)).toEqual(new Set([0.75]));
  // The quiet sound ends: half a second later the noise is taken for what it sounds like.
  for (let n = 0; n < 20; n += 1) pipeline.accept(noisy, n);
  expect(pipeline.isHearing).toBe(true);
});
