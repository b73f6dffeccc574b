// The sound of FLAC, MP3 and Ogg Vorbis files, by decoders in WebAssembly that are loaded when such
// a file is met. Which of them a file is, is decided before.
import { AudioError } from './audio-error.ts';
import type { AudioStream, RecordingFormat } from './audio-stream.ts';
import type { ByteSource } from './byte-source.ts';
import { HIGHEST_RATE_HZ, LOWEST_RATE_HZ } from './resampler.ts';

export type CompressedContainer = Exclude<RecordingFormat['container'], 'wav'>;

/** What the decoders give for a piece of a file. */
interface Decoded {
  readonly channelData: readonly Float32Array[];
  readonly samplesDecoded: number;
  readonly sampleRate: number;
  readonly errors: readonly unknown[];
}

interface Decoder {
  decode(bytes: Uint8Array): Promise<Decoded>;
  /** What the decoder held back until it knew that nothing follows. */
  flush(): Promise<Decoded>;
  free(): void;
}

const NOTHING: Decoded = { channelData: [], samplesDecoded: 0, sampleRate: 0, errors: [] };

/** Decodes up to the first sample. @throws AudioError naming the file. */
export async function openCompressed(options: {
  readonly source: ByteSource;
  readonly path: string;
  readonly container: CompressedContainer;
}): Promise<AudioStream> {
  const promised =
    options.container === 'flac' ? flacSamples(await options.source.peek(26)) : undefined;
  const stream = new DecodedPieces(await loadDecoder(options.container), options);
  const first = await stream.next();
  const rate = first?.sampleRate ?? 0;
  if (first === undefined || rate < LOWEST_RATE_HZ || rate > HIGHEST_RATE_HZ) {
    stream.free();
    throw damaged(options.path, 'no sound can be read from it');
  }
  return new CompressedStream({ container: options.container, stream, first, promised });
}

class CompressedStream implements AudioStream {
  readonly format: RecordingFormat;
  readonly expectedMs: number | undefined;
  readonly #promised: number | undefined;
  #read = 0;
  #state: 'reading' | 'read' = 'reading';
  readonly #stream: DecodedPieces;
  readonly #first: Decoded;

  constructor(parts: {
    readonly container: CompressedContainer;
    readonly stream: DecodedPieces;
    readonly first: Decoded;
    /** Samples of each channel that the file says it has. */
    readonly promised: number | undefined;
  }) {
    const { container, stream, first, promised } = parts;
    this.#promised = promised;
    this.expectedMs = promised === undefined ? undefined : (promised * 1000) / first.sampleRate;
    this.#stream = stream;
    this.#first = first;
    this.format = {
      container,
      encoding: 'compressed',
      sampleRateHz: first.sampleRate,
      channels: first.channelData.length,
    };
  }

  get warnings(): readonly string[] {
    const { sampleRateHz } = this.format;
    if (this.#state === 'read' && this.#promised !== undefined && this.#read < this.#promised) {
      const [read, promised] = [this.#read, this.#promised].map((n) =>
        (n / sampleRateHz).toFixed(1),
      );
      return [`the file is damaged or cut off: only ${read} s of its ${promised} s can be read`];
    }
    const hasDamage = this.#stream.damagedPieces > 0;
    return hasDamage ? ['parts of the file are damaged: they are left out'] : [];
  }

  async *samples(): AsyncGenerator<Float32Array, void, undefined> {
    try {
      let piece: Decoded | undefined = this.#first;
      while (piece !== undefined) {
        this.#read += piece.samplesDecoded;
        yield mono(piece);
        piece = await this.#stream.next();
      }
      this.#state = 'read';
    } finally {
      this.#stream.free();
    }
  }
}

/** Runs one decoder over one source. */
class DecodedPieces {
  /** Pieces of the file in which the decoder found something wrong. */
  damagedPieces = 0;
  readonly #decoder: Decoder;
  readonly #source: ByteSource;
  readonly #path: string;
  #state: 'reading' | 'flushed' | 'freed' = 'reading';

  constructor(decoder: Decoder, from: { readonly source: ByteSource; readonly path: string }) {
    this.#decoder = decoder;
    this.#source = from.source;
    this.#path = from.path;
  }

  /** The next piece with samples in it; undefined at the end. */
  async next(): Promise<Decoded | undefined> {
    while (this.#state === 'reading') {
      const bytes = await this.#source.takeSome();
      if (bytes.length === 0) this.#state = 'flushed';
      const piece = await this.#decode(bytes);
      if (piece.errors.length > 0) this.damagedPieces += 1;
      if (piece.samplesDecoded > 0) return piece;
    }
    return undefined;
  }

  free(): void {
    if (this.#state !== 'freed') this.#decoder.free();
    this.#state = 'freed';
  }

  async #decode(bytes: Uint8Array): Promise<Decoded> {
    try {
      return bytes.length === 0 ? await this.#decoder.flush() : await this.#decoder.decode(bytes);
    } catch (error) {
      // WebAssembly stops with its own errors on input that its decoder can't bear.
      throw damaged(this.#path, `its decoder gave up (${String(error)})`);
    }
  }
}

/** FLAC's STREAMINFO ends with 36 bits of length, the last of 8 + 18 bytes; 0 means unknown. */
function flacSamples(head: Buffer): number | undefined {
  if (head.length < 26) return undefined;
  const samples = (head.readUInt8(21) & 0x0f) * 2 ** 32 + head.readUInt32BE(22);
  return samples === 0 ? undefined : samples;
}

async function loadDecoder(container: CompressedContainer): Promise<Decoder> {
  switch (container) {
    case 'flac': {
      const { FLACDecoder } = await import('@wasm-audio-decoders/flac');
      const decoder = new FLACDecoder();
      await decoder.ready;
      return decoder;
    }
    case 'ogg-vorbis': {
      const { OggVorbisDecoder } = await import('@wasm-audio-decoders/ogg-vorbis');
      const decoder = new OggVorbisDecoder();
      await decoder.ready;
      return decoder;
    }
    case 'mp3': {
      const { MPEGDecoder } = await import('mpg123-decoder');
      const decoder = new MPEGDecoder();
      await decoder.ready;
      return {
        decode: async (bytes) => decoder.decode(bytes),
        // This one holds nothing back.
        flush: async () => NOTHING,
        free: () => decoder.free(),
      };
    }
  }
}

/** The mean of the channels; what is not a number is silence, what is beyond full scale is limited. */
function mono({ channelData, samplesDecoded }: Decoded): Float32Array {
  const samples = new Float32Array(samplesDecoded);
  for (let n = 0; n < samplesDecoded; n += 1) {
    let sum = 0;
    for (const channel of channelData) sum += channel[n] ?? 0;
    const mean = sum / channelData.length;
    samples[n] = Number.isNaN(mean) ? 0 : Math.max(-1, Math.min(1, mean));
  }
  return samples;
}

function damaged(path: string, what: string): AudioError {
  return new AudioError(
    'damaged',
    `${path}: the file is damaged, ${what}: record or export it again`,
  );
}
