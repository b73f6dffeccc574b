// Writes WAV files for this package's tests, wrong ones too. Not part of the product.
import type { SampleEncoding } from './sample-encoding.ts';

type Write = (view: DataView, offset: number, sample: number) => void;

const WRITERS: Readonly<Record<Exclude<SampleEncoding, 'mu-law' | 'a-law'>, [number, Write]>> = {
  'unsigned-8': [1, (view, at, s) => view.setUint8(at, Math.round(s * 127) + 128)],
  'signed-16': [2, (view, at, s) => view.setInt16(at, Math.round(s * 0x7fff), true)],
  'signed-24': [
    3,
    (view, at, s) => {
      const value = Math.round(s * 0x7f_ffff);
      view.setUint16(at, value & 0xffff, true);
      view.setInt8(at + 2, value >> 16);
    },
  ],
  'signed-32': [4, (view, at, s) => view.setInt32(at, Math.round(s * 0x7fff_ffff), true)],
  'float-32': [4, (view, at, s) => view.setFloat32(at, s, true)],
  'float-64': [8, (view, at, s) => view.setFloat64(at, s, true)],
};

export type WritableEncoding = keyof typeof WRITERS;

/** Interleaved bytes: every channel carries the same samples. */
export function encodeSamples(
  samples: ArrayLike<number>,
  layout: { readonly encoding: WritableEncoding; readonly channels: number },
): Buffer {
  const [width, write] = WRITERS[layout.encoding];
  const bytes = new DataView(new ArrayBuffer(samples.length * width * layout.channels));
  for (let n = 0; n < samples.length; n += 1) {
    for (let channel = 0; channel < layout.channels; channel += 1) {
      write(bytes, (n * layout.channels + channel) * width, samples[n] ?? 0);
    }
  }
  return Buffer.from(bytes.buffer);
}

export function chunk(name: string, body: Buffer, claimedSize = body.length): Buffer {
  const head = Buffer.alloc(8);
  head.write(name, 0, 'latin1');
  head.writeUInt32LE(claimedSize, 4);
  return Buffer.concat([head, body, Buffer.alloc(body.length % 2)]);
}

export function riff(
  chunks: readonly Buffer[],
  options: { tag?: string; size?: number } = {},
): Buffer {
  const body = Buffer.concat([Buffer.from('WAVE', 'latin1'), ...chunks]);
  const head = Buffer.alloc(8);
  head.write(options.tag ?? 'RIFF', 0, 'latin1');
  head.writeUInt32LE(options.size ?? body.length, 4);
  return Buffer.concat([head, body]);
}

export interface FormatFields {
  readonly tag: number;
  readonly channels: number;
  readonly rateHz: number;
  readonly bits: number;
  /** Writes the extensible format, with `tag` in its sub-format. */
  readonly layout?: 'plain' | 'extensible';
}

export function formatChunk({ tag, channels, rateHz, bits, layout }: FormatFields): Buffer {
  const body = Buffer.alloc(layout === 'extensible' ? 40 : 16);
  const frameBytes = channels * Math.ceil(bits / 8);
  body.writeUInt16LE(layout === 'extensible' ? 0xfffe : tag, 0);
  body.writeUInt16LE(channels, 2);
  body.writeUInt32LE(rateHz, 4);
  body.writeUInt32LE(rateHz * frameBytes, 8);
  body.writeUInt16LE(frameBytes, 12);
  body.writeUInt16LE(bits, 14);
  if (layout === 'extensible') {
    body.writeUInt16LE(22, 16);
    body.writeUInt16LE(bits, 18);
    body.writeUInt16LE(tag, 24);
    Buffer.from('000000001000800000aa00389b71', 'hex').copy(body, 26);
  }
  return chunk('fmt ', body);
}

/** A 16-bit mono WAV at 16 kHz. */
export function plainWav(samples: ArrayLike<number>): Buffer {
  return riff([
    formatChunk({ tag: 1, channels: 1, rateHz: 16_000, bits: 16 }),
    chunk('data', encodeSamples(samples, { encoding: 'signed-16', channels: 1 })),
  ]);
}

/** A sine of amplitude 0.5. */
export function sine(
  hz: number,
  shape: { readonly rateHz: number; readonly seconds: number },
): Float32Array {
  const length = Math.round(shape.rateHz * shape.seconds);
  return Float32Array.from(
    { length },
    (_, n) => 0.5 * Math.sin((2 * Math.PI * hz * n) / shape.rateHz),
  );
}
