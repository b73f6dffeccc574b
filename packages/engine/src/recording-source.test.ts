import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodePcm16, FRAME_SAMPLES, waveHeader } from '@codex-voice/speech';
import { expect, onTestFinished, test } from 'vitest';
import { RecordingSource } from './recording-source.ts';

const FRAMES = 500;

async function recording(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'codex-voice-source-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, 'long.wav');
  const samples = FRAMES * FRAME_SAMPLES;
  await writeFile(path, [waveHeader(samples), encodePcm16(new Float32Array(samples))]);
  return path;
}

test('a recording that no time paces waits for those who listen', async () => {
  let frames = 0;
  let most = 0;
  let sinceCaughtUp = 0;
  let looks = 0;
  const ended = Promise.withResolvers<void>();
  const source = new RecordingSource({
    paths: [await recording()],
    pace: 'fast',
    handlers: {
      onQuietFrame: () => undefined,
      onFrame: () => {
        frames += 1;
        sinceCaughtUp += 1;
        most = Math.max(most, sinceCaughtUp);
      },
      caughtUp: async () => {
        looks += 1;
        await new Promise((resolve) => setImmediate(resolve));
        sinceCaughtUp = 0;
      },
      onLost: () => undefined,
      onRecordingEnded: () => Promise.resolve(),
      onPlayedOut: () => ended.resolve(),
      onWarning: (message) => ended.reject(new Error(message)),
    },
  });
  await source.open();
  await ended.promise;
  await source.close();
  expect({ frames, most, looks }).toEqual({ frames: FRAMES, most: 64, looks: 7 });
});

test('in rounds all recordings are heard once in each, one that can not be read too', async () => {
  const path = await recording();
  const heard: { path: string; frames: number }[] = [];
  let frames = 0;
  const ended = Promise.withResolvers<void>();
  const source = new RecordingSource({
    paths: [path, 'none.wav'],
    pace: 'fast',
    rounds: [
      { denoise: 'off' },
      { denoise: 'off', noise: { kind: 'white', snrDb: 0, seed: 1 } },
      { denoise: 'path' },
    ],
    handlers: {
      onQuietFrame: () => undefined,
      onFrame: () => {
        frames += 1;
      },
      caughtUp: () => Promise.resolve(),
      onLost: () => undefined,
      onRecordingEnded: async (told) => {
        heard.push({ path: told.path, frames });
        frames = 0;
      },
      onPlayedOut: () => ended.resolve(),
      onWarning: () => undefined,
    },
  });
  await source.open();
  await ended.promise;
  await source.close();
  const round = [
    { path, frames: FRAMES },
    { path: 'none.wav', frames: 0 },
  ];
  expect(heard).toEqual([...round, ...round, ...round]);
});
