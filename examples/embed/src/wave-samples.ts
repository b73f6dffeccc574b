// The samples of a WAV file (16 bits, mono): the least that the example needs to have something to hear.
import { readFileSync } from 'node:fs';

const PLAIN_SAMPLES = 1;
const EXTENSIBLE = 0xfffe;

export interface Wave {
  readonly sampleRateHz: number;
  readonly samples: Int16Array;
}

/** Throws with one line for a person where it is another file, or none. */
export function readWave(path: string): Wave {
  const bytes = readFileSync(path);
  const text = (at: number): string => bytes.toString('latin1', at, at + 4);
  if (text(0) !== 'RIFF' || text(8) !== 'WAVE') throw new Error(`${path} is no WAV file`);
  let sampleRateHz: number | undefined;
  // Each piece has a name, its length, and after an odd length a byte that counts for nothing.
  for (let at = 12; at + 8 <= bytes.length; ) {
    const length = bytes.readUInt32LE(at + 4);
    const from = at + 8;
    if (text(at) === 'fmt ' && from + 16 <= bytes.length) {
      const format = bytes.readUInt16LE(from);
      const isPlain = format === PLAIN_SAMPLES || format === EXTENSIBLE;
      const isMono = bytes.readUInt16LE(from + 2) === 1 && bytes.readUInt16LE(from + 14) === 16;
      if (!isPlain || !isMono) throw new Error(`${path} is not of 16 bits and one channel`);
      sampleRateHz = bytes.readUInt32LE(from + 4);
    } else if (text(at) === 'data' && sampleRateHz !== undefined) {
      const sound = bytes.subarray(from, from + length);
      const samples = new Int16Array(sound.length >> 1);
      return { sampleRateHz, samples: samples.map((_, index) => sound.readInt16LE(index * 2)) };
    }
    at = from + length + (length % 2);
  }
  throw new Error(`${path} ends before its sound begins`);
}
