// Finds the samples in a WAV file: walks the RIFF chunks up to `data` and says how its bytes are
// to be read. The kept WAV libraries load a whole file and trust its sizes; pipes need neither.
import { AudioError } from './audio-error.ts';
import type { ByteSource } from './byte-source.ts';
import { HIGHEST_RATE_HZ, LOWEST_RATE_HZ } from './resampler.ts';
import { type SampleEncoding, sampleBytes } from './sample-encoding.ts';

export interface WavHeader {
  readonly encoding: SampleEncoding;
  readonly channels: number;
  readonly sampleRateHz: number;
  /** Bytes of samples promised; undefined where the writer did not know, as into a pipe. */
  readonly dataBytes: number | undefined;
}

/** More channels than any converter has: beyond it the header is damaged. */
const MAXIMUM_CHANNELS = 64;

/** The longest `fmt ` chunk in use has 40 bytes; one of more than this is damage. */
const MAXIMUM_FORMAT_BYTES = 4096;

/** Writers into a pipe put 0xFFFFFFFF or the largest multiple below 0x7FFFFFFF they can. */
const UNKNOWN_SIZE_FROM = 0x7fff_0000;

const EXTENSIBLE = 0xfffe;

const CONVERT = 'convert it first, for example with: sox IN -b 16 OUT.wav';

/** Reads up to the first sample. @throws AudioError naming the file. */
export async function readWavHeader(source: ByteSource, path: string): Promise<WavHeader> {
  const riff = await source.take(12);
  const riffBytes = riff.length < 12 ? 0 : riff.readUInt32LE(4);
  let format: Omit<WavHeader, 'dataBytes'> | undefined;
  let longDataBytes: number | undefined;
  for (;;) {
    const chunk = await source.take(8);
    if (chunk.length < 8) {
      throw damaged(path, format === undefined ? 'it ends inside its header' : 'it has no samples');
    }
    const name = chunk.toString('latin1', 0, 4);
    const size = chunk.readUInt32LE(4);
    if (name === 'data') {
      if (format === undefined) throw damaged(path, 'its samples come before their format');
      const context = { riffBytes, longDataBytes, headerEnd: source.positionBytes };
      return { ...format, dataBytes: dataSize(size, context) };
    }
    if (name === 'fmt ') {
      if (size < 16 || size > MAXIMUM_FORMAT_BYTES)
        throw damaged(path, 'its format chunk is broken');
      format = readFormat(await source.take(size), path);
      await source.skip(size % 2);
    } else if (name === 'ds64' && size >= 16 && size <= MAXIMUM_FORMAT_BYTES) {
      const sizes = await source.take(size);
      if (sizes.length === size) longDataBytes = Number(sizes.readBigUInt64LE(8));
    } else {
      await source.skip(size + (size % 2));
    }
  }
}

/** `ds64` of RF64 files wins; 0 is believed only where the whole file is as short as it says. */
function dataSize(
  size: number,
  context: {
    readonly riffBytes: number;
    readonly longDataBytes: number | undefined;
    readonly headerEnd: number;
  },
): number | undefined {
  if (size === 0xffff_ffff && context.longDataBytes !== undefined) return context.longDataBytes;
  if (size >= UNKNOWN_SIZE_FROM) return undefined;
  const saysHeaderOnly =
    context.riffBytes + 8 >= context.headerEnd && context.riffBytes < UNKNOWN_SIZE_FROM;
  return size === 0 && !saysHeaderOnly ? undefined : size;
}

function readFormat(bytes: Buffer, path: string): Omit<WavHeader, 'dataBytes'> {
  if (bytes.length < 16) throw damaged(path, 'it ends inside its header');
  const declared = bytes.readUInt16LE(0);
  const tag = declared === EXTENSIBLE && bytes.length >= 26 ? bytes.readUInt16LE(24) : declared;
  const channels = bytes.readUInt16LE(2);
  const sampleRateHz = bytes.readUInt32LE(4);
  const frameBytes = bytes.readUInt16LE(12);
  const bits = bytes.readUInt16LE(14);
  if (channels < 1 || channels > MAXIMUM_CHANNELS) {
    throw damaged(path, `it claims ${channels} channels`);
  }
  if (sampleRateHz < LOWEST_RATE_HZ || sampleRateHz > HIGHEST_RATE_HZ) {
    throw damaged(path, `it claims ${sampleRateHz} samples a second`);
  }
  const encoding = encodingOf(tag, Math.ceil(bits / 8));
  if (encoding === undefined) {
    throw new AudioError(
      'unsupported-encoding',
      `${path}: WAV encoding ${encodingName(tag, bits)} is not supported: ${CONVERT}`,
    );
  }
  if (frameBytes !== channels * sampleBytes(encoding)) {
    throw damaged(
      path,
      `its frames of ${frameBytes} bytes do not fit ${channels} channels of ${bits} bits`,
    );
  }
  return { encoding, channels, sampleRateHz };
}

function encodingOf(tag: number, bytesPerSample: number): SampleEncoding | undefined {
  switch (tag) {
    case 1:
      return ([undefined, 'unsigned-8', 'signed-16', 'signed-24', 'signed-32'] as const)[
        bytesPerSample
      ];
    case 3:
      return bytesPerSample === 4 ? 'float-32' : bytesPerSample === 8 ? 'float-64' : undefined;
    case 6:
      return bytesPerSample === 1 ? 'a-law' : undefined;
    case 7:
      return bytesPerSample === 1 ? 'mu-law' : undefined;
    default:
      return undefined;
  }
}

function encodingName(tag: number, bits: number): string {
  const known: Readonly<Record<number, string>> = {
    1: 'PCM',
    2: 'Microsoft ADPCM',
    3: 'float',
    17: 'IMA ADPCM',
    49: 'GSM 6.10',
    80: 'MPEG',
    85: 'MP3',
  };
  return `${known[tag] ?? `0x${tag.toString(16)}`} with ${bits} bits`;
}

function damaged(path: string, what: string): AudioError {
  return new AudioError(
    'damaged',
    `${path}: the WAV file is damaged, ${what}: record or export it again`,
  );
}
