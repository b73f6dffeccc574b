// Cut-off tops are told from loudness.
import { expect, test } from 'vitest';
import { ClippingWatch } from './clipping-watch.ts';
import { FRAME_SAMPLES, SAMPLE_RATE_HZ } from './ports.ts';

function tone(amplitude: number, frames: number): Float32Array[] {
  return Array.from({ length: frames }, (_, n) =>
    Float32Array.from({ length: FRAME_SAMPLES }, (_each, at) => {
      const time = (n * FRAME_SAMPLES + at) / SAMPLE_RATE_HZ;
      return Math.max(-1, Math.min(1, amplitude * Math.sin(2 * Math.PI * 200 * time)));
    }),
  );
}

const told = (frames: readonly Float32Array[]): number => {
  const watch = new ClippingWatch();
  return frames.filter((frame) => watch.accept(frame) === 'clips').length;
};

test('SPEECH-43 speech that is cut off is told once, loud speech that is whole never', () => {
  expect(told(tone(3, 100))).toBe(1);
  expect(told(tone(0.98, 100))).toBe(0);
});

test('SPEECH-43 a bump now and then is no clipping', () => {
  const bumps = Array.from({ length: 320 }, () => new Float32Array(FRAME_SAMPLES));
  for (const frame of bumps) frame.fill(1, 100, 120);
  expect(told(bumps.map((frame, n) => (n % 4 === 0 ? frame : new Float32Array(512))))).toBe(0);
});
