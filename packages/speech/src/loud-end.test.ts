// SPEECH-42: an utterance's sound ends with its last 5 ms within 40 dB of its loudest, however it is cut.
import { expect, test } from 'vitest';
import { LoudEnd } from './loud-end.ts';
import { SAMPLE_RATE_HZ } from './ports.ts';

/** Pieces of constant level, as [ms, level]. */
function levels(...pieces: readonly (readonly [number, number])[]): Float32Array {
  return Float32Array.from(
    pieces.flatMap(([ms, level]) =>
      Array.from({ length: (ms * SAMPLE_RATE_HZ) / 1000 }, (_, index) =>
        index % 2 === 0 ? level : -level,
      ),
    ),
  );
}

function endOf(samples: Float32Array, pieceLength = samples.length): number {
  const end = new LoudEnd();
  for (let at = 0; at < samples.length; at += pieceLength) {
    end.accept(samples.subarray(at, at + pieceLength));
  }
  return end.ms;
}

test('SPEECH-42 the last window within 40 dB of the loudest is the end', () => {
  // 0.5 down to 0.006 is 38.4 dB; 0.004 is 41.9 dB below.
  expect(endOf(levels([100, 0.001], [200, 0.5], [50, 0.006], [300, 0.004]))).toBe(350);
});

test('SPEECH-42 what was loud before a louder sound does not move the end back', () => {
  expect(endOf(levels([100, 0.01], [50, 0.0001], [100, 0.9], [400, 0.001]))).toBe(250);
});

test('SPEECH-42 how the samples are cut into pieces changes nothing', () => {
  const samples = levels([37.5, 0.3], [20, 0], [61.25, 0.02], [80, 0.001]);
  for (const pieceLength of [1, 7, 80, 512])
    expect(endOf(samples, pieceLength)).toBe(endOf(samples));
});

test('SPEECH-42 silence and samples that are no numbers have no end', () => {
  expect(endOf(new Float32Array(1_600))).toBe(0);
  expect(endOf(new Float32Array(1_600).fill(Number.NaN))).toBe(0);
});
