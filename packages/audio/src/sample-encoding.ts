// How samples are written as bytes, and one mono float for each frame of them. Containers and
// rates are left to others.

/** Little-endian, interleaved. */
export type SampleEncoding =
  | 'unsigned-8'
  | 'signed-16'
  | 'signed-24'
  | 'signed-32'
  | 'float-32'
  | 'float-64'
  | 'mu-law'
  | 'a-law';

type ReadSample = (bytes: DataView, offset: number) => number;

const READERS: Readonly<Record<SampleEncoding, ReadSample>> = {
  'unsigned-8': (bytes, offset) => (bytes.getUint8(offset) - 128) / 128,
  'signed-16': (bytes, offset) => bytes.getInt16(offset, true) / 0x8000,
  'signed-24': (bytes, offset) =>
    ((bytes.getInt8(offset + 2) << 16) | bytes.getUint16(offset, true)) / 0x80_0000,
  'signed-32': (bytes, offset) => bytes.getInt32(offset, true) / 0x8000_0000,
  'float-32': (bytes, offset) => bytes.getFloat32(offset, true),
  'float-64': (bytes, offset) => bytes.getFloat64(offset, true),
  'mu-law': (bytes, offset) => muLaw(bytes.getUint8(offset)),
  'a-law': (bytes, offset) => aLaw(bytes.getUint8(offset)),
};

const WIDTHS: Readonly<Record<SampleEncoding, number>> = {
  'unsigned-8': 1,
  'signed-16': 2,
  'signed-24': 3,
  'signed-32': 4,
  'float-32': 4,
  'float-64': 8,
  'mu-law': 1,
  'a-law': 1,
};

/** Bytes of one sample of one channel. */
export function sampleBytes(encoding: SampleEncoding): number {
  return WIDTHS[encoding];
}

/**
 * Whole frames of `channels` samples to one mono float each: the mean of the channels, in -1 to 1.
 * Samples that are not numbers are silence. Bytes beyond the last whole frame are ignored.
 */
export function decodeMono(
  bytes: Uint8Array,
  layout: { readonly encoding: SampleEncoding; readonly channels: number },
): Float32Array {
  const { encoding, channels } = layout;
  const width = WIDTHS[encoding];
  const read = READERS[encoding];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const mono = new Float32Array(Math.floor(bytes.byteLength / (width * channels)));
  let offset = 0;
  for (let frame = 0; frame < mono.length; frame += 1) {
    let sum = 0;
    for (let channel = 0; channel < channels; channel += 1) {
      sum += limited(read(view, offset));
      offset += width;
    }
    mono[frame] = sum / channels;
  }
  return mono;
}

function limited(sample: number): number {
  return Number.isNaN(sample) ? 0 : Math.max(-1, Math.min(1, sample));
}

/** ITU-T G.711 µ-law: inverted bits, sign, three bits of exponent, four of mantissa, bias 33. */
function muLaw(code: number): number {
  const bits = ~code & 0xff;
  const magnitude = ((((bits & 0x0f) << 1) | 0x21) << ((bits >> 4) & 7)) - 0x21;
  return ((bits & 0x80) === 0 ? magnitude : -magnitude) / 0x2000;
}

/** ITU-T G.711 A-law: even bits inverted, sign, three bits of exponent, four of mantissa. */
function aLaw(code: number): number {
  const bits = code ^ 0x55;
  const exponent = (bits >> 4) & 7;
  const mantissa = ((bits & 0x0f) << 1) | 1;
  const magnitude = exponent === 0 ? mantissa : (mantissa | 0x20) << (exponent - 1);
  return ((bits & 0x80) === 0 ? -magnitude : magnitude) / 0x1000;
}
