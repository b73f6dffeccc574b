// Reads and writes 16 kHz mono 16-bit WAV files for the recognition bench; product code has its own reader.

import { readFileSync, writeFileSync } from 'node:fs';

/** Samples per second of every file of the corpus. */
export const CORPUS_RATE_HZ = 16_000;

const HEADER_BYTES = 44;
const FULL_SCALE = 32_768;

/** Samples in [-1, 1] of a 16 kHz mono 16-bit PCM file. */
export function readWave(path: string): Float32Array {
  const bytes = readFileSync(path);
  const data = findChunk(bytes, 'data');
  const format = findChunk(bytes, 'fmt ');
  const rate = bytes.readUInt32LE(format.start + 4);
  const channels = bytes.readUInt16LE(format.start + 2);
  const bits = bytes.readUInt16LE(format.start + 14);
  if (rate !== CORPUS_RATE_HZ || channels !== 1 || bits !== 16) {
    throw new Error(`${path}: expected 16 kHz mono 16-bit, got ${rate} Hz, ${channels}, ${bits}`);
  }
  const samples = new Float32Array(data.length >> 1);
  for (let index = 0; index < samples.length; index += 1) {
    samples[index] = bytes.readInt16LE(data.start + 2 * index) / FULL_SCALE;
  }
  return samples;
}

/** Writes samples, clipped to full scale. */
export function writeWave(path: string, samples: Float32Array): void {
  const bytes = Buffer.alloc(HEADER_BYTES + samples.length * 2);
  bytes.write('RIFF', 0, 'latin1');
  bytes.writeUInt32LE(HEADER_BYTES - 8 + samples.length * 2, 4);
  bytes.write('WAVEfmt ', 8, 'latin1');
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(CORPUS_RATE_HZ, 24);
  bytes.writeUInt32LE(CORPUS_RATE_HZ * 2, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36, 'latin1');
  bytes.writeUInt32LE(samples.length * 2, 40);
  for (let index = 0; index < samples.length; index += 1) {
    const scaled = Math.round((samples[index] ?? 0) * FULL_SCALE);
    bytes.writeInt16LE(
      Math.max(-FULL_SCALE, Math.min(FULL_SCALE - 1, scaled)),
      HEADER_BYTES + 2 * index,
    );
  }
  writeFileSync(path, bytes);
}

function findChunk(bytes: Buffer, name: string): { start: number; length: number } {
  let at = 12;
  while (at + 8 <= bytes.length) {
    const length = bytes.readUInt32LE(at + 4);
    // Programs that write to a pipe leave a length that reaches past the end.
    if (bytes.toString('latin1', at, at + 4) === name) {
      return { start: at + 8, length: Math.min(length, bytes.length - at - 8) };
    }
    at += 8 + length + (length % 2);
  }
  throw new Error(`no ${name} chunk`);
}
