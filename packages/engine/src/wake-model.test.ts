// The wake phrase by a keyword model on the whole path: what follows it in the same breath is heard, also
// where the model's process is killed in between.
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KeywordModelSpec, VoiceEvent } from '@codex-voice/protocol';
import { DEFAULT_SEGMENTER_SETTINGS, encodePcm16, waveHeader } from '@codex-voice/speech';
import { joinSamples, melody, writeToneModel } from '@codex-voice/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { VoiceEngine } from './voice-engine.ts';

const recognizerCommand = {
  file: process.execPath,
  args: ['--no-warnings', join(import.meta.dirname, 'recognizer-process.ts')],
};

let folder: string;
let recording: string;
let wakeModel: KeywordModelSpec;
let recognizers: Awaited<ReturnType<typeof writeToneModel>>[];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'codex-voice-wake-'));
  const samples = joinSamples([
    new Float32Array(8000),
    melody('codex go on'),
    new Float32Array(24_000),
    melody('lost words'),
    new Float32Array(16_000),
  ]);
  recording = join(folder, 'melody.wav');
  await writeFile(recording, Buffer.concat([waveHeader(samples.length), encodePcm16(samples)]));
  recognizers = [await writeToneModel(join(folder, 'dictation'), 'streaming-transducer')];
  const { files } = await writeToneModel(join(folder, 'keywords'), 'streaming-transducer');
  wakeModel = { id: 'melodies', files, provider: 'cpu', threads: 1 };
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** Waits for the wake phrase while the recording plays, and closes 1 s after what followed. */
async function wakeBy(
  given: { readonly phrase: string; readonly model: KeywordModelSpec },
  onOpen: () => void = () => undefined,
): Promise<readonly VoiceEvent[]> {
  const events: VoiceEvent[] = [];
  const engine = new VoiceEngine({
    recognizerCommand,
    onFailed: () => undefined,
    emit: (event) => events.push(event),
  });
  await engine.start({
    source: { kind: 'files', paths: [recording], pace: 'realtime' },
    phrases: [],
    recognizers,
    segmenter: DEFAULT_SEGMENTER_SETTINGS,
    language: 'en',
    wakePhrases: [{ spoken: given.phrase }],
    wakeModel: given.model,
    wakeConfirmed: 'off',
    warmMicrophone: false,
    keepAudioDays: 0,
    cues: false,
    voiceActivity: 'energy',
  });
  await engine.open({ listenFor: 'wake', manner: { closeAfterMs: 1000 } });
  onOpen();
  await expect
    .poll(() => events.some(({ type }) => type === 'source-ended'), { timeout: 30_000 })
    .toBe(true);
  await engine.shutdown();
  return events;
}

function toldIn(events: readonly VoiceEvent[]): {
  readonly attention: readonly unknown[];
  readonly words: readonly string[];
  readonly problems: readonly string[];
} {
  return {
    attention: events.flatMap((event) => (event.type === 'attention' ? [event] : [])),
    words: events.flatMap((event) => (event.type === 'final' ? [event.text] : [])),
    problems: events.flatMap((event) => (event.type === 'problem' ? [event.message] : [])),
  };
}

test('ENGINE-57: the phrase opens the microphone, and the words in the same breath are heard', async () => {
  const { attention, words, problems } = toldIn(
    await wakeBy({ phrase: 'codex', model: wakeModel }),
  );
  expect(problems).toEqual([]);
  expect(attention).toEqual([
    { type: 'attention', to: 'wake' },
    { type: 'attention', to: 'speech', phrase: 'codex' },
    { type: 'attention', to: 'wake' },
  ]);
  expect(words.join(' ')).toBe('go on');
}, 60_000);

test('ENGINE-57: a model that is damaged, or whose process is killed, is told once and stops nothing', async () => {
  const encoder = join(folder, 'spoilt.onnx');
  await writeFile(encoder, 'spoilt');
  const spoilt = { ...wakeModel, files: { ...wakeModel.files, encoder } };
  const damaged = toldIn(await wakeBy({ phrase: 'codex', model: spoilt }));
  expect(damaged.problems).toEqual([
    expect.stringMatching(/spoilt\.onnx can't be used: .*instead$/),
  ]);
  expect(damaged.words).toEqual([]);
  const killed = toldIn(await wakeBy({ phrase: 'codex', model: wakeModel }, () => killLastChild()));
  expect(killed.problems).toEqual([expect.stringMatching(/was ended by SIGKILL: .*instead$/)]);
}, 90_000);

/** Of our own children, the one that was started last: the keyword model's. */
function killLastChild(): void {
  const listed = execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(process.pid)], {
    encoding: 'utf8',
  });
  const pids = listed
    .split('\n')
    .filter((line) => line.includes('recognizer-process.ts'))
    .map((line) => Number(line.trim().split(' ')[0]));
  process.kill(Math.max(...pids), 'SIGKILL');
}
