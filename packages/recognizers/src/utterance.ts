// One utterance of the phrase recogniser: collects its audio within a bound and decides when the
// searches run: now and then for a guess, at a pause in case it is the end, and at the end. The
// searches themselves are passed in.

import {
  NO_PARTIAL,
  type PartialText,
  type Recognition,
  type Recognizing,
  SAMPLE_RATE_HZ,
} from '@codex-voice/speech';
import { BLOCK_SAMPLES, PauseDetector } from './pause-detector.ts';

/** Searches over the audio so far. */
export interface UtteranceSearch {
  /** Text of a phrase whose beginning this may be; empty if none. */
  guess(samples: Float32Array): string;
  recognize(samples: Float32Array): Recognition;
}

const NOTHING_RECOGNIZED: Recognition = { verdict: 'rejected', text: '', confidence: 0 };

const SAMPLES_PER_MS = SAMPLE_RATE_HZ / 1000;

/**
 * First guess once there is this much audio: a pre-roll of up to 400 ms and two short words. At 700 ms most
 * guesses were empty, and the words came with the next one, no sooner than now with the first.
 */
const FIRST_GUESS_SAMPLES = 900 * SAMPLES_PER_MS;

/** Each guess waits until there is so much more audio: all of them together cost less than three times the last. */
const GUESS_GROWTH = 1.6;

/** After two empty guesses in a row this is hardly a phrase: the search at a pause is enough for it. */
const MOST_EMPTY_GUESSES = 2;

/** Audio of the utterances, one after the other, in one buffer of fixed size. */
export class UtteranceBuffer {
  readonly #samples: Float32Array;
  #length = 0;

  constructor(maximumSamples: number) {
    this.#samples = new Float32Array(maximumSamples);
  }

  get length(): number {
    return this.#length;
  }

  clear(): void {
    this.#length = 0;
  }

  /** False, and nothing is kept, if there is no room. What is no number becomes 0; louder than full scale is clipped. */
  append(samples: Float32Array): boolean {
    if (this.#length + samples.length > this.#samples.length) return false;
    for (let index = 0; index < samples.length; index += 1) {
      const sample = samples[index] ?? 0;
      this.#samples[this.#length + index] = Number.isFinite(sample)
        ? Math.max(-1, Math.min(1, sample))
        : 0;
    }
    this.#length += samples.length;
    return true;
  }

  /** A view, valid until the next call. */
  heard(): Float32Array {
    return this.#samples.subarray(0, this.#length);
  }
}

/** One utterance in progress; `closed` is called exactly once, at `finish` or `abandon`. */
export class Utterance implements Recognizing {
  readonly #search: UtteranceSearch;
  readonly #buffer: UtteranceBuffer;
  readonly #closed: () => void;
  readonly #pauses = new PauseDetector();
  #state: 'open' | 'too-long' | 'closed' = 'open';
  #partial = NO_PARTIAL;
  /** Samples that went through the pause detector. */
  #listened = 0;
  #nextGuessAt = FIRST_GUESS_SAMPLES;
  #emptyGuesses = 0;
  /** What the searches said at the start of the pause that still lasts. */
  #atPause: Recognition | undefined;

  constructor(options: {
    readonly search: UtteranceSearch;
    readonly buffer: UtteranceBuffer;
    readonly closed: () => void;
  }) {
    this.#search = options.search;
    this.#buffer = options.buffer;
    this.#closed = options.closed;
    this.#buffer.clear();
  }

  accept(samples: Float32Array): void {
    this.#requireOpen('accept');
    if (this.#state === 'too-long') return;
    if (!this.#buffer.append(samples)) {
      this.#state = 'too-long';
      this.#partial = NO_PARTIAL;
      this.#atPause = undefined;
      return;
    }
    // Block by block, so that the outcome doesn't depend on how the caller cuts the audio.
    const heard = this.#buffer.heard();
    for (let end = this.#listened + BLOCK_SAMPLES; end <= heard.length; end += BLOCK_SAMPLES) {
      this.#listen(heard.subarray(0, end));
      this.#listened = end;
    }
  }

  partial(): PartialText {
    return this.#partial;
  }

  finish(): Promise<Recognition> {
    this.#requireOpen('finish');
    const recognition =
      this.#state === 'too-long' || this.#buffer.length === 0
        ? NOTHING_RECOGNIZED
        : (this.#atPause ?? this.#search.recognize(this.#buffer.heard()));
    this.#close();
    return Promise.resolve(recognition);
  }

  abandon(): void {
    this.#requireOpen('abandon');
    this.#close();
  }

  /** `heard` has grown by one block. */
  #listen(heard: Float32Array): void {
    this.#pauses.accept(heard.subarray(heard.length - BLOCK_SAMPLES));
    if (!this.#pauses.inPause) {
      this.#atPause = undefined;
      if (heard.length < this.#nextGuessAt || this.#emptyGuesses >= MOST_EMPTY_GUESSES) return;
      this.#nextGuessAt = heard.length * GUESS_GROWTH;
      this.#partial = { text: this.#search.guess(heard), settledLength: 0 };
      this.#emptyGuesses = this.#partial.text === '' ? this.#emptyGuesses + 1 : 0;
    } else if (this.#atPause === undefined) {
      this.#atPause = this.#search.recognize(heard);
      // A pause inside a phrase is no reason to take back its beginning.
      if (this.#atPause.text !== '') this.#partial = { text: this.#atPause.text, settledLength: 0 };
    }
  }

  #close(): void {
    this.#state = 'closed';
    this.#closed();
  }

  #requireOpen(call: string): void {
    if (this.#state === 'closed') throw new TypeError(`${call}: the utterance is already over`);
  }
}
