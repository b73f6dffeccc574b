// The 44 bytes before 16 kHz mono 16-bit samples, and those samples. Reading WAV is the audio package's task.
import { SAMPLE_RATE_HZ } from '@codex-voice/speech';

export const WAV_HEADER_BYTES = 44;
const BYTES_PER_SAMPLE = 2;
const FULL_SCALE = 32_767;

/** RIFF header for `samples` samples of 16 kHz mono 16-bit PCM. */
export function wavHeader(samples: number): Uint8Array {
  const header = Buffer.alloc(WAV_HEADER_BYTES);
  const dataBytes = samples * BYTES_PER_SAMPLE;
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(WAV_HEADER_BYTES - 8 + dataBytes, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(SAMPLE_RATE_HZ, 24);
  header.writeUInt32LE(SAMPLE_RATE_HZ * BYTES_PER_SAMPLE, 28);
  header.writeUInt16LE(BYTES_PER_SAMPLE, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(dataBytes, 40);
  return header;
}

/** Float samples in [-1, 1] as little-endian 16-bit PCM; values beyond full scale are clipped. */
export function encodePcm16(samples: Float32Array): Uint8Array {
  const bytes = Buffer.allocUnsafe(samples.length * BYTES_PER_SAMPLE);
  for (let index = 0; index < samples.length; index += 1) {
    const sample = Math.max(-1, Math.min(1, samples[index] ?? 0));
    bytes.writeInt16LE(Math.round(sample * FULL_SCALE), index * BYTES_PER_SAMPLE);
  }
  return bytes;
}
