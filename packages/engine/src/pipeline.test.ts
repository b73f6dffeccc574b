// The pipeline hands nothing on before it is on disk, loses no sample and keeps the order spoken.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { VoiceEvent } from '@codex-voice/protocol';
import {
  FRAME_SAMPLES,
  OwnSoundGate,
  type Recognition,
  type Recognizer,
  type UtteranceContext,
  type VoiceActivity,
  type WakeListener,
} from '@codex-voice/speech';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Journal, readJournal } from './journal.ts';
import { Pipeline } from './pipeline.ts';

/** A frame's first sample is its probability of speech, so that a test writes both at once. */
const activity: VoiceActivity = {
  name: 'first-sample',
  accept: (frame) => frame[0] ?? 0,
  reset: () => undefined,
  dispose: () => undefined,
};

/** Counts the samples of an utterance and says so as its text. */
const contexts: (UtteranceContext | undefined)[] = [];

function countingRecognizer(): Recognizer {
  return {
    name: 'counting',
    abilities: { dictation: 'free', partials: 'live', terms: 'none', languages: 'any' },
    begin: (context) => {
      contexts.push(context);
      let heard = 0;
      return {
        accept: (samples) => {
          heard += samples.length;
        },
        partial: () => ({ text: heard > 4 * FRAME_SAMPLES ? 'words' : '', settledLength: 0 }),
        finish: (): Promise<Recognition> =>
          Promise.resolve({ verdict: 'accepted', text: String(heard), confidence: 1 }),
        abandon: () => undefined,
      };
    },
    dispose: () => undefined,
  };
}

const frame = (probability: number): Float32Array =>
  new Float32Array(FRAME_SAMPLES).fill(probability);

let directory: string;
beforeEach(async () => {
  contexts.length = 0;
  directory = await mkdtemp(join(tmpdir(), 'codex-voice-pipeline-'));
});
afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

async function pipelineWithJournal(): Promise<{
  pipeline: Pipeline;
  events: VoiceEvent[];
  journal: Journal;
}> {
  const journal = await Journal.open({ directory, keepAudioDays: 7, now: () => new Date() });
  const events: VoiceEvent[] = [];
  let clockMs = 0;
  const pipeline = new Pipeline({
    voiceActivity: activity,
    recognizer: countingRecognizer(),
    journal,
    settings: { silenceMs: 64, minimumSpeechMs: 64, preRollMs: 96 },
    emit: (event) => events.push(event),
    nowMs: () => (clockMs += 1),
  });
  return { pipeline, events, journal };
}

function play(pipeline: Pipeline, probabilities: readonly number[]): void {
  for (const [index, probability] of probabilities.entries()) {
    pipeline.accept(frame(probability), 1000 + index * 32);
  }
}

test('an utterance is announced with its stamps once audio and text are on disk', async () => {
  const { pipeline, events, journal } = await pipelineWithJournal();
  play(pipeline, [0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0]);
  await pipeline.settled();
  const final = events.find((event) => event.type === 'final');
  expect(final).toMatchObject({
    verdict: 'accepted',
    endedBy: 'silence',
    startMs: 128,
    endMs: 256,
  });
  // Three frames of pre-roll, four of speech, two of silence.
  expect(final).toMatchObject({ text: String(9 * FRAME_SAMPLES) });
  // The eighth frame was the last of speech.
  expect(final).toMatchObject({ stamps: { speechEndedMs: 1000 + 7 * 32 } });
  const { records } = await readJournal(directory);
  expect(records).toMatchObject([{ type: 'transcript', text: String(9 * FRAME_SAMPLES) }]);
  const [record] = records;
  const wav = await readFile(join(directory, 'audio', `${record?.id}.wav`));
  expect(wav.length).toBe(44 + 9 * FRAME_SAMPLES * 2);
  expect(events.map((event) => event.type)).toContain('partial');
  await journal.close();
});

test('ENGINE-58 a guess is told when it comes, and where speech begins when it is heard', () => {
  const events: VoiceEvent[] = [];
  let text = '';
  let guessed: (() => void) | undefined;
  const counting = countingRecognizer();
  const pipeline = new Pipeline({
    voiceActivity: activity,
    recognizer: {
      ...counting,
      begin: (context, onGuess) => {
        guessed = onGuess;
        return { ...counting.begin(context), partial: () => ({ text, settledLength: 0 }) };
      },
    },
    settings: { silenceMs: 64, minimumSpeechMs: 64, preRollMs: 80 },
    emit: (event) => events.push(event),
    nowMs: () => 1,
  });
  play(pipeline, [0, 0, 0, 0, 1]);
  expect(contexts).toEqual([{ speechAtMs: 80 }]);
  text = 'run';
  guessed?.();
  expect(events.at(-1)).toMatchObject({ type: 'partial', segmentId: '0.1', text: 'run' });
  play(pipeline, [0, 0, 0]);
  const told = events.length;
  text = 'run it';
  guessed?.();
  expect(events).toHaveLength(told);
});

test('a stop key ends at once, and utterances stay in the order spoken', async () => {
  const { pipeline, events, journal } = await pipelineWithJournal();
  play(pipeline, [1, 1, 1, 0, 0, 0, 1, 1, 1, 1]);
  pipeline.stop('stop-key');
  await pipeline.settled();
  const finals = events.flatMap((event) => (event.type === 'final' ? [event] : []));
  expect(finals.map((event) => event.endedBy)).toEqual(['silence', 'stop-key']);
  expect(finals.map((event) => event.segmentId)).toEqual(['0.1', '0.2']);
  await journal.close();
});

test('a click leaves nothing behind; cancelled speech stays in the journal', async () => {
  const { pipeline, events, journal } = await pipelineWithJournal();
  play(pipeline, [0, 1, 0, 0, 0]);
  await pipeline.settled();
  expect(await readdir(join(directory, 'audio'))).toEqual([]);
  play(pipeline, [1, 1, 1, 1]);
  pipeline.cancel();
  await pipeline.settled();
  expect(await readdir(join(directory, 'audio'))).toHaveLength(1);
  expect(
    events.flatMap((event) => (event.type === 'speech-dropped' ? [event.reason] : [])),
  ).toEqual(['too-short', 'cancelled']);
  expect(events.some((event) => event.type === 'final')).toBe(false);
  await journal.close();
});

test('a journal that cannot be written is said, and the words still arrive', async () => {
  const { pipeline, events, journal } = await pipelineWithJournal();
  await rm(join(directory, 'audio'), { recursive: true });
  play(pipeline, [1, 1, 1, 1, 0, 0]);
  await pipeline.settled();
  expect(events.filter((event) => event.type === 'problem')).toMatchObject([
    { code: 'journal-failed', severity: 'warning' },
  ]);
  expect(events.filter((event) => event.type === 'final')).toHaveLength(1);
  // The sound is lost; the words are not.
  const { records } = await readJournal(directory);
  expect(records).toMatchObject([{ type: 'transcript', verdict: 'accepted' }]);
  await journal.close();
});

test('audio remembered while not listening becomes pre-roll and never an utterance', async () => {
  const { pipeline, events, journal } = await pipelineWithJournal();
  for (let index = 0; index < 10; index += 1) pipeline.remember(frame(1), index * 32);
  play(pipeline, [1, 1, 1, 0, 0]);
  await pipeline.settled();
  const finals = events.flatMap((event) => (event.type === 'final' ? [event] : []));
  // Three remembered, three spoken, two of silence.
  expect(finals.map((event) => event.text)).toEqual([String(8 * FRAME_SAMPLES)]);
  await journal.close();
});

test('an utterance belongs to the session that was listened to when it began', async () => {
  const { pipeline, events, journal } = await pipelineWithJournal();
  pipeline.listenFor('one');
  play(pipeline, [1, 1, 1]);
  pipeline.listenFor('two');
  play(pipeline, [0, 0, 0, 1, 1, 1, 0, 0, 0]);
  pipeline.listenFor(undefined);
  play(pipeline, [1, 1, 1, 0, 0, 0]);
  await pipeline.settled();
  const finals = events.flatMap((event) => (event.type === 'final' ? [event] : []));
  expect(finals.map((event) => event.sessionId)).toEqual(['one', 'two', undefined]);
  const { records } = await readJournal(directory);
  expect(records).toMatchObject([
    { sessionId: 'one', writerPid: process.pid },
    { sessionId: 'two' },
    { id: finals[2]?.utteranceId },
  ]);
  await journal.close();
});

/** Hears its phrase in the first frame of the given probability, `agoSamples` after its end. */
function wakeAt(probability: number, agoSamples: number): WakeListener & { resets: number } {
  return {
    name: 'scripted',
    resets: 0,
    accept: (_, heard) => (heard === probability ? { phrase: 'hey codex', agoSamples } : undefined),
    reset() {
      this.resets += 1;
    },
    dispose: () => undefined,
  };
}

function waitWith(pipeline: Pipeline, probabilities: readonly number[]): (string | undefined)[] {
  return probabilities.map((probability, index) =>
    pipeline.awaitWake(frame(probability), 1000 + index * 32),
  );
}

test('what was said right after a wake phrase is heard, the phrase and what came before it is not', async () => {
  const { pipeline, events, journal } = await pipelineWithJournal();
  pipeline.wakeBy(wakeAt(0.75, 3 * FRAME_SAMPLES));
  // Four frames of phrase, three of words before it is noticed.
  const woken = waitWith(pipeline, [0, 0, 1, 1, 1, 1, 1, 1, 0.75]);
  expect(woken.filter((phrase) => phrase !== undefined)).toEqual(['hey codex']);
  play(pipeline, [1, 0, 0]);
  await pipeline.settled();
  const finals = events.flatMap((event) => (event.type === 'final' ? [event] : []));
  // Three frames from before it was noticed, one after, two of silence: no pre-roll.
  expect(finals).toMatchObject([
    { text: String(6 * FRAME_SAMPLES), startMs: 6 * 32, endMs: 10 * 32 },
  ]);
  await journal.close();
});

test('nothing said while a wake phrase is waited for is heard or kept, however long that is', async () => {
  const { pipeline, events, journal } = await pipelineWithJournal();
  pipeline.wakeBy(wakeAt(2, 0));
  waitWith(
    pipeline,
    Array.from({ length: 300 }, () => 1),
  );
  pipeline.remember(frame(0), 99_000);
  play(pipeline, [0, 0, 0]);
  await pipeline.settled();
  expect(events.filter((event) => event.type !== 'level')).toEqual([]);
  expect(await readdir(join(directory, 'audio'))).toEqual([]);
  await journal.close();
});

test('positions in the source stay true across a time of waiting', async () => {
  const { pipeline, events, journal } = await pipelineWithJournal();
  pipeline.wakeBy(wakeAt(0.75, 0));
  waitWith(pipeline, [...Array.from({ length: 99 }, () => 0), 0.75]);
  play(pipeline, [0, 1, 1, 1, 0, 0]);
  await pipeline.settled();
  const [final] = events.flatMap((event) => (event.type === 'final' ? [event] : []));
  expect(final).toMatchObject({ startMs: 101 * 32, endMs: 104 * 32 });
  await journal.close();
});

test('listening is tuned at once, and back to the start’s settings', async () => {
  const { pipeline, events, journal } = await pipelineWithJournal();
  const ends = () => events.filter((event) => event.type === 'final').length;
  pipeline.tune({ silenceMs: 160 });
  play(pipeline, [1, 1, 1, 0, 0, 0, 0]);
  await pipeline.settled();
  expect(ends()).toBe(0);
  pipeline.tune({});
  play(pipeline, [0]);
  await pipeline.settled();
  expect(ends()).toBe(1);
  await journal.close();
});

test('an utterance is heard with what is expected of its session, and of no other', async () => {
  const { pipeline, journal } = await pipelineWithJournal();
  pipeline.expect('one', [{ text: 'useEffect', spoken: 'use effect' }]);
  pipeline.expect('two', [{ text: 'worktree' }]);
  for (const session of ['one', 'two', 'three']) {
    pipeline.listenFor(session);
    play(pipeline, [1, 1, 1, 0, 0, 0]);
  }
  pipeline.expect('two', []);
  pipeline.listenFor('two');
  play(pipeline, [1, 1, 1, 0, 0, 0]);
  await pipeline.settled();
  expect(contexts.map((context) => ({ ...context, speechAtMs: 0 }))).toEqual([
    { speechAtMs: 0, terms: [{ text: 'useEffect', spoken: 'use effect' }] },
    { speechAtMs: 0, terms: [{ text: 'worktree' }] },
    { speechAtMs: 0 },
    { speechAtMs: 0, terms: [] },
  ]);
  await journal.close();
});

test('a recogniser is told what is known of an utterance before it begins', () => {
  const told: unknown[] = [];
  const recognizer = countingRecognizer();
  const pipeline = new Pipeline({
    voiceActivity: activity,
    recognizer: {
      ...recognizer,
      begin: (context) => {
        told.push(context);
        return recognizer.begin();
      },
    },
    context: { language: 'de' },
    settings: { silenceMs: 64, minimumSpeechMs: 64, preRollMs: 96 },
    emit: () => undefined,
    nowMs: () => 0,
  });
  pipeline.sourceOpened();
  pipeline.accept(frame(0.9), 0);
  expect(told).toEqual([{ language: 'de', speechAtMs: 0 }]);
});

test('our own voice opens no segment; what somebody says over it does, with barge-in, and from its beginning', () => {
  for (const bargeIn of ['off', 'on'] as const) {
    const gate = new OwnSoundGate(bargeIn);
    const events: VoiceEvent[] = [];
    let hushes = 0;
    const pipeline = new Pipeline({
      voiceActivity: activity,
      recognizer: countingRecognizer(),
      settings: { silenceMs: 64, minimumSpeechMs: 64, preRollMs: 320 },
      beside: (probability, segment) => {
        const heard = gate.heard(probability, segment);
        if (heard.bargeIn) {
          hushes += 1;
          gate.ended('speech');
        }
        return heard.probability;
      },
      emit: (event) => events.push(event),
      nowMs: () => 0,
    });
    gate.started('speech');
    // An echo of ours, then somebody.
    for (let index = 0; index < 20; index += 1) pipeline.accept(frame(0.7), 0);
    for (let index = 0; index < 20; index += 1) pipeline.accept(frame(0.95), 0);
    const started = events.filter(({ type }) => type === 'speech-started');
    expect([started.length, hushes]).toEqual(bargeIn === 'on' ? [1, 1] : [0, 0]);
    expect(pipeline.isHearing).toBe(bargeIn === 'on');
  }
});
