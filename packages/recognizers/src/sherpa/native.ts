// The part of sherpa-onnx that is used, with types of our own: the library's are JSDoc without detail.
// Its native side ends the process on files it can't read, so nothing goes there that was not checked.

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { SPEECH_ENGINE } from '@codex-voice/folders';
import { RecognizerError } from '../failure.ts';
import { sherpaRequire } from './sherpa-require.ts';

export interface Waveform {
  readonly samples: Float32Array;
  readonly sampleRate: number;
}

/** What a decoder found so far; the lists run parallel where they aren't empty. */
export interface NativeResult {
  readonly text: string;
  /** A token that begins a word begins with a space. */
  readonly tokens: readonly string[];
  /** Start of each token in s. */
  readonly timestamps: readonly number[];
  /** Length of each token in s; offline only, and by few layouts. */
  readonly durations?: readonly number[];
  /** Natural logarithm of each token's probability: streaming, and offline. */
  readonly ys_probs?: readonly number[];
  readonly ys_log_probs?: readonly number[];
  /** The language heard: a code, or SenseVoice's `<|en|>`. */
  readonly lang?: string;
}

export interface OnlineStream {
  acceptWaveform(waveform: Waveform): void;
  setOption(key: string, value: string): void;
}

export interface OnlineRecognizer {
  createStream(): OnlineStream;
  isReady(stream: OnlineStream): boolean;
  decode(stream: OnlineStream): void;
  getResult(stream: OnlineStream): NativeResult;
}

export interface OfflineStream {
  acceptWaveform(waveform: Waveform): void;
}

export interface OfflineRecognizer {
  createStream(hotwords?: string): OfflineStream;
  setConfig(config: NativeConfig): void;
  decodeAsync(stream: OfflineStream): Promise<NativeResult>;
}

export interface LinearResampler {
  resample(samples: Float32Array, flush: boolean): Float32Array;
}

/** A configuration as the library takes it; wrong values may end the process. */
export interface NativeConfig {
  readonly featConfig: { readonly sampleRate: number; readonly featureDim: number };
  /** The layout's name with its files, and what is common to all layouts. */
  readonly modelConfig: Readonly<Record<string, unknown>>;
  readonly decodingMethod: 'greedy_search' | 'modified_beam_search';
  readonly maxActivePaths: number;
  readonly hotwordsScore: number;
  readonly enableEndpoint?: number;
  /** One hotword a line, and its length in bytes. */
  readonly hotwordsBuf?: string;
  readonly hotwordsBufSize?: number;
}

/** A configuration as the spotter takes it; wrong values may end the process. */
export interface KeywordConfig extends Pick<NativeConfig, 'featConfig' | 'modelConfig'> {
  readonly maxActivePaths: number;
  readonly numTrailingBlanks: number;
  readonly keywordsScore: number;
  readonly keywordsThreshold: number;
  /** A keyword a line in tokens, `@` and what it is called; and the length of all in bytes. */
  readonly keywordsBuf: string;
  readonly keywordsBufSize: number;
}

export interface KeywordSpotter {
  createStream(): OnlineStream;
  isReady(stream: OnlineStream): boolean;
  decode(stream: OnlineStream): void;
  /** An empty keyword: none was found. Times are in s from where the stream began. */
  getResult(stream: OnlineStream): { keyword: string; timestamps: readonly number[] };
}

export interface SpeakerExtractor {
  readonly dim: number;
  createStream(): OnlineStream & { inputFinished(): void };
  isReady(stream: OnlineStream): boolean;
  compute(stream: OnlineStream, enableExternalBuffer: boolean): Float32Array;
}

/** Where a network is, and how it is computed. */
export interface NetworkConfig {
  readonly numThreads: number;
  readonly provider: string;
  readonly debug: number;
}

export interface SpeakerDiarization {
  /** Times in s. */
  process(samples: Float32Array): readonly { start: number; end: number; speaker: number }[];
  setConfig(config: { readonly clustering: SpeakerClustering }): void;
}

export interface SpeakerClustering {
  /** -1: as many as `threshold`, a distance, tells apart. */
  readonly numClusters: number;
  readonly threshold: number;
}

/** The library's module. */
export interface Sherpa {
  readonly SpeakerEmbeddingExtractor: new (
    config: NetworkConfig & { readonly model: string },
  ) => SpeakerExtractor;
  readonly OfflineSpeakerDiarization: new (config: {
    readonly segmentation: NetworkConfig & { readonly pyannote: { readonly model: string } };
    readonly embedding: NetworkConfig & { readonly model: string };
    readonly clustering: SpeakerClustering;
    readonly minDurationOn: number;
    readonly minDurationOff: number;
  }) => SpeakerDiarization;
  readonly KeywordSpotter: new (config: KeywordConfig) => KeywordSpotter;
  readonly OnlineRecognizer: new (config: NativeConfig) => OnlineRecognizer;
  readonly OfflineRecognizer: {
    createAsync(config: NativeConfig): Promise<OfflineRecognizer>;
  };
  readonly LinearResampler: new (fromHz: number, toHz: number) => LinearResampler;
}

/** @throws RecognizerError `engine-failed` where there is no build for this machine. */
export function loadSherpa(): Sherpa {
  try {
    return sherpaRequire()(SPEECH_ENGINE.packageName);
  } catch (cause) {
    throw new RecognizerError(
      'engine-failed',
      `sherpa-onnx is not installed, or has no build for ${process.platform}-${process.arch}: codex-voice models engine fetches it`,
      { cause },
    );
  }
}

let collect: (() => void) | undefined;

/**
 * Has V8 collect now. A model's native memory, hundreds of megabytes, goes when V8 collects the small
 * object that holds it; V8 knows nothing of its size and could let it wait for hours. Takes about 25 ms.
 */
export function releaseNativeMemory(): void {
  collect ??= collector();
  collect();
}

function collector(): () => void {
  setFlagsFromString('--expose-gc');
  const gc: unknown = runInNewContext('gc');
  return typeof gc === 'function' ? () => gc() : () => undefined;
}
