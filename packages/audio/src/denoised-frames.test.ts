// The quiet sound lies where the sound lies, piece after piece, and the model really takes noise out.
import { join } from 'node:path';
import { FRAME_SAMPLES } from '@codex-voice/speech';
import { describe, expect, it } from 'vitest';
import { type DenoisedFrame, denoisedFrames } from './denoised-frames.ts';
import { openRecording } from './recording.ts';

const RECORDING = join(import.meta.dirname, '../../../examples/recordings/first-light.wav');

async function* ramp(frames: number): AsyncGenerator<Float32Array> {
  for (let n = 0; n < frames; n += 1) yield new Float32Array(FRAME_SAMPLES).fill(n);
}

async function all(frames: AsyncIterable<DenoisedFrame>): Promise<DenoisedFrame[]> {
  const found: DenoisedFrame[] = [];
  for await (const frame of frames) found.push(frame);
  return found;
}

function power(frames: readonly Float32Array[]): number {
  const sum = frames.reduce((total, frame) => total + frame.reduce((s, x) => s + x * x, 0), 0);
  return sum / (frames.length * FRAME_SAMPLES);
}

describe('denoisedFrames', () => {
  it('AUDIO-55 loses and shifts no frame between pieces, and holds one piece at a time', async () => {
    const lengths: number[] = [];
    const frames = await all(
      denoisedFrames(ramp(1000), async (samples) => {
        lengths.push(samples.length / FRAME_SAMPLES);
        return samples.map((sample) => -sample);
      }),
    );
    expect(frames.map(({ frame }) => frame[0])).toEqual(Array.from({ length: 1000 }, (_, n) => n));
    expect(frames.every(({ frame, quiet }) => quiet[511] === -(frame[511] ?? 0))).toBe(true);
    expect(Math.max(...lengths)).toBe(468 + 31);
  });

  it('AUDIO-54 AUDIO-55 takes noise out of speech, which stays where it was', async () => {
    let state = 1;
    const noise = (): number => {
      state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
      return 0.03 * (state / 2 ** 30 - 1);
    };
    await using recording = await openRecording(RECORDING);
    const clean: Float32Array[] = [];
    for await (const frame of recording.frames()) clean.push(frame);
    async function* noisy(): AsyncGenerator<Float32Array> {
      for (const frame of clean) yield frame.map((sample) => sample + noise());
    }
    const frames = await all(denoisedFrames(noisy()));
    const pauses = frames.filter((_, n) => power([clean[n] ?? new Float32Array(1)]) < 1e-7);
    const before = power(pauses.map(({ frame }) => frame));
    const after = power(pauses.map(({ quiet }) => quiet));
    expect(10 * Math.log10(before / after)).toBeGreaterThan(10);
    // Nearest to the clean speech where it is not shifted.
    const whole = (pick: (frame: DenoisedFrame) => Float32Array) =>
      Float32Array.from(frames.flatMap((frame) => [...pick(frame)]));
    const quiet = whole(({ quiet: samples }) => samples);
    const speech = Float32Array.from(clean.flatMap((frame) => [...frame]));
    const likeness = (shift: number): number =>
      speech.reduce((sum, sample, n) => sum + sample * (quiet[n + shift] ?? 0), 0);
    const shifts = Array.from({ length: 101 }, (_, n) => n * 4 - 200);
    const likeliest = shifts.reduce((best, each) =>
      likeness(each) > likeness(best) ? each : best,
    );
    expect(likeliest).toBe(0);
  });
});
