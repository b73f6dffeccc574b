// WAV that another program writes while we read: its header, then mono samples as they come.
import type { ByteReader } from './byte-source.ts';
import { ByteSource } from './byte-source.ts';
import { openWav } from './wav-stream.ts';

export interface PipedWave {
  readonly sampleRateHz: number;
  /** Mono samples at that rate, in pieces of any length. To be read once. */
  readonly samples: AsyncIterable<Float32Array>;
}

/** Resolves with the header. @throws AudioError that begins with `name`. */
export async function readPipedWave(
  bytes: AsyncIterable<Uint8Array>,
  name: string,
): Promise<PipedWave> {
  const stream = await openWav(new ByteSource(readerOf(bytes)), name);
  return { sampleRateHz: stream.format.sampleRateHz, samples: stream.samples() };
}

function readerOf(bytes: AsyncIterable<Uint8Array>): ByteReader {
  const chunks = bytes[Symbol.asyncIterator]();
  let rest: Uint8Array = new Uint8Array(0);
  return {
    async read(buffer, offset, length) {
      while (rest.length === 0) {
        const { done, value } = await chunks.next();
        if (done === true) return { bytesRead: 0 };
        rest = value;
      }
      const taken = rest.subarray(0, length);
      rest = rest.subarray(taken.length);
      buffer.set(taken, offset);
      return { bytesRead: taken.length };
    },
  };
}
