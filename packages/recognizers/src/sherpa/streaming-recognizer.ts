// Recognition while somebody speaks: a streaming model decodes each piece of audio as it comes, so that
// an utterance's end finds nearly all of it done.

import {
  NO_PARTIAL,
  type PartialText,
  type Recognition,
  type Recognizer,
  type Recognizing,
  SAMPLE_RATE_HZ,
  type UtteranceContext,
} from '@codex-voice/speech';
import { RecognizerError } from '../failure.ts';
import { acceptedOrRejected } from './accepted-text.ts';
import { type Reading, readResult, readText } from './decoded-text.ts';
import { hotwordLines } from './hotwords.ts';
import { languageFor } from './language.ts';
import { type ModelParts, type StreamingLayout, streamingConfig } from './model-config.ts';
import {
  type LinearResampler,
  type OnlineRecognizer,
  type OnlineStream,
  releaseNativeMemory,
  type Sherpa,
} from './native.ts';
import { Turn } from './one-at-a-time.ts';
import { cleanSamples } from './samples.ts';
import { SettledWords } from './settled-words.ts';
import { leadMs, type StreamedAudio, streamedAudio } from './streamed-audio.ts';

export type StreamingParts = ModelParts & { readonly layout: StreamingLayout };

/** A loaded model that leans towards some words. */
interface Engine {
  readonly recognizer: OnlineRecognizer;
  readonly hotwords: readonly string[];
}

/**
 * Loads the model of a streaming layout; it blocks while it does.
 * @throws RecognizerError `engine-failed`.
 */
export function createStreamingRecognizer(sherpa: Sherpa, parts: StreamingParts): Recognizer {
  const { spec, checked } = parts;
  const audio = streamedAudio(parts);
  const turn = new Turn();
  const engine = new LeaningEngine(sherpa, parts);
  return {
    name: spec.id,
    abilities: {
      dictation: 'free',
      partials: 'live',
      terms: checked.hotwords === 'possible' ? 'decoder' : 'none',
      languages: spec.languages,
    },
    begin(context = {}) {
      turn.begin();
      try {
        return new StreamingUtterance({
          engine: engine.loaded(),
          resampler:
            audio.sampleRateHz === SAMPLE_RATE_HZ
              ? undefined
              : new sherpa.LinearResampler(SAMPLE_RATE_HZ, audio.sampleRateHz),
          audio,
          reading: { letters: checked.tokens.letters, leadMs: leadMs(audio, context) },
          language: languageFor(parts, context.language),
          closed: () => {
            turn.end();
            setImmediate(() => {
              if (turn.isIdle) engine.leanTowards(context);
            });
          },
        });
      } catch (error) {
        turn.end();
        throw error;
      }
    },
    dispose() {
      turn.dispose();
      engine.release();
    },
  };
}

/**
 * The library takes hotwords when a model is loaded, so another list is another loading: once an
 * utterance is over and nobody waits for a word.
 */
class LeaningEngine {
  readonly #sherpa: Sherpa;
  readonly #parts: StreamingParts;
  #engine: Engine | undefined;

  constructor(sherpa: Sherpa, parts: StreamingParts) {
    this.#sherpa = sherpa;
    this.#parts = parts;
    this.#engine = load(sherpa, parts, []);
  }

  /** @throws RecognizerError `engine-failed`. */
  loaded(): Engine {
    this.#engine ??= load(this.#sherpa, this.#parts, []);
    return this.#engine;
  }

  leanTowards({ terms = [] }: UtteranceContext): void {
    const { checked } = this.#parts;
    const hotwords = checked.hotwords === 'possible' ? hotwordLines(terms, checked.tokens) : [];
    if (this.#engine?.hotwords.join('\n') === hotwords.join('\n')) return;
    this.#engine = undefined;
    releaseNativeMemory();
    try {
      this.#engine = load(this.#sherpa, this.#parts, hotwords);
    } catch {
      // The next utterance loads it without them, or says why it can't.
    }
  }

  release(): void {
    if (this.#engine === undefined) return;
    this.#engine = undefined;
    setImmediate(releaseNativeMemory);
  }
}

function load(sherpa: Sherpa, parts: ModelParts, hotwords: readonly string[]): Engine {
  try {
    return {
      recognizer: new sherpa.OnlineRecognizer(streamingConfig(parts, hotwords)),
      hotwords,
    };
  } catch (cause) {
    throw new RecognizerError('engine-failed', `sherpa-onnx did not load ${parts.spec.id}`, {
      cause,
    });
  }
}

/** One utterance of a streaming model; `closed` is called once, at its end. */
class StreamingUtterance implements Recognizing {
  readonly #recognizer: OnlineRecognizer;
  readonly #resampler: LinearResampler | undefined;
  readonly #audio: StreamedAudio;
  readonly #reading: Reading;
  readonly #closed: () => void;
  /** Beam search may change its mind on words; what is settled then is what it kept. */
  readonly #settled: SettledWords | undefined;
  #stream: OnlineStream | undefined;
  #partial = NO_PARTIAL;
  #samples = 0;
  /** What the library was given so far, in samples at the model's rate, and the pieces decoded of it. */
  #fed = 0;
  #decoded = 0;
  #hasNews = false;

  constructor(options: {
    readonly engine: Engine;
    readonly resampler: LinearResampler | undefined;
    readonly audio: StreamedAudio;
    readonly reading: Reading;
    readonly language: string;
    readonly closed: () => void;
  }) {
    const { engine, audio, language } = options;
    this.#recognizer = engine.recognizer;
    this.#resampler = options.resampler;
    this.#audio = audio;
    this.#reading = options.reading;
    this.#closed = options.closed;
    this.#settled = engine.hotwords.length === 0 ? undefined : new SettledWords();
    this.#stream = this.#recognizer.createStream();
    if (language !== '') this.#stream.setOption('language', language);
    this.#feed(this.#stream, silence(this.#reading.leadMs), 'more');
  }

  accept(samples: Float32Array): void {
    const stream = this.#open('accept');
    if (samples.length === 0) return;
    this.#samples += samples.length;
    this.#feed(stream, cleanSamples(samples), 'more');
  }

  partial(): PartialText {
    const stream = this.#stream;
    if (stream !== undefined && this.#hasNews) {
      this.#hasNews = false;
      const text = readText(this.#recognizer.getResult(stream), this.#reading);
      this.#partial = this.#settled?.guess(text) ?? { text, settledLength: text.length };
    }
    return this.#partial;
  }

  finish(): Promise<Recognition> {
    const stream = this.#open('finish');
    try {
      if (this.#samples > 0) this.#feed(stream, silence(this.#audio.tailMs), 'last');
      const result = this.#recognizer.getResult(stream);
      const lengthMs = Math.floor((this.#samples * 1000) / SAMPLE_RATE_HZ);
      const decoded = readResult(result, { ...this.#reading, lengthMs });
      return Promise.resolve(acceptedOrRejected(decoded));
    } catch (error) {
      const message = `the decoder's answer could not be read: ${String(error)}`;
      return Promise.resolve({
        verdict: 'failed',
        text: '',
        failure: 'unreadable-answer',
        message,
      });
    } finally {
      this.#close();
    }
  }

  abandon(): void {
    this.#open('abandon');
    this.#close();
  }

  #feed(stream: OnlineStream, samples: Float32Array, place: 'more' | 'last'): void {
    const heard = this.#resampler?.resample(samples, place === 'last') ?? samples;
    if (heard.length > 0) {
      stream.acceptWaveform({ samples: heard, sampleRate: this.#audio.sampleRateHz });
    }
    this.#fed += heard.length;
    while (this.#hasPiece(stream)) {
      this.#recognizer.decode(stream);
      this.#decoded += 1;
      this.#hasNews = true;
    }
  }

  #hasPiece(stream: OnlineStream): boolean {
    const { wholePieces, pieceMs, sampleRateHz } = this.#audio;
    if (wholePieces === 'told') return this.#recognizer.isReady(stream);
    return this.#fed >= ((this.#decoded + 1) * pieceMs * sampleRateHz) / 1000;
  }

  #close(): void {
    this.#stream = undefined;
    this.#partial = NO_PARTIAL;
    this.#closed();
  }

  #open(call: string): OnlineStream {
    if (this.#stream === undefined) throw new TypeError(`${call}: the utterance is already over`);
    return this.#stream;
  }
}

function silence(ms: number): Float32Array {
  return new Float32Array((ms * SAMPLE_RATE_HZ) / 1000);
}
