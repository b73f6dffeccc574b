// Opens a recording and reads it as frames of 16 kHz mono, a piece at a time, whatever its rate and
// channels. Which container it is, is told from its first bytes, never from its name.
import { type FileHandle, open } from 'node:fs/promises';
import { FRAME_SAMPLES, SAMPLE_RATE_HZ } from '@codex-voice/speech';
import { AudioError } from './audio-error.ts';
import { ByteSource } from './byte-source.ts';
import { FrameCutter } from './frame-cutter.ts';
import { Resampler } from './resampler.ts';
import { decodeMono, type SampleEncoding, sampleBytes } from './sample-encoding.ts';
import { readWavHeader, type WavHeader } from './wav-header.ts';

export interface RecordingFormat {
  readonly container: 'wav';
  readonly encoding: SampleEncoding;
  readonly sampleRateHz: number;
  readonly channels: number;
}

/** An open recording. Read it once, then close it; `frames` closes it at its own end too. */
export interface Recording extends AsyncDisposable {
  readonly path: string;
  readonly format: RecordingFormat;
  /** Length the file promises, in ms; undefined where it doesn't say. */
  readonly expectedMs: number | undefined;
  /** Length of what was read so far, in ms, without the silence that fills the last frame. */
  readonly readMs: number;
  /** What was wrong with it but could be read over, one line each; complete once it was read. */
  readonly warnings: readonly string[];
  /**
   * Frames of `FRAME_SAMPLES` samples at 16 kHz, the last one filled up with silence. Each is the
   * receiver's to keep. @throws AudioError when reading fails.
   */
  frames(): AsyncGenerator<Float32Array, void, undefined>;
  close(): Promise<void>;
}

/** Opens a recording and reads its header. @throws AudioError, its message one line for a person. */
export async function openRecording(path: string): Promise<Recording> {
  const file = await openFile(path);
  try {
    const source = new ByteSource(file);
    await recognise(source, path);
    return new WavRecording({ path, file, source, header: await readWavHeader(source, path) });
  } catch (error) {
    await file.close();
    throw asAudioError(error, path);
  }
}

/** Tells containers apart by their first bytes. */
async function recognise(source: ByteSource, path: string): Promise<void> {
  const head = await source.peek(12);
  if (head.length === 0) {
    throw new AudioError('empty-file', `${path}: the file is empty: record it again`);
  }
  const tag = head.toString('latin1', 0, 4);
  if ((tag === 'RIFF' || tag === 'RF64') && head.toString('latin1', 8, 12) === 'WAVE') return;
  const known = containerName(head);
  if (known !== undefined) {
    const message = `${path}: ${known} files are not supported: convert it to WAV first, for example with: ffmpeg -i IN OUT.wav`;
    throw new AudioError('unsupported-encoding', message);
  }
  throw new AudioError('not-audio', `${path}: this is not a WAV file: give a WAV recording`);
}

function containerName(head: Buffer): string | undefined {
  const tag = head.toString('latin1', 0, 4);
  if (tag === 'fLaC') return 'FLAC';
  if (tag === 'OggS') return 'Ogg';
  if (tag === 'RIFX') return 'big-endian WAV';
  if (tag === 'FORM') return 'AIFF';
  if (tag === 'caff') return 'CAF';
  if (head.toString('latin1', 4, 8) === 'ftyp') return 'MP4 and M4A';
  if (tag === '\x1aE\xdf\xa3') return 'Matroska and WebM';
  if (tag.startsWith('ID3') || (head[0] === 0xff && ((head[1] ?? 0) & 0xe0) === 0xe0)) return 'MP3';
  return undefined;
}

class WavRecording implements Recording {
  readonly path: string;
  readonly format: RecordingFormat;
  readonly expectedMs: number | undefined;
  readonly warnings: string[] = [];
  readonly #file: FileHandle;
  readonly #source: ByteSource;
  readonly #header: WavHeader;
  #readSamples = 0;
  #closing: Promise<void> | undefined;
  #started = false;

  constructor(parts: {
    readonly path: string;
    readonly file: FileHandle;
    readonly source: ByteSource;
    readonly header: WavHeader;
  }) {
    this.path = parts.path;
    this.#file = parts.file;
    this.#source = parts.source;
    this.#header = parts.header;
    const { encoding, channels, sampleRateHz, dataBytes } = parts.header;
    this.format = { container: 'wav', encoding, sampleRateHz, channels };
    this.expectedMs =
      dataBytes === undefined ? undefined : this.#toMs(this.#wholeFrames(dataBytes));
  }

  get readMs(): number {
    return this.#toMs(this.#readSamples);
  }

  async *frames(): AsyncGenerator<Float32Array, void, undefined> {
    if (this.#started) throw new TypeError(`${this.path} is read already: open it again`);
    this.#started = true;
    const resampler = new Resampler({ fromHz: this.format.sampleRateHz, toHz: SAMPLE_RATE_HZ });
    const cutter = new FrameCutter();
    try {
      for await (const samples of this.#samples()) yield* cutter.push(resampler.process(samples));
      yield* cutter.push(resampler.flush());
      const last = cutter.flush();
      if (last !== undefined) yield last;
    } catch (error) {
      throw asAudioError(error, this.path);
    } finally {
      await this.close();
    }
  }

  close(): Promise<void> {
    this.#closing ??= this.#file.close();
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** Mono samples at the file's own rate. */
  async *#samples(): AsyncGenerator<Float32Array, void, undefined> {
    const { encoding, channels, dataBytes } = this.#header;
    const frameBytes = sampleBytes(encoding) * channels;
    let leftBytes = dataBytes ?? Number.POSITIVE_INFINITY;
    let rest: Buffer = Buffer.alloc(0);
    while (leftBytes > 0) {
      const piece = await this.#source.takeSome();
      if (piece.length === 0) break;
      const wanted = piece.subarray(0, leftBytes);
      leftBytes -= wanted.length;
      const bytes = rest.length === 0 ? wanted : Buffer.concat([rest, wanted]);
      const whole = bytes.length - (bytes.length % frameBytes);
      rest = Buffer.from(bytes.subarray(whole));
      const samples = decodeMono(bytes.subarray(0, whole), { encoding, channels });
      this.#readSamples += samples.length;
      yield samples;
    }
    if (dataBytes !== undefined && leftBytes > 0) {
      const seconds = (this.readMs / 1000).toFixed(1);
      this.warnings.push(
        `${this.path}: the file is cut off, ${leftBytes} of its ${dataBytes} bytes are missing: only its first ${seconds} s are used`,
      );
    }
    if (this.#readSamples === 0) {
      this.warnings.push(`${this.path}: the recording has no samples: record it again`);
    }
  }

  #wholeFrames(bytes: number): number {
    return Math.floor(bytes / (sampleBytes(this.#header.encoding) * this.#header.channels));
  }

  #toMs(samples: number): number {
    return (samples * 1000) / this.#header.sampleRateHz;
  }
}

/** Reads a whole recording at once; for short ones: a minute takes 4 MB. */
export async function readRecording(path: string): Promise<Float32Array> {
  const recording = await openRecording(path);
  const frames: Float32Array[] = [];
  for await (const frame of recording.frames()) frames.push(frame);
  const samples = new Float32Array(frames.length * FRAME_SAMPLES);
  for (const [index, frame] of frames.entries()) samples.set(frame, index * FRAME_SAMPLES);
  return samples.slice(0, Math.ceil((recording.readMs * SAMPLE_RATE_HZ) / 1000));
}

async function openFile(path: string): Promise<FileHandle> {
  let file: FileHandle;
  try {
    file = await open(path, 'r');
  } catch (error) {
    throw asAudioError(error, path);
  }
  const isDirectory = (await file.stat()).isDirectory();
  if (!isDirectory) return file;
  await file.close();
  throw new AudioError('is-a-directory', `${path}: this is a directory: name the recording in it`);
}

function asAudioError(error: unknown, path: string): Error {
  if (!(error instanceof Error)) return new Error(String(error));
  if (!('syscall' in error)) return error;
  const code = 'code' in error ? error.code : undefined;
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new AudioError('not-found', `${path}: there is no such file: check its name`, {
        cause: error,
      });
    case 'EACCES':
    case 'EPERM':
      return new AudioError(
        'no-permission',
        `${path}: it may not be read: change its permissions or copy it`,
        { cause: error },
      );
    case 'EISDIR':
      return new AudioError(
        'is-a-directory',
        `${path}: this is a directory: name the recording in it`,
        { cause: error },
      );
    default:
      return new AudioError(
        'read-failed',
        `${path}: reading failed (${error.message}): check the disk it lies on`,
        { cause: error },
      );
  }
}
