// A recogniser behind a server: collects an utterance, sends it as one recording when it is over, and
// takes the answer. What is sent where is the dialect's.
import {
  encodePcm16,
  NO_PARTIAL,
  type Recognition,
  type Recognizer,
  type Recognizing,
  SAMPLE_RATE_HZ,
  type UtteranceContext,
  waveHeader,
} from '@codex-voice/speech';
import { Turn } from '../sherpa/one-at-a-time.ts';
import { heardText } from './heard-text.ts';
import { promptTerms } from './prompt.ts';
import type { TranscriptionOutcome } from './transcription-request.ts';

/** One utterance, ready to be sent. */
export interface SpokenRecording {
  /** A WAV file. */
  readonly wave: Uint8Array;
  readonly lengthMs: number;
  /** ISO 639-1; undefined: the server finds out. */
  readonly language: string | undefined;
  /** Words to expect, as many as a prompt takes. */
  readonly terms: readonly string[];
}

export interface HttpRecognizerOptions {
  readonly name: string;
  readonly transcribe: (
    recording: SpokenRecording,
    signal: AbortSignal,
  ) => Promise<TranscriptionOutcome>;
  readonly dispose?: () => void;
}

/** The loudest frame of speech is above this, -60 dBFS: below it nobody is asked, and nobody invents. */
const SILENCE_LEVEL = 0.001;

/** Levels are looked at over 32 ms. */
const LEVEL_SAMPLES = 512;

/** Both dialects refuse or ignore less than a second of audio: silence goes after it. */
const LEAST_SAMPLES = 1.1 * SAMPLE_RATE_HZ;

/** Five minutes, 10 MB: more than any segment; an utterance with more is not sent. */
const MOST_SAMPLES = 300 * SAMPLE_RATE_HZ;

export function createHttpRecognizer(options: HttpRecognizerOptions): Recognizer {
  const turn = new Turn();
  const disposed = new AbortController();
  return {
    name: options.name,
    abilities: { dictation: 'free', partials: 'none', terms: 'prompt', languages: 'any' },
    begin(context = {}) {
      turn.begin();
      return new HttpUtterance({ ...options, context, turn, signal: disposed.signal });
    },
    dispose() {
      turn.dispose();
      if (disposed.signal.aborted) return;
      disposed.abort();
      options.dispose?.();
    },
  };
}

interface HttpUtteranceOptions extends HttpRecognizerOptions {
  readonly context: UtteranceContext;
  readonly turn: Turn;
  readonly signal: AbortSignal;
}

class HttpUtterance implements Recognizing {
  readonly #options: HttpUtteranceOptions;
  readonly #pieces: Uint8Array[] = [];
  readonly #level = new LoudestLevel();
  #samples = 0;
  #closed = false;

  constructor(options: HttpUtteranceOptions) {
    this.#options = options;
  }

  accept(samples: Float32Array): void {
    this.#requireOpen('accept');
    this.#samples += samples.length;
    if (this.#samples > MOST_SAMPLES) {
      this.#pieces.length = 0;
      return;
    }
    this.#level.accept(samples);
    this.#pieces.push(encodePcm16(samples));
  }

  partial() {
    return NO_PARTIAL;
  }

  finish(): Promise<Recognition> {
    this.#close('finish');
    return this.#recognize();
  }

  abandon(): void {
    this.#close('abandon');
    this.#pieces.length = 0;
  }

  async #recognize(): Promise<Recognition> {
    if (this.#samples > MOST_SAMPLES) {
      const message = 'the utterance is longer than five minutes: pause now and then';
      return { verdict: 'failed', text: '', failure: 'refused', message };
    }
    if (this.#level.loudest < SILENCE_LEVEL) return { verdict: 'rejected', text: '' };
    const { context, transcribe, signal } = this.#options;
    const terms = promptTerms(context.terms ?? []);
    const lengthMs = (this.#samples * 1000) / SAMPLE_RATE_HZ;
    const { language } = context;
    const outcome = await transcribe({ wave: this.#wave(), lengthMs, language, terms }, signal);
    if (outcome.kind === 'transcript')
      return heardText(outcome.transcript, { terms, samples: this.#samples });
    const { failure, message } = outcome;
    return { verdict: 'failed', text: '', failure, message };
  }

  #wave(): Uint8Array {
    const silence = Math.max(0, LEAST_SAMPLES - this.#samples);
    const rest = encodePcm16(new Float32Array(silence));
    return Buffer.concat([waveHeader(this.#samples + silence), ...this.#pieces, rest]);
  }

  #close(call: string): void {
    this.#requireOpen(call);
    this.#closed = true;
    this.#options.turn.end();
  }

  #requireOpen(call: string): void {
    if (this.#closed) throw new TypeError(`${call}: the utterance is already over`);
  }
}

/** RMS of the loudest stretch, wherever the audio is cut. */
class LoudestLevel {
  #energy = 0;
  #count = 0;
  #loudest = 0;

  get loudest(): number {
    return this.#loudest;
  }

  accept(samples: Float32Array): void {
    for (const sample of samples) {
      this.#energy += Number.isFinite(sample) ? sample * sample : 0;
      this.#count += 1;
      if (this.#count < LEVEL_SAMPLES) continue;
      this.#loudest = Math.max(this.#loudest, Math.sqrt(this.#energy / LEVEL_SAMPLES));
      this.#energy = 0;
      this.#count = 0;
    }
  }
}
