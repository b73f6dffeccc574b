// What a container gives once it is open: its format, and its sound as mono pieces at its own rate.
// Every kind of file has one implementation; rates and frames are changed by the recording.
import type { SampleEncoding } from './sample-encoding.ts';

export interface RecordingFormat {
  readonly container: 'wav' | 'flac' | 'mp3' | 'ogg-vorbis';
  /** How WAV writes its samples; the other containers compress. */
  readonly encoding: SampleEncoding | 'compressed';
  readonly sampleRateHz: number;
  readonly channels: number;
}

export interface AudioStream {
  readonly format: RecordingFormat;
  /** Length the file promises, in ms; undefined where it doesn't say. */
  readonly expectedMs: number | undefined;
  /** The sound, in pieces of any length. To be read once. */
  samples(): AsyncGenerator<Float32Array, void, undefined>;
  /** What could be read over, one line each without the file's name; complete after reading. */
  readonly warnings: readonly string[];
}
