// Audio for this package's tests: recorded phrases and made-up sounds. Only tests import it.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FRAME_SAMPLES } from '@codex-voice/speech';

/** The recordings in fixtures/, all 16 kHz mono 16-bit with a header of 44 bytes. */
export type FixtureName =
  | 'corrige-les-erreurs'
  | 'fix-the-failing-tests'
  | 'hey-codex'
  | 'hey-codex-fix-the-failing-tests'
  | 'other-speech'
  | 'send-it';

const HEADER_BYTES = 44;

export function fixture(name: FixtureName): Float32Array {
  const bytes = readFileSync(join(import.meta.dirname, '../fixtures', `${name}.wav`));
  return Float32Array.from(
    { length: (bytes.length - HEADER_BYTES) / 2 },
    (_, index) => bytes.readInt16LE(HEADER_BYTES + 2 * index) / 32_768,
  );
}

/** White noise from a fixed seed. */
export function hiss(sampleCount: number, level: number): Float32Array {
  let state = 1;
  return Float32Array.from({ length: sampleCount }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return level * (state / 2 ** 31 - 1);
  });
}

/** Whole frames of `samples`; a rest is dropped. */
export function framesOf(samples: Float32Array): readonly Float32Array[] {
  const count = Math.floor(samples.length / FRAME_SAMPLES);
  return Array.from({ length: count }, (_, index) =>
    samples.subarray(index * FRAME_SAMPLES, (index + 1) * FRAME_SAMPLES),
  );
}
