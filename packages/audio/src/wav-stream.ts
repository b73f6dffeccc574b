// The sound of a WAV file, read a bounded piece at a time, as far as it goes.
import type { AudioStream, RecordingFormat } from './audio-stream.ts';
import type { ByteSource } from './byte-source.ts';
import { decodeMono, type SampleEncoding, sampleBytes } from './sample-encoding.ts';
import { readWavHeader, type WavHeader } from './wav-header.ts';

/** Reads the header. @throws AudioError naming the file. */
export async function openWav(source: ByteSource, path: string): Promise<AudioStream> {
  return new WavStream(source, await readWavHeader(source, path));
}

class WavStream implements AudioStream {
  readonly format: RecordingFormat;
  readonly expectedMs: number | undefined;
  readonly warnings: string[] = [];
  readonly #source: ByteSource;
  readonly #encoding: SampleEncoding;
  readonly #dataBytes: number | undefined;
  readonly #frameBytes: number;

  constructor(source: ByteSource, header: WavHeader) {
    const { encoding, channels, sampleRateHz, dataBytes } = header;
    this.format = { container: 'wav', encoding, sampleRateHz, channels };
    this.#source = source;
    this.#encoding = encoding;
    this.#dataBytes = dataBytes;
    this.#frameBytes = sampleBytes(encoding) * channels;
    this.expectedMs = dataBytes === undefined ? undefined : this.#bytesToMs(dataBytes);
  }

  async *samples(): AsyncGenerator<Float32Array, void, undefined> {
    const layout = { encoding: this.#encoding, channels: this.format.channels };
    let leftBytes = this.#dataBytes ?? Number.POSITIVE_INFINITY;
    let readBytes = 0;
    let rest: Buffer = Buffer.alloc(0);
    while (leftBytes > 0) {
      const piece = await this.#source.takeSome();
      if (piece.length === 0) break;
      const wanted = piece.subarray(0, leftBytes);
      leftBytes -= wanted.length;
      readBytes += wanted.length;
      const bytes = rest.length === 0 ? wanted : Buffer.concat([rest, wanted]);
      const whole = bytes.length - (bytes.length % this.#frameBytes);
      rest = Buffer.from(bytes.subarray(whole));
      yield decodeMono(bytes.subarray(0, whole), layout);
    }
    if (this.#dataBytes !== undefined && leftBytes > 0) {
      const seconds = (this.#bytesToMs(readBytes) / 1000).toFixed(1);
      this.warnings.push(
        `the file is cut off, ${leftBytes} of its ${this.#dataBytes} bytes are missing: only its first ${seconds} s are used`,
      );
    }
  }

  #bytesToMs(bytes: number): number {
    return (Math.floor(bytes / this.#frameBytes) * 1000) / this.format.sampleRateHz;
  }
}
