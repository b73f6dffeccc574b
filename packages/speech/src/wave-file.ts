// The 44 bytes before 16 kHz mono 16-bit samples, and those samples. Reading WAV is the audio package's task.
import { SAMPLE_RATE_HZ } from './ports.ts';

export const WAVE_HEADER_BYTES = 44;
const BYTES_PER_SAMPLE = 2;
const FULL_SCALE = 32_767;

/** RIFF header for `samples` samples of 16 kHz mono 16-bit PCM. */
export function waveHeader(samples: number): Uint8Array {
  const header = new Uint8Array(WAVE_HEADER_BYTES);
  const view = new DataView(header.buffer);
  const dataBytes = samples * BYTES_PER_SAMPLE;
  const write = (text: string, at: number): void => {
    for (let index = 0; index < text.length; index += 1)
      header[at + index] = text.charCodeAt(index);
  };
  write('RIFF', 0);
  view.setUint32(4, WAVE_HEADER_BYTES - 8 + dataBytes, true);
  write('WAVEfmt ', 8);
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, SAMPLE_RATE_HZ, true);
  view.setUint32(28, SAMPLE_RATE_HZ * BYTES_PER_SAMPLE, true);
  view.setUint16(32, BYTES_PER_SAMPLE, true);
  view.setUint16(34, 16, true);
  write('data', 36);
  view.setUint32(40, dataBytes, true);
  return header;
}

/** Float samples in [-1, 1] as little-endian 16-bit PCM; what is beyond full scale is clipped, what is no number 0. */
export function encodePcm16(samples: Float32Array): Uint8Array {
  const block = new Pcm16Block(samples.length);
  block.append(samples, 0);
  return block.bytes;
}

/** The other way; half a sample at the end is left out. */
export function decodePcm16(bytes: Uint8Array): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const samples = new Float32Array(Math.floor(bytes.length / BYTES_PER_SAMPLE));
  for (let at = 0; at < samples.length; at += 1)
    samples[at] = view.getInt16(at * BYTES_PER_SAMPLE, true) / FULL_SCALE;
  return samples;
}

/** Memory for a number of such samples that is filled, written somewhere, and filled again. */
export class Pcm16Block {
  /** All of it; `filledBytes` of them count. */
  readonly bytes: Uint8Array;
  #filled = 0;

  constructor(samples: number) {
    this.bytes = new Uint8Array(samples * BYTES_PER_SAMPLE);
  }

  get filledBytes(): number {
    return this.#filled;
  }

  get isFull(): boolean {
    return this.#filled === this.bytes.length;
  }

  clear(): void {
    this.#filled = 0;
  }

  /** Takes the samples from number `from` on that find room; says how many. */
  append(samples: Float32Array, from: number): number {
    const room = (this.bytes.length - this.#filled) / BYTES_PER_SAMPLE;
    const count = Math.min(room, samples.length - from);
    for (let index = from; index < from + count; index += 1) {
      const sample = samples[index] ?? 0;
      const fitting = Number.isFinite(sample) ? Math.max(-1, Math.min(1, sample)) : 0;
      const value = Math.round(fitting * FULL_SCALE);
      this.bytes[this.#filled] = value & 0xff;
      this.bytes[this.#filled + 1] = (value >> 8) & 0xff;
      this.#filled += BYTES_PER_SAMPLE;
    }
    return count;
  }
}
