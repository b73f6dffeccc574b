// Opens a recording and reads it as frames of 16 kHz mono, a piece at a time, whatever its rate and
// channels. Which container it is, is told from its first bytes, never from its name.
import { type FileHandle, open } from 'node:fs/promises';
import { FRAME_SAMPLES, SAMPLE_RATE_HZ } from '@codex-voice/speech';
import { AudioError } from './audio-error.ts';
import type { AudioStream, RecordingFormat } from './audio-stream.ts';
import { ByteSource } from './byte-source.ts';
import { type CompressedContainer, openCompressed } from './compressed-stream.ts';
import { FrameCutter } from './frame-cutter.ts';
import { Resampler } from './resampler.ts';
import { openWav } from './wav-stream.ts';

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
    const container = await recognise(source, path);
    const stream =
      container === 'wav'
        ? await openWav(source, path)
        : await openCompressed({ source, path, container });
    return new StreamedRecording({ path, file, stream });
  } catch (error) {
    await file.close();
    throw asAudioError(error, path);
  }
}

/** Ogg names its first packet, and so the codec, after the page's header of 28 bytes. */
const HEAD_BYTES = 36;

/** Tells containers apart by their first bytes. */
async function recognise(source: ByteSource, path: string): Promise<'wav' | CompressedContainer> {
  const head = await source.peek(HEAD_BYTES);
  if (head.length === 0) {
    throw new AudioError('empty-file', `${path}: the file is empty: record it again`);
  }
  const tag = head.toString('latin1', 0, 4);
  if ((tag === 'RIFF' || tag === 'RF64') && head.toString('latin1', 8, 12) === 'WAVE') return 'wav';
  if (tag === 'fLaC') return 'flac';
  if (tag === 'OggS' && head.toString('latin1', 28, 35) === '\x01vorbis') return 'ogg-vorbis';
  if (tag.startsWith('ID3') || isMpegSync(head)) return 'mp3';
  const known = unsupportedContainer(head);
  if (known !== undefined) {
    const message = `${path}: ${known} files are not supported: convert it to WAV first, for example with: ffmpeg -i IN OUT.wav`;
    throw new AudioError('unsupported-encoding', message);
  }
  throw new AudioError(
    'not-audio',
    `${path}: this is no audio file: give a WAV, FLAC, MP3 or Ogg Vorbis recording`,
  );
}

/** Eleven set bits, then, after the version, layer III. */
function isMpegSync(head: Buffer): boolean {
  const second = head[1] ?? 0;
  return head[0] === 0xff && (second & 0xe0) === 0xe0 && (second & 0x06) === 0x02;
}

function unsupportedContainer(head: Buffer): string | undefined {
  const tag = head.toString('latin1', 0, 4);
  if (tag === 'OggS') {
    return head.toString('latin1', 28, 36) === 'OpusHead' ? 'Ogg Opus' : 'such Ogg';
  }
  if (tag === 'RIFX') return 'big-endian WAV';
  if (tag === 'FORM') return 'AIFF';
  if (tag === 'caff') return 'CAF';
  if (head.toString('latin1', 4, 8) === 'ftyp') return 'MP4 and M4A';
  if (tag === '\x1aE\xdf\xa3') return 'Matroska and WebM';
  return undefined;
}

class StreamedRecording implements Recording {
  readonly path: string;
  readonly format: RecordingFormat;
  readonly expectedMs: number | undefined;
  readonly #file: FileHandle;
  readonly #stream: AudioStream;
  #readSamples = 0;
  #state: 'unread' | 'reading' | 'read' = 'unread';
  #closing: Promise<void> | undefined;

  constructor(parts: {
    readonly path: string;
    readonly file: FileHandle;
    readonly stream: AudioStream;
  }) {
    this.path = parts.path;
    this.#file = parts.file;
    this.#stream = parts.stream;
    this.format = parts.stream.format;
    this.expectedMs = parts.stream.expectedMs;
  }

  get readMs(): number {
    return (this.#readSamples * 1000) / this.format.sampleRateHz;
  }

  get warnings(): readonly string[] {
    const empty = this.#state === 'read' && this.#readSamples === 0;
    const found = empty ? ['the recording has no samples: record it again'] : [];
    return [...this.#stream.warnings, ...found].map((warning) => `${this.path}: ${warning}`);
  }

  async *frames(): AsyncGenerator<Float32Array, void, undefined> {
    if (this.#state !== 'unread')
      throw new TypeError(`${this.path} is read already: open it again`);
    this.#state = 'reading';
    const resampler = new Resampler({ fromHz: this.format.sampleRateHz, toHz: SAMPLE_RATE_HZ });
    const cutter = new FrameCutter();
    try {
      for await (const samples of this.#stream.samples()) {
        this.#readSamples += samples.length;
        yield* cutter.push(resampler.process(samples));
      }
      yield* cutter.push(resampler.flush());
      this.#state = 'read';
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
