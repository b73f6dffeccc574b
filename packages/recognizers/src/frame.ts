// Checks one frame of audio at the border of the voice activity detectors.

import { FRAME_SAMPLES } from '@codex-voice/speech';

/**
 * The frame itself, or a copy with 0 for what is no finite number.
 * @throws RangeError unless it has `FRAME_SAMPLES` samples.
 */
export function finiteFrame(frame: Float32Array): Float32Array {
  if (frame.length !== FRAME_SAMPLES) {
    throw new RangeError(`frame: expected ${FRAME_SAMPLES} samples, got ${frame.length}`);
  }
  return frame.every(Number.isFinite)
    ? frame
    : frame.map((sample) => (Number.isFinite(sample) ? sample : 0));
}
