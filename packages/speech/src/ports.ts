// The ports that audio and recogniser code implement. Everything here speaks 16 kHz mono float
// samples in [-1, 1]; converting to that is the audio package's task.

/** Sample rate of every frame inside the product, in Hz: what Silero, sherpa-onnx and PocketSphinx take. */
export const SAMPLE_RATE_HZ = 16_000;

/** Samples in one frame: 32 ms, the window Silero VAD v5 and v6 work on at 16 kHz. */
export const FRAME_SAMPLES = 512;

/** Duration of one frame in ms. */
export const FRAME_MS = (FRAME_SAMPLES * 1000) / SAMPLE_RATE_HZ;

/** Tells, frame by frame, how likely it is that somebody speaks. */
export interface VoiceActivity {
  readonly name: string;
  /** Probability of speech in 0–1 for one frame of `FRAME_SAMPLES` samples. Keeps state between calls. */
  accept(frame: Float32Array): number;
  /** Forget everything heard so far. */
  reset(): void;
  dispose(): void;
}

/** What a recogniser says of one finished utterance. */
export type Recognition =
  | { readonly verdict: 'accepted'; readonly text: string; readonly confidence: number }
  | { readonly verdict: 'rejected'; readonly text: ''; readonly confidence: number };

/** One utterance being decoded. Audio goes in as it arrives, so that little work is left at its end. */
export interface Recognizing {
  /** Any number of samples. */
  accept(samples: Float32Array): void;
  /** Best guess so far; empty while there is none. Cheap enough to call for every frame. */
  partial(): string;
  /** Ends the utterance. Must be called exactly once, or `abandon`. */
  finish(): Recognition;
  abandon(): void;
}

/** A recogniser: loaded once, warm, one utterance at a time. */
export interface Recognizer {
  readonly name: string;
  /** Starts an utterance. Throws if another one is still open. */
  begin(): Recognizing;
  dispose(): void;
}

/** One phrase the built-in recogniser listens for. */
export interface SpokenPhrase {
  /** Lower-case words separated by single spaces. */
  readonly spoken: string;
  /** ARPAbet pronunciations for words that the dictionary lacks, by word. */
  readonly pronunciations?: Readonly<Record<string, readonly string[]>>;
}
