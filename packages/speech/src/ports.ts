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

/** One word of a recognition, and where in the utterance it was said, in ms from its first sample. */
export interface RecognizedWord {
  readonly text: string;
  readonly startMs: number;
  readonly endMs: number;
  /** 0–1, where the recogniser has one. */
  readonly confidence?: number;
}

/**
 * Why a recogniser has no word on an utterance.
 * - `died`: its process or engine ended. `timed-out`: it did not answer within its patience.
 * - `unreachable`: its server can't be reached. `refused`: the server said no (status 4xx, no key).
 * - `unreadable-answer`: what came back is no transcript. `overloaded`: it can't keep up.
 */
export type RecognitionFailure =
  | 'died'
  | 'timed-out'
  | 'unreachable'
  | 'refused'
  | 'unreadable-answer'
  | 'overloaded';

/** What a recogniser says of one finished utterance. */
export type Recognition =
  | {
      readonly verdict: 'accepted';
      readonly text: string;
      /** 0–1, where the recogniser has one. */
      readonly confidence?: number;
      readonly words?: readonly RecognizedWord[];
      /** The language that was heard, as an ISO 639-1 code, where the recogniser tells. */
      readonly language?: string;
    }
  /** Heard, and not understood, or no speech. */
  | { readonly verdict: 'rejected'; readonly text: ''; readonly confidence?: number }
  /** The recogniser could not do its work; the same audio may be given to another one. */
  | {
      readonly verdict: 'failed';
      readonly text: '';
      readonly failure: RecognitionFailure;
      /** One line: what is wrong, and how to mend it. */
      readonly message: string;
    };

/** The best guess so far at an utterance in progress. */
export interface PartialText {
  readonly text: string;
  /** The first so many UTF-16 units of `text` stay as they are until the end of the utterance. */
  readonly settledLength: number;
}

export const NO_PARTIAL: PartialText = { text: '', settledLength: 0 };

/** A word or name that is likely to be said. */
export interface VocabularyTerm {
  /** As it is to be written: `useEffect`, `package.json`, `worktree`. */
  readonly text: string;
  /** As it is said, where that differs: `use effect`. */
  readonly spoken?: string;
}

/** What is known of an utterance before it is heard. */
export interface UtteranceContext {
  /** ISO 639-1; absent: the recogniser's own choice, which may be to find out. */
  readonly language?: string;
  /** The likeliest first. Recognisers without an ear for them ignore them. */
  readonly terms?: readonly VocabularyTerm[];
  /** Where in its audio speech begins, in ms; what comes before is pre-roll. Absent: not known. */
  readonly speechAtMs?: number;
}

/** One utterance being decoded. Audio goes in as it arrives, so that little work is left at its end. */
export interface Recognizing {
  /** Any number of samples; they may be overwritten once the call has returned. */
  accept(samples: Float32Array): void;
  /** Cheap enough to call for every frame; `NO_PARTIAL` while there is no guess. */
  partial(): PartialText;
  /** Ends the utterance. Must be called exactly once, or `abandon`. Never rejects: see `failed`. */
  finish(): Promise<Recognition>;
  abandon(): void;
}

/** What a recogniser can do, told before anything is heard. */
export interface RecognizerAbilities {
  /** `closed`: only phrases of a list; `free`: anything that is said. */
  readonly dictation: 'closed' | 'free';
  /** `live`: words while they are spoken; `preview`: now and then; `none`: only at the end. */
  readonly partials: 'live' | 'preview' | 'none';
  /** How `terms` are heard: in the decoder, as text before the transcript, or not at all. */
  readonly terms: 'decoder' | 'prompt' | 'none';
  /** ISO 639-1 codes; `any`: it finds out or is told. */
  readonly languages: readonly string[] | 'any';
}

/** A recogniser: loaded once, warm; one utterance takes audio at a time, earlier ones may be finishing. */
export interface Recognizer {
  readonly name: string;
  readonly abilities: RecognizerAbilities;
  /**
   * Starts an utterance. Throws a `TypeError` if another one still takes audio. `onGuess` is called where
   * `partial` has changed outside of a call of ours, never from inside one; others may do without.
   */
  begin(context?: UtteranceContext, onGuess?: () => void): Recognizing;
  dispose(): void;
}

/** A phrase that opens the microphone. */
export interface Wake {
  readonly phrase: string;
  /** How many samples of what was given so far came after its end. */
  readonly agoSamples: number;
}

/** Listens for wake phrases in frames without end. */
export interface WakeListener {
  readonly name: string;
  /** One frame of `FRAME_SAMPLES` samples, and its probability of speech; says when a phrase was said. */
  accept(frame: Float32Array, probability: number): Wake | undefined;
  /** Forget everything heard so far. */
  reset(): void;
  dispose(): void;
}

/** One phrase the built-in recogniser listens for. */
export interface SpokenPhrase {
  /** Lower-case words separated by single spaces. */
  readonly spoken: string;
  /** ARPAbet pronunciations for words that the dictionary lacks, by word. */
  readonly pronunciations?: Readonly<Record<string, readonly string[]>>;
}

/** Spoken sound: mono samples in [-1, 1] at their own rate, which is the same throughout a text. */
export interface SpokenPiece {
  readonly samples: Float32Array;
  readonly sampleRateHz: number;
}

/** The part of an `AbortSignal` that a voice needs. */
export interface StopSignal {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

export interface SpeakOptions {
  /** ISO 639-1; absent: the voice's own choice. */
  readonly language?: string;
  /** Once it is aborted no piece follows, without an error, and nothing goes on in the background. */
  readonly signal: StopSignal;
}

/** A voice: reads a text aloud, as sound that somebody else plays. */
export interface SpeechSynthesizer {
  readonly name: string;
  /** The sound of a text, as it comes; nothing for a text without words. Throws where it can't speak. */
  speak(text: string, options: SpeakOptions): AsyncIterable<SpokenPiece>;
  /** Ends what it still says. */
  dispose(): void;
}
