// The wake phrase by a keyword model on the whole path: what follows it in the same breath is heard, also
// where the model's process is killed in between.
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KeywordModelSpec, VoiceEvent } from '@codex-voice/protocol';
import { DEFAULT_SEGMENTER_SETTINGS, encodePcm16, waveHeader } from '@codex-voice/speech';
import { joinSamples, melody, sized, writeToneModel } from '@codex-voice/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { VoiceEngine } from './voice-engine.ts';

const recognizerCommand = {
  file: process.execPath,
  args: ['--no-warnings', join(import.meta.dirname, 'recognizer-process.ts')],
};

let folder: string;
let recording: string;
/** Long enough to notice that nobody listens to it. */
let short: string;
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
  recording = await written('melody.wav', samples);
  short = await written('short.wav', samples.subarray(0, 40_000));
  recognizers = [await writeToneModel(join(folder, 'dictation'), 'streaming-transducer')];
  const { files } = await writeToneModel(join(folder, 'keywords'), 'streaming-transducer');
  wakeModel = { id: 'melodies', files, provider: 'cpu', threads: 1 };
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function written(name: string, samples: Float32Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, Buffer.concat([waveHeader(samples.length), encodePcm16(samples)]));
  return path;
}

/** Waits for the wake phrase while the recording plays, and closes 1 s after what followed. */
async function wakeBy(
  given: { readonly phrase: string; readonly model: KeywordModelSpec; readonly path: string },
  onOpen: () => void = () => undefined,
): Promise<readonly VoiceEvent[]> {
  const events: VoiceEvent[] = [];
  const engine = new VoiceEngine({
    recognizerCommand,
    onFailed: () => undefined,
    emit: (event) => events.push(event),
  });
  await engine.start({
    source: { kind: 'files', paths: [given.path], pace: 'realtime' },
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
    await wakeBy({ phrase: 'codex', model: wakeModel, path: recording }),
  );
  expect(problems).toEqual([]);
  expect(attention).toEqual([
    { type: 'attention', to: 'wake' },
    { type: 'attention', to: 'speech', phrase: 'codex' },
    { type: 'attention', to: 'wake' },
  ]);
  expect(words.join(' ')).toBe('go on');
}, 60_000);

/** What becomes of a model: to the engine both are words and the phrases that listen instead. */
const FATES = sized<readonly ('killed' | 'damaged')[]>({
  usual: ['killed'],
  full: ['killed', 'damaged'],
});

test.each(FATES)(
  'ENGINE-57: a model that is %s is told once and stops nothing',
  async (fate) => {
    const encoder = join(folder, 'spoilt.onnx');
    await writeFile(encoder, 'spoilt');
    const spoilt = { ...wakeModel, files: { ...wakeModel.files, encoder } };
    const isKilled = fate === 'killed';
    const given = { phrase: 'codex', model: isKilled ? wakeModel : spoilt, path: short };
    const { problems, words } = toldIn(await wakeBy(given, isKilled ? killLastChild : undefined));
    const told = isKilled
      ? /was ended by SIGKILL: .*instead$/
      : /spoilt\.onnx can't be used: .*instead$/;
    expect(problems).toEqual([expect.stringMatching(told)]);
    expect(words).toEqual([]);
  },
  90_000,
);

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
