// Who speaks, utterance by utterance, beside the words: with embedders that tests hold in their hand.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import type { FinalEvent, VoiceEvent } from '@codex-voice/protocol';
import {
  FRAME_SAMPLES,
  type Recognizer,
  type SpeakerEmbedder,
  type SpeakerEmbedding,
  type VoiceActivity,
} from '@codex-voice/speech';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Journal, readJournal } from './journal.ts';
import { Pipeline } from './pipeline.ts';
import { RecordingSpeakers } from './recording-speakers.ts';
import { SpeakerEar } from './speaker-ear.ts';

const activity: VoiceActivity = {
  name: 'not-silent',
  accept: (frame) => (frame.some((sample) => sample !== 0) ? 1 : 0),
  reset: () => undefined,
  dispose: () => undefined,
};

const recognizer: Recognizer = {
  name: 'always',
  abilities: { dictation: 'free', partials: 'none', terms: 'none', languages: 'any' },
  begin: () => ({
    accept: () => undefined,
    partial: () => ({ text: '', settledLength: 0 }),
    finish: () =>
      Promise.resolve({ verdict: 'accepted', text: 'send it', words: [], confidence: 1 }),
    abandon: () => undefined,
  }),
  dispose: () => undefined,
};

/** A voice is a level: positive samples are Ana, negative ones Ben. */
function byLevel(samples: Float32Array): SpeakerEmbedding {
  const sum = samples.reduce((total, sample) => total + sample, 0);
  const speechMs = samples.filter((sample) => sample !== 0).length / 16;
  return { kind: 'embedded', vector: sum >= 0 ? [1, 0] : [0, 1], speechMs };
}

function embedderOf(embed: SpeakerEmbedder['embed']): SpeakerEmbedder {
  return { model: 'levels', threshold: 0.8, embed, dispose: () => undefined };
}

const known = [{ name: 'Ana', vector: [1, 0] }];

interface Wish {
  readonly embed?: SpeakerEmbedder['embed'];
  readonly only?: readonly string[];
  readonly answers?: 'while-speaking' | 'at-the-end';
  readonly tellsVectors?: boolean;
  readonly journal?: Journal;
}

function pipelineWith(wish: Wish): {
  readonly pipeline: Pipeline;
  readonly finals: FinalEvent[];
  readonly events: VoiceEvent[];
  readonly faults: string[];
} {
  const faults: string[] = [];
  const events: VoiceEvent[] = [];
  const finals: FinalEvent[] = [];
  const embed = wish.embed ?? ((samples) => Promise.resolve(byLevel(samples)));
  const ear = new SpeakerEar({
    embedder: embedderOf(embed),
    rules: {
      known,
      threshold: 0.8,
      minimumSpeechMs: 600,
      ...(wish.only === undefined ? {} : { only: wish.only }),
    },
    answers: wish.answers ?? 'at-the-end',
    onFault: (message) => faults.push(message),
  });
  const pipeline = new Pipeline({
    voiceActivity: activity,
    recognizer,
    speakers: { ear, recording: undefined, tellsVectors: wish.tellsVectors ?? false },
    ...(wish.journal === undefined ? {} : { journal: wish.journal }),
    settings: { silenceMs: 64, minimumSpeechMs: 64, preRollMs: 96 },
    emit: (event) => {
      events.push(event);
      if (event.type === 'final') finals.push(event);
    },
    nowMs: () => 0,
  });
  return { pipeline, finals, events, faults };
}

async function say(pipeline: Pipeline, level: number, frames = 50): Promise<void> {
  for (let index = 0; index < frames; index += 1) {
    pipeline.accept(new Float32Array(FRAME_SAMPLES).fill(level), 0);
    await turn();
  }
  for (let index = 0; index < 3; index += 1) pipeline.accept(new Float32Array(FRAME_SAMPLES), 0);
  await pipeline.settled();
}

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'codex-voice-ear-'));
});
afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

test('ENGINE-50 an utterance has its speaker and score, a strange voice the score alone', async () => {
  const { pipeline, finals } = pipelineWith({});
  await say(pipeline, 0.5);
  await say(pipeline, -0.5);
  expect(finals).toMatchObject([
    { text: 'send it', speaker: 'Ana', speakerScore: 1 },
    { text: 'send it', verdict: 'accepted', speakerScore: 0 },
  ]);
  expect(finals[1]).not.toHaveProperty('speaker');
});

test('ENGINE-51 somebody else is rejected without words, and kept with them in the journal', async () => {
  const journal = await Journal.open({ directory, keepAudioDays: 7, now: () => new Date() });
  const { pipeline, finals } = pipelineWith({ only: ['Ana'], journal });
  await say(pipeline, -0.5);
  await say(pipeline, 0.5);
  await journal.close();
  expect(finals).toMatchObject([
    { verdict: 'rejected', text: '', refusedBy: 'other-voice', speakerScore: 0 },
    { verdict: 'accepted', text: 'send it', speaker: 'Ana' },
  ]);
  expect(finals[0]).not.toHaveProperty('words');
  const { records } = await readJournal(directory);
  expect(records).toMatchObject([
    { verdict: 'rejected', text: 'send it', refusedBy: 'other-voice' },
    { verdict: 'accepted', speaker: 'Ana' },
  ]);
});

test('ENGINE-52 too little speech is heard, whoever speaks', async () => {
  const { pipeline, finals } = pipelineWith({ only: ['Ana'] });
  await say(pipeline, -0.5, 10);
  expect(finals).toMatchObject([{ verdict: 'accepted', text: 'send it' }]);
  expect(finals[0]).not.toHaveProperty('speakerScore');
});

test('ENGINE-53 a label alone is what is known when the words are: nothing waits for it', async () => {
  let asked = 0;
  const never = pipelineWith({
    answers: 'while-speaking',
    embed: () => {
      asked += 1;
      return new Promise(() => undefined);
    },
  });
  await say(never.pipeline, 0.5);
  expect(asked).toBeGreaterThan(0);
  expect(never.finals).toMatchObject([{ verdict: 'accepted', text: 'send it' }]);
  expect(never.finals[0]).not.toHaveProperty('speaker');
  const quick = pipelineWith({ answers: 'while-speaking' });
  await say(quick.pipeline, 0.5);
  expect(quick.finals).toMatchObject([{ speaker: 'Ana' }]);
});

test('ENGINE-54 an embedder that never answers or fails keeps no word back, and is told once', async () => {
  const silent = pipelineWith({ only: ['Ana'], embed: () => new Promise(() => undefined) });
  await say(silent.pipeline, -0.5);
  expect(silent.finals).toMatchObject([{ verdict: 'accepted', text: 'send it' }]);
  const failing = pipelineWith({
    only: ['Ana'],
    embed: () => Promise.resolve({ kind: 'failed', message: 'it died' }),
  });
  await say(failing.pipeline, -0.5);
  await say(failing.pipeline, -0.5);
  expect(failing.finals).toHaveLength(2);
  expect(failing.faults).toEqual(['it died: speakers are not told apart']);
});

test('ENGINE-55 vectors are told where they are asked for, after the words', async () => {
  const { pipeline, events } = pipelineWith({ tellsVectors: true });
  await say(pipeline, 0.5);
  const told = events.filter(({ type }) => type === 'final' || type === 'voiceprint');
  expect(told).toMatchObject([
    { type: 'final' },
    { type: 'voiceprint', model: 'levels', vector: [1, 0] },
  ]);
});

test('ENGINE-56 a recording has its turns, numbered as they begin, known voices by name', async () => {
  const speakers = new RecordingSpeakers({
    embedder: embedderOf((samples) => Promise.resolve(byLevel(samples))),
    rules: { known, threshold: 0.8, minimumSpeechMs: 600 },
    onFault: () => undefined,
  });
  const utterance = (level: number, startMs: number, seconds: number): void => {
    speakers.begin(startMs);
    for (let second = 0; second < seconds; second += 1) {
      speakers.accept(new Float32Array(16_000).fill(level));
    }
    speakers.end('said');
  };
  utterance(-0.5, 0, 2);
  speakers.begin(2_500);
  speakers.end('dropped');
  utterance(0.5, 3_000, 7);
  expect(await speakers.turns()).toEqual([
    { startMs: 0, endMs: 2_000, speaker: 1 },
    { startMs: 3_000, endMs: 6_000, speaker: 2, name: 'Ana' },
    { startMs: 6_000, endMs: 10_000, speaker: 2, name: 'Ana' },
  ]);
  // Another recording begins anew.
  expect(await speakers.turns()).toEqual([]);
});
