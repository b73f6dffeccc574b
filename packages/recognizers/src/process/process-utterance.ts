// One utterance that another process decodes: audio leaves in batches, guesses and the answer come
// back. What becomes of the process is its run's business.
import {
  FRAME_SAMPLES,
  NO_PARTIAL,
  type PartialText,
  type Recognition,
  type Recognizing,
  SAMPLE_RATE_HZ,
} from '@codex-voice/speech';

export type FailedRecognition = Extract<Recognition, { verdict: 'failed' }>;

/**
 * A frame, 32 ms: words are shown as soon as their sound was heard. A message costs both processes about
 * a tenth of a millisecond. At the end of an utterance nothing waits.
 */
const BATCH_SAMPLES = FRAME_SAMPLES;

/** Audio that comes in one piece leaves in pieces of a second. */
const PIECE_SAMPLES = SAMPLE_RATE_HZ;

/** What an utterance needs of the process that decodes it. */
export interface UtteranceSink {
  /** `overloaded`: too much is waiting already; nothing was sent. */
  audio(samples: Float32Array): 'sent' | 'overloaded';
  finish(): void;
  abandon(): void;
}

export interface ProcessUtteranceOptions {
  /** Where it goes; or why it goes nowhere, where no process can take it. */
  readonly sink: UtteranceSink | FailedRecognition;
  readonly overloaded: FailedRecognition;
  /** A guess has come while audio is taken. */
  readonly onGuess?: (() => void) | undefined;
  /** No more audio is taken; called exactly once. */
  readonly onClosed: () => void;
}

export class ProcessUtterance implements Recognizing {
  readonly #options: ProcessUtteranceOptions;
  readonly #sink: UtteranceSink | undefined;
  readonly #batch = new Float32Array(BATCH_SAMPLES);
  #batched = 0;
  #samples = 0;
  #partial = NO_PARTIAL;
  #closed = false;
  #recognition: Recognition | undefined;
  #answer: ((recognition: Recognition) => void) | undefined;

  constructor(options: ProcessUtteranceOptions) {
    this.#options = options;
    if ('verdict' in options.sink) this.#recognition = options.sink;
    this.#sink = 'verdict' in options.sink ? undefined : options.sink;
  }

  /** Audio given so far. */
  get samples(): number {
    return this.#samples;
  }

  get awaitsAnswer(): boolean {
    return this.#answer !== undefined;
  }

  accept(samples: Float32Array): void {
    this.#requireOpen('accept');
    this.#samples += samples.length;
    let at = 0;
    while (at < samples.length && this.#recognition === undefined) {
      if (this.#batched === 0 && samples.length - at >= BATCH_SAMPLES) {
        this.#send(samples.subarray(at, at + PIECE_SAMPLES));
        at += PIECE_SAMPLES;
        continue;
      }
      const part = samples.subarray(at, at + BATCH_SAMPLES - this.#batched);
      this.#batch.set(part, this.#batched);
      this.#batched += part.length;
      at += part.length;
      if (this.#batched === BATCH_SAMPLES) this.#flush();
    }
  }

  partial(): PartialText {
    return this.#partial;
  }

  finish(): Promise<Recognition> {
    this.#requireOpen('finish');
    this.#flush();
    this.#close();
    if (this.#recognition !== undefined) return Promise.resolve(this.#recognition);
    return new Promise((resolve) => {
      this.#answer = resolve;
      this.#sink?.finish();
    });
  }

  abandon(): void {
    this.#requireOpen('abandon');
    this.#close();
    if (this.#recognition === undefined) this.#sink?.abandon();
  }

  /** A guess has come. */
  guessed(partial: PartialText): void {
    if (this.#recognition !== undefined) return;
    this.#partial = partial;
    if (!this.#closed) this.#options.onGuess?.();
  }

  /** The answer, or why there will be none. Of several the first counts. */
  settle(recognition: Recognition): void {
    this.#recognition ??= recognition;
    this.#answer?.(this.#recognition);
    this.#answer = undefined;
  }

  #flush(): void {
    if (this.#batched > 0) this.#send(this.#batch.subarray(0, this.#batched));
    this.#batched = 0;
  }

  #send(samples: Float32Array): void {
    if (this.#recognition !== undefined || this.#sink === undefined) return;
    if (this.#sink.audio(samples) === 'sent') return;
    this.#recognition = this.#options.overloaded;
    this.#sink.abandon();
  }

  #close(): void {
    this.#closed = true;
    this.#options.onClosed();
  }

  #requireOpen(call: string): void {
    if (this.#closed) throw new TypeError(`${call}: the utterance is already over`);
  }
}
