// Noise is as loud against the speech as was asked for, and the same for the same seed.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodePcm16, FRAME_SAMPLES, waveHeader } from '@codex-voice/speech';
import { expect, onTestFinished, test } from 'vitest';
import { makeNoise } from './noise.ts';
import { NoisyRecording, speechPower } from './noisy-recording.ts';

/** A second of a tone and a second of silence. */
const CLEAN = Float32Array.from({ length: 62 * FRAME_SAMPLES }, (_, index) =>
  index < 31 * FRAME_SAMPLES ? 0.2 * Math.sin(index / 5) : 0,
);

async function* framesOf(samples: Float32Array): AsyncGenerator<Float32Array> {
  for (let at = 0; at < samples.length; at += FRAME_SAMPLES) {
    yield samples.slice(at, at + FRAME_SAMPLES);
  }
}

async function mixed(kind: 'white' | 'babble', snrDb: number, seed: number): Promise<Float32Array> {
  const folder = mkdtempSync(join(tmpdir(), 'codex-voice-noise-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'clean.wav');
  writeFileSync(path, Buffer.concat([waveHeader(CLEAN.length), encodePcm16(CLEAN)]));
  const noisy = await NoisyRecording.of(path, { kind, snrDb, seed });
  const pieces: number[] = [];
  for await (const frame of noisy.mixedInto(framesOf(CLEAN))) pieces.push(...frame);
  return Float32Array.from(pieces);
}

function power(samples: Float32Array): number {
  return samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
}

test.each([
  ['white', 20],
  ['white', 0],
  ['babble', 10],
] as const)('%s at %i dB is that far below the speech, pauses left out', async (kind, snrDb) => {
  const samples = await mixed(kind, snrDb, 7);
  const noise = samples.map((sample, index) => sample - (CLEAN[index] ?? 0));
  const speech = await speechPower(framesOf(CLEAN));
  const measuredDb = 10 * Math.log10(speech / power(noise));
  // Two seconds of syllables are not all alike.
  expect(Math.abs(measuredDb - snrDb)).toBeLessThan(kind === 'white' ? 0.2 : 1.5);
});

test('the same seed is the same noise, another one is another', async () => {
  expect(await mixed('babble', 5, 1)).toEqual(await mixed('babble', 5, 1));
  expect(await mixed('babble', 5, 1)).not.toEqual(await mixed('babble', 5, 2));
});

test('noise goes on without a seam however it is asked for, and stays finite', () => {
  const [whole, pieces] = [makeNoise('babble', 3), makeNoise('babble', 3)];
  const samples = whole(3_000);
  expect([...pieces(1), ...pieces(1_999), ...pieces(1_000)]).toEqual([...samples]);
  expect(samples.every(Number.isFinite)).toBe(true);
});
