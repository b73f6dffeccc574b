// Noise suppression over decibri for sound that is there as a whole. Importing this module loads native code,
// which may fail: it is imported late.
import { SAMPLE_RATE_HZ } from '@codex-voice/speech';
import { File } from 'decibri';
import { DENOISER } from './decibri-backend.ts';

const FLOAT_BYTES = 4;

/** As long as what was given, and at the same time: the model's delay is taken off. */
export async function denoise(samples: Float32Array): Promise<Float32Array> {
  const file = File.buffer(samples, {
    inputRate: SAMPLE_RATE_HZ,
    sampleRate: SAMPLE_RATE_HZ,
    dtype: 'float32',
    denoise: DENOISER,
  });
  const quiet = new Float32Array(samples.length + MODEL_DELAY_SAMPLES);
  let filled = 0;
  for await (const chunk of file) {
    // `as`: a stream of bytes gives buffers.
    const bytes = chunk as Buffer;
    for (let at = 0; at + FLOAT_BYTES <= bytes.length && filled < quiet.length; at += FLOAT_BYTES) {
      quiet[filled] = bytes.readFloatLE(at);
      filled += 1;
    }
  }
  return quiet.subarray(MODEL_DELAY_SAMPLES);
}

/** What comes out lies this much later than what went in: half a window. Found by correlation of both. */
const MODEL_DELAY_SAMPLES = 256;
